"""Spans in which nobody knew the time: between the newest moment known and the next trusted one.

Whatever is dated within one was written down while the clock was lost: its date is the least it
can be, and the end of the span the most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.store.database import Database
from hub.store.facts_json import to_instant, to_text


@dataclass(frozen=True, slots=True)
class Doubt:
    """One span.

    Attributes:
        since: The newest moment that was known, aware UTC; it is not within.
        until: When the clock was trusted again; None = not yet.
    """

    since: datetime
    until: datetime | None = None

    def has(self, moment: datetime) -> bool:
        """Whether what bears this date was written down within."""
        return self.since < moment and (self.until is None or moment < self.until)


def doubt(conn: Database, since: datetime) -> None:
    """Nobody knows the time; a span that is open goes on.

    Args:
        conn: ``content.db``.
        since: Before the first date that is written within, aware UTC.
    """
    conn.run(
        "INSERT INTO doubt (since, until) SELECT ?, NULL"
        " WHERE NOT EXISTS (SELECT 1 FROM doubt WHERE until IS NULL) ON CONFLICT DO NOTHING",
        (to_text(since),),
    )


def open_doubt(conn: Database) -> Doubt | None:
    """The span that is open."""
    row = conn.row("SELECT since FROM doubt WHERE until IS NULL")
    return None if row is None else Doubt(to_instant(row[0]))


def end_doubt(conn: Database, until: datetime) -> None:
    """The clock is trusted again."""
    conn.run("UPDATE doubt SET until = ? WHERE until IS NULL", (to_text(until),))


def doubts(conn: Database) -> tuple[Doubt, ...]:
    """Every span, the oldest first."""
    found = conn.rows("SELECT since, until FROM doubt ORDER BY since")
    return tuple(Doubt(to_instant(row[0]), row[1] and to_instant(row[1])) for row in found)


def newest_cue_before(conn: Database, moment: datetime) -> datetime | None:
    """When the latest cue was planned of those before a moment; None = there is none.

    Args:
        conn: ``hub.db``: the as-run log keeps the dates that it was given.
        moment: Aware UTC.
    """
    row = conn.row(
        "SELECT max(moment) FROM asrun WHERE sort = 'cue' AND moment < ?", (to_text(moment),)
    )
    return None if row is None or row[0] is None else to_instant(row[0])


def newest_told(conn: Database) -> datetime | None:
    """When somebody rated, told or entered something last; None = never."""
    row = conn.row(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM rating"
        " UNION ALL SELECT max(changed) FROM feedback UNION ALL SELECT max(changed) FROM card)"
    )
    return None if row is None or not row[0] else to_instant(row[0])
