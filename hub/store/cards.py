"""Helpers, places, goods, accounts, meetings, access points, papers, procedures: as cards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any, Final, TypeVar

from hub.domain.document import Document
from hub.domain.entry import Audience, EntryKind
from hub.domain.goods import Meeting, PaymentTarget, Product
from hub.domain.helper import Helper, Opening, Place
from hub.domain.village_procedure import VillageProcedure
from hub.domain.wifi_point import WifiPoint
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text

Card = Helper | Place | Product | PaymentTarget | Meeting | WifiPoint | Document | VillageProcedure
C = TypeVar(
    "C", Helper, Place, Product, PaymentTarget, Meeting, WifiPoint, Document, VillageProcedure
)

KINDS: Final[Mapping[type[Card], str]] = {
    Helper: "helper",
    Place: "place",
    Product: "product",
    PaymentTarget: "payment",
    Meeting: "meeting",
    WifiPoint: "wifi",
    Document: "document",
    VillageProcedure: "procedure",
}
MOST_CARDS: Final = 500
"""Of one kind."""
MOST_BYTES: Final = 20_000
"""Of one card."""


def put_card(conn: Database, card: Card, at: datetime, position: int = 0) -> None:
    """Enter a card, or correct the one of its kind and identity.

    Args:
        conn: ``content.db``.
        card: What is shown.
        at: Now, aware UTC.
        position: Where it stands among its kind; equals stand by identity.

    Raises:
        RefusedError: ``card.full`` or ``card.too_big``.
    """
    kind = KINDS[type(card)]
    document = json.dumps(asdict(card), ensure_ascii=False, default=_plain)
    if len(document.encode()) > MOST_BYTES:
        raise RefusedError("card.too_big", most=MOST_BYTES // 1000)
    with conn.transaction():
        conn.run(
            "INSERT INTO card (kind, id, position, document, changed) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET position = excluded.position,"
            " document = excluded.document, changed = excluded.changed",
            (kind, card.id, position, document, to_text(at)),
        )
        row = conn.row("SELECT count(*) FROM card WHERE kind = ?", (kind,))
        if row is not None and row[0] > MOST_CARDS:
            raise RefusedError("card.full", most=MOST_CARDS)


def remove_card(conn: Database, kind: type[Card], identity: str) -> bool:
    """Take a card away; whether it was there."""
    return conn.run("DELETE FROM card WHERE kind = ? AND id = ?", (KINDS[kind], identity)) > 0


def cards(conn: Database, kind: type[C]) -> tuple[C, ...]:
    """Every card of a kind, in order."""
    found = conn.rows(
        "SELECT document FROM card WHERE kind = ? ORDER BY position, id", (KINDS[kind],)
    )
    return tuple(_card(kind, json.loads(row[0])) for row in found)


def cards_changed(conn: Database, kind: type[Card]) -> datetime | None:
    """When the newest card of a kind was entered or corrected; None = nobody wrote it down."""
    row = conn.row("SELECT max(changed) FROM card WHERE kind = ?", (KINDS[kind],))
    return to_instant(row[0]) if row and row[0] else None


def cards_mark(conn: Database, kind: type[Card]) -> str:
    """A text that changes with the cards of a kind: cheaper to ask for than all of them."""
    rows = conn.rows("SELECT changed FROM card WHERE kind = ? ORDER BY id", (KINDS[kind],))
    return " ".join(str(row[0]) for row in rows)  # not the newest: a clock may be set back


def _card(kind: type[C], values: dict[str, Any]) -> C:
    """Fields that a newer program added are left out, those it lacks have their defaults."""
    known = {
        name: _READERS.get(name, _same)(value)
        for name, value in values.items()
        if name in kind.__dataclass_fields__
    }
    return kind(**known)


def _same(value: Any) -> Any:
    return value


def _openings(values: list[dict[str, Any]]) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            int(one["weekday"]),
            time.fromisoformat(one["opens"]),
            time.fromisoformat(one["closes"]),
        )
        for one in values
    )


def _moment(value: str | None) -> datetime | None:
    return to_instant(value) if value else None


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "openings": _openings,
    "languages": tuple,
    "topics": tuple,
    "papers": tuple,
    "words": tuple,
    "starts": _moment,
    "ends": _moment,
    "entered": _moment,
    "kind": EntryKind,
    "audience": Audience,
}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
