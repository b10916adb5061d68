"""Local goods, accounts that people pay into, and meetings by video (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

ProductId = NewType("ProductId", str)
PaymentId = NewType("PaymentId", str)
MeetingId = NewType("MeetingId", str)


@dataclass(frozen=True, slots=True)
class Product:
    """Something the village sells.

    Attributes:
        id: Identity.
        name: What it is called.
        maker: Household or cooperative.
        text: A few sentences.
        stars: OCOP stars 3 to 5; 0 = none.
        trace: Link of its traceability code; empty = none.
        phone: Whom to call; empty = none.
        price: As the maker writes it; empty = ask.
        picture_sha256: Hash of its picture; empty = none.
    """

    id: ProductId
    name: str
    maker: str
    text: str = ""
    stars: int = 0
    trace: str = ""
    phone: str = ""
    price: str = ""
    picture_sha256: str = ""


@dataclass(frozen=True, slots=True)
class PaymentTarget:
    """An account, with what is to be paid and for what.

    Attributes:
        id: Identity.
        title: What people pay for.
        bank_bin: Six digits that name the bank.
        account: Account number, 1 to 19 letters and digits.
        holder: Name of the account as the bank shows it; people compare it before they pay.
        amount: Whole đồng; 0 = the payer types it.
        purpose: What stands in the transfer, without accents.
        ends: When collecting ends, aware UTC; None = open.
        approver: Who answers for this account; empty = nobody, and it is not shown.
    """

    id: PaymentId
    title: str
    bank_bin: str
    account: str
    holder: str
    amount: int = 0
    purpose: str = ""
    ends: datetime | None = None
    approver: str = ""

    def is_shown(self, now: datetime) -> bool:
        """True while somebody answers for it and it is not over."""
        return bool(self.approver) and (self.ends is None or now < self.ends)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting by video.

    Attributes:
        id: Identity.
        title: What it is about.
        starts: Aware UTC.
        ends: Aware UTC, after `starts`.
        link: https link.
        host: Who invites.
        sound: Programme of the station or sound input that brings its sound; empty = none.
    """

    id: MeetingId
    title: str
    starts: datetime
    ends: datetime
    link: str
    host: str = ""
    sound: str = ""
