"""Banks by the six digits that name them in transfers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from hub.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank.

    Attributes:
        bin: Six digits.
        short: What people call it.
        name: Its full name.
    """

    bin: str
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class BankTable:
    """All banks that are known.

    Attributes:
        made_on: ISO date of the table.
        source: Where it comes from.
        banks: In the order in which they are offered.
    """

    made_on: str
    source: str
    banks: tuple[Bank, ...]

    def find(self, wanted: str) -> Bank:
        """The bank of six digits or of a name, however it is written.

        Raises:
            RefusedError: ``qr.bank``.
        """
        plain = wanted.replace(" ", "").lower()
        for bank in self.banks:
            if plain in {bank.bin, bank.short.replace(" ", "").lower()}:
                return bank
        raise RefusedError("qr.bank", value=wanted[:20])


@lru_cache(maxsize=1)
def bank_table() -> BankTable:
    """The table that is shipped."""
    document = tomllib.loads(files("hub.qr").joinpath("banks.toml").read_text("utf-8"))
    banks = tuple(Bank(bin_, short, name) for bin_, short, name in document["banks"])
    return BankTable(document["made_on"], document["source"], banks)
