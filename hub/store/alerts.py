"""Warnings that came from the commune, and when it was last heard."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text

MOST_BYTES: Final = 64_000
MOST_ALERTS: Final = 2_000


def put_alert(conn: Database, alert: Alert, at: datetime) -> None:
    """Keep a message; the same name again is the same message and changes nothing.

    Args:
        conn: ``content.db``.
        alert: What was said.
        at: When it came, aware UTC.

    Raises:
        RefusedError: ``alert.too_long`` or ``alert.level``.
    """
    document = json.dumps(_document(alert), ensure_ascii=False)
    if len(document.encode()) > MOST_BYTES:
        raise RefusedError("alert.too_long", most=MOST_BYTES // 1000)
    if not 0 <= alert.level <= 5:
        raise RefusedError("alert.level", value=alert.level)
    with conn.transaction():
        conn.run(
            "INSERT INTO alert (sender, identifier, sent, document, expires, received)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                alert.ref.sender,
                alert.ref.identifier,
                to_text(alert.ref.sent),
                document,
                to_text(alert.expires),
                to_text(at),
            ),
        )
        conn.run(
            "DELETE FROM alert WHERE (sender, identifier, sent) NOT IN"
            " (SELECT sender, identifier, sent FROM alert ORDER BY expires DESC LIMIT ?)",
            (MOST_ALERTS,),
        )


def alerts(conn: Database, now: datetime) -> tuple[Alert, ...]:
    """Messages that have not expired; what ends others is among them until it expires too."""
    found = conn.rows("SELECT document FROM alert WHERE expires > ?", (to_text(now),))
    return tuple(_alert(json.loads(row[0])) for row in found)


def hear_commune(conn: Database, at: datetime) -> None:
    """The commune's server answered."""
    conn.run(
        "INSERT INTO commune_word (id, at) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET at = excluded.at",
        (to_text(at),),
    )


def commune_heard(conn: Database) -> datetime | None:
    """When the commune's server answered last; None = never."""
    row = conn.row("SELECT at FROM commune_word WHERE id = 1")
    return None if row is None else to_instant(row[0])


def newest_word(conn: Database) -> datetime | None:
    """The newest moment at which a warning, a notice or the commune's word came; None = never."""
    row = conn.row(
        "SELECT max(at) FROM (SELECT max(received) AS at FROM alert"
        " UNION ALL SELECT max(entered) FROM notice UNION ALL SELECT at FROM commune_word)"
    )
    return None if row is None or row[0] is None else to_instant(row[0])


def _document(alert: Alert) -> dict[str, object]:
    return {
        "ref": _ref_text(alert.ref),
        "status": alert.status,
        "type": alert.type,
        "event": alert.event,
        "headline": alert.headline,
        "description": alert.description,
        "instruction": alert.instruction,
        "areas": alert.areas,
        "effective": to_text(alert.effective),
        "expires": to_text(alert.expires),
        "level": alert.level,
        "references": [_ref_text(ref) for ref in alert.references],
        "source": alert.source,
        "language": alert.language,
    }


def _alert(document: dict[str, object]) -> Alert:
    told = {key: str(document[key]) for key in ("event", "headline", "description", "instruction")}
    listed = {key: document[key] for key in ("areas", "references")}
    areas, references = listed["areas"], listed["references"]
    assert isinstance(areas, list)
    assert isinstance(references, list)
    return Alert(
        ref=_ref(document["ref"]),
        status=AlertStatus(str(document["status"])),
        type=AlertType(str(document["type"])),
        effective=to_instant(str(document["effective"])),
        expires=to_instant(str(document["expires"])),
        areas=tuple(map(str, areas)),
        level=int(str(document["level"])),
        references=tuple(_ref(one) for one in references),
        source=str(document["source"]),
        language=str(document["language"]),
        **told,
    )


def _ref_text(ref: AlertRef) -> list[str]:
    return [ref.sender, ref.identifier, to_text(ref.sent)]


def _ref(value: object) -> AlertRef:
    assert isinstance(value, list)
    sender, identifier, sent = value
    return AlertRef(sender, identifier, to_instant(sent))
