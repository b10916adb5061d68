"""What is public about the hub's certificates: a file that the pages read; no key stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

LIMIT: Final = 64 * 1024
"""Bytes of the file; more is not ours."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A certificate that is shown to phones.

    Attributes:
        kind: "authority", "self-signed" or "supplied".
        names: Names it is good for.
        addresses: Addresses it is good for.
        starts: When it becomes good, aware UTC.
        ends: When it is no longer good, aware UTC.
        fingerprint: SHA-256, capital hexadecimal pairs with colons.
        issuer: Fingerprint of the hub's authority that signed it, or a name.
    """

    kind: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    starts: datetime
    ends: datetime
    fingerprint: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Authority:
    """The hub's own authority.

    Attributes:
        name: As phones list it.
        names: Names it may vouch for.
        ranges: Ranges of addresses it may vouch for.
        starts: When it becomes good, aware UTC.
        ends: When it is no longer good, aware UTC.
        fingerprint: As in `Leaf`.
    """

    name: str
    names: tuple[str, ...]
    ranges: tuple[str, ...]
    starts: datetime
    ends: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Told:
    """All of them; None = there is none."""

    authority: Authority | None = None
    serving: Leaf | None = None
    supplied: Leaf | None = None


def to_json(told: Told) -> bytes:
    """As it is written."""
    return json.dumps(asdict(told), default=str, ensure_ascii=False, indent=1).encode()


def read_told(path: Path) -> Told:
    """What the file says; nothing when it is not there or damaged (it is then made anew)."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LIMIT))
        return Told(
            _one(Authority, found["authority"]),
            _one(Leaf, found["serving"]),
            _one(Leaf, found["supplied"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Told()


def _one(sort: Any, found: Mapping[str, Any] | None) -> Any:
    if found is None:
        return None
    values: dict[str, Any] = dict(found)
    for name in ("starts", "ends"):
        values[name] = datetime.fromisoformat(values[name])
        if values[name].tzinfo is None:
            raise ValueError(name)
    for name in ("names", "addresses", "ranges"):
        if name in values:
            values[name] = tuple(map(str, values[name]))
    return sort(**values)
