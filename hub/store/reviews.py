"""Reviews of emergencies: what was given stands in orders and log, here stands who looked at it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from hub.domain.facts import AsRun
from hub.domain.ids import CueId, OrderId
from hub.domain.review import Emergency, Review
from hub.store.asrun import logged, quoted
from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text
from hub.store.orders import order_of

_ROW: Final = "SELECT seq, at, sort, CAST(body AS BLOB), hash FROM asrun INDEXED BY asrun_emergency"
_HEARD: Final = (
    "sort = 'cue' AND CASE WHEN json_valid(body) THEN body ->> '$.kind' END = 'emergency'"
)
"""As the index asrun_emergency has it."""
_UNSIGNED: Final = "NOT EXISTS (SELECT 1 FROM emergency_review AS r WHERE r.cue = asrun.identity)"
_WAITS: Final = (
    "verb = 'play' AND kind = 'emergency'"
    " AND NOT EXISTS (SELECT 1 FROM asrun"
    " WHERE sort = 'cue' AND identity = json_quote('order:' || orders.id))"
)
"""Orders of emergencies without a row of the log: on air just now, or nobody knows."""
_UNSIGNED_ORDER: Final = (
    "NOT EXISTS (SELECT 1 FROM emergency_review AS r"
    " WHERE r.cue = json_quote('order:' || orders.id))"
)

COUNT: Final = (
    f"SELECT (SELECT count(*) FROM asrun INDEXED BY asrun_emergency WHERE {_HEARD} AND {_UNSIGNED})"  # noqa: S608  # our own words
    " + (SELECT count(*) FROM orders INDEXED BY orders_emergency"
    f" WHERE {_WAITS} AND {_UNSIGNED_ORDER})"
)
"""By the indexes alone: the first page asks it, whatever the length of the log."""


def count_unreviewed(conn: Database) -> int:
    """Emergencies that nobody but whoever gave them has looked at."""
    row = conn.row(COUNT)
    return int(row[0]) if row is not None else 0


def unreviewed(conn: Database) -> tuple[Emergency, ...]:
    """Those emergencies, the oldest first."""
    with conn.snapshot():
        rows = conn.rows(f"{_ROW} WHERE {_HEARD} AND {_UNSIGNED} ORDER BY seq")
        waits = conn.rows(
            f"SELECT id FROM orders WHERE {_WAITS} AND {_UNSIGNED_ORDER} ORDER BY seq"  # noqa: S608
        )
        found = [*_of_rows(rows), *(_of_order(conn, row[0]) for row in waits)]
    return tuple(sorted(found, key=lambda one: one.at))


def emergency_of(conn: Database, cue: CueId) -> Emergency | None:
    """One emergency, reviewed or not; None when there was none of this name."""
    with conn.snapshot():
        row = conn.row(f"{_ROW} WHERE {_HEARD} AND identity = ?", (quoted(cue),))
        found = next(_of_rows([row] if row is not None else []), None)
        if found is None and cue.startswith("order:"):
            waits = conn.row(
                f"SELECT id FROM orders WHERE {_WAITS} AND id = ?",  # noqa: S608
                (cue.removeprefix("order:"),),
            )
            found = _of_order(conn, waits[0]) if waits is not None else None
        if found is None:
            return None
        review = reviews_of(conn, [cue]).get(cue)
    return Emergency(found.cue, found.fact, found.seen, review)


def sign(conn: Database, emergency: Emergency, review: Review) -> bool:
    """Keep a signature; False when somebody was faster.

    Raises:
        StoreError: Whoever gave it signs it.
    """
    added = conn.run(
        "INSERT INTO emergency_review (cue, given_by, reviewer, at, remark, seen)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (cue) DO NOTHING",
        (
            quoted(emergency.cue),
            emergency.by,
            review.reviewer,
            to_text(review.at),
            review.remark,
            emergency.seen,
        ),
    )
    return added == 1


def reviews_of(conn: Database, cues: Iterable[CueId]) -> dict[CueId, Review]:
    """Who looked at these cues."""
    found: dict[CueId, Review] = {}
    for cue in cues:
        row = conn.row(
            "SELECT reviewer, at, remark FROM emergency_review WHERE cue = ?", (quoted(cue),)
        )
        if row is not None:
            found[cue] = Review(row[0], to_instant(row[1]), row[2])
    return found


def newest_reviews(conn: Database, most: int) -> tuple[Emergency, ...]:
    """Emergencies that were reviewed last, newest first."""
    rows = conn.rows("SELECT cue FROM emergency_review ORDER BY at DESC, cue LIMIT ?", (most,))
    found = (emergency_of(conn, CueId(json.loads(row[0]))) for row in rows)
    return tuple(one for one in found if one is not None)


def _of_rows(rows: Iterable[Row]) -> Iterator[Emergency]:
    for row in rows:
        kept = logged(row)
        if isinstance(kept.fact, AsRun):
            yield Emergency(kept.fact.cue, kept.fact, kept.hash)


def _of_order(conn: Database, identity: str) -> Emergency:
    found = order_of(conn, OrderId(identity))
    assert found is not None
    return Emergency(CueId(f"order:{identity}"), found, "")
