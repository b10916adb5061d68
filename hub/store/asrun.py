"""The as-run log: appended, never changed, chained by hash; and what is on air just now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hub.domain.facts import AsRun, Fact, Incident, Logged
from hub.domain.ids import CueId
from hub.domain.left_out import Unread, described
from hub.domain.order import Order
from hub.domain.timeline import Reason
from hub.store.database import Database, Row
from hub.store.facts_json import Sort, dump, load, sort_of, to_instant, to_text
from hub.store.hashing import sha256

GENESIS: Final = "0" * 64
"""What stands where the first row would name the one before it."""

_ROW: Final = "SELECT seq, at, sort, CAST(body AS BLOB), hash FROM asrun"
_MOST_ROWS: Final = 1 << 53
"""Nobody ever writes so many: such a number is damaged."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a fact stands.

    Attributes:
        seq: Number of its row.
        is_new: False when the log had it already.
    """

    seq: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class OnAir:
    """A cue that is on air, or was when the playout ended.

    Attributes:
        cue: Identity.
        since: Its first sample, aware UTC.
        body: JSON of what is needed to log it.
        interruptions: Times it was broken off and taken up again.
    """

    cue: CueId
    since: datetime
    body: str
    interruptions: int


@dataclass(frozen=True, slots=True)
class _Head:
    """The end of the chain."""

    count: int
    hash: str
    newest: str


def append(conn: Database, fact: Fact, at: datetime) -> Appended:
    """Append one fact; a cue, an order, an incident that the log has is not appended again.

    A cue is not on air any more afterwards, in the same transaction.

    Args:
        conn: The store.
        fact: What happened.
        at: When this is written, aware.

    Raises:
        StoreBusyError: The disk cannot take it now: keep the fact and try again.
    """
    return append_many(conn, [(fact, at)])[0]


def append_many(conn: Database, facts: Iterable[tuple[Fact, datetime]]) -> tuple[Appended, ...]:
    """Append facts, each with the instant it is written at, all or none; see `append`."""
    with conn.transaction():
        return tuple(_append(conn, fact, at) for fact, at in facts)


def _append(conn: Database, fact: Fact, at: datetime) -> Appended:
    sort, body, when = sort_of(fact), dump(fact), to_text(at)
    if isinstance(fact, AsRun):
        forget_on_air(conn, fact.cue)
    there = _seq_of(conn, sort, _identity(fact, body))
    if there is not None:
        return Appended(there, is_new=False)
    head = _head(conn)
    seq = head.count + 1
    digest = chain_hash(head.hash, seq, when, sort, body)
    conn.run(
        "INSERT INTO asrun (seq, at, sort, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (seq, when, sort, body, head.hash, digest),
    )
    conn.run(
        "INSERT INTO asrun_head (one, count, hash, newest) VALUES (1, ?, ?, ?)"
        " ON CONFLICT (one) DO UPDATE SET count = excluded.count, hash = excluded.hash,"
        " newest = excluded.newest",
        (seq, digest, max(head.newest, when)),
    )
    return Appended(seq, is_new=True)


def chain_hash(prev_hash: str, seq: int, at: str, sort: str, body: str) -> str:
    """The link of a row: SHA-256 of the five, parted by line feeds, in hexadecimal."""
    return sha256(f"{prev_hash}\n{seq}\n{at}\n{sort}\n{body}".encode()).hexdigest()


def has_cue(conn: Database, cue: CueId) -> bool:
    """True when the log has the row of this cue."""
    return _seq_of(conn, Sort.CUE, quoted(cue)) is not None


def done_cues(conn: Database, first: datetime, last: datetime) -> frozenset[CueId]:
    """Cues planned in [first, last) that have their row."""
    found = conn.rows(
        "SELECT identity FROM asrun INDEXED BY asrun_moment"
        " WHERE sort = 'cue' AND moment >= ? AND moment < ?",
        (to_text(first), to_text(last)),
    )
    return frozenset(cue for row in found if (cue := _cue_of(row[0])) is not None)


def rows(conn: Database, first: datetime, last: datetime) -> tuple[Logged, ...]:
    """Cues planned, and orders and incidents that came, in [first, last), as written.

    A row that cannot be read is there as an incident that says so.
    """
    found = conn.rows(
        f"{_ROW} WHERE moment >= ? AND moment < ? ORDER BY seq", (to_text(first), to_text(last))
    )
    return tuple(logged(row) for row in found)


def rows_after(
    conn: Database, seq: int, most: int, window: tuple[datetime, datetime] | None = None
) -> tuple[Logged, ...]:
    """At most so many rows after a number, as written; with a window only those of `rows`."""
    first, last_ = map(to_text, window) if window is not None else ("", "\uffff")
    question = f"{_ROW} WHERE seq > ? AND moment >= ? AND moment < ? ORDER BY seq LIMIT ?"
    return tuple(map(logged, conn.rows(question, (seq, first, last_, most))))


def last(conn: Database) -> Logged | None:
    """The newest row."""
    row = conn.row(f"{_ROW} ORDER BY seq DESC LIMIT 1")
    return logged(row) if row else None


def newest(conn: Database, sort: Sort, most: int) -> tuple[Logged, ...]:
    """At most so many of the last rows of one sort, newest first."""
    found = conn.rows(f"{_ROW} WHERE sort = ? ORDER BY seq DESC LIMIT ?", (sort, most))
    return tuple(map(logged, found))


def newest_instant(
    conn: Database, told: Callable[[Unread], None] = lambda _: None
) -> datetime | None:
    """The latest instant ever written: a clock that shows an earlier one is wrong.

    Args:
        conn: The store.
        told: Hears when the end of the log is damaged and its last rows were asked instead.
    """
    row = conn.row("SELECT newest FROM asrun_head")
    if row is None:
        return None
    stamps = [one[0] for one in conn.rows("SELECT at FROM asrun ORDER BY seq DESC LIMIT 100")]
    try:
        found = to_instant(row[0])
    except (TypeError, ValueError) as error:
        told(Unread("incident.log_end_unread", "asrun_head", described(error)))
        return max(_readable(stamps), default=None)
    if row[0] in stamps or conn.row("SELECT 1 FROM asrun WHERE at = ?", row) is not None:
        return found
    told(Unread("incident.log_end_unread", "asrun_head", f"{row[0]!r}"))
    return max(_readable(stamps), default=None)


def _readable(stamps: Iterable[object]) -> Iterator[datetime]:
    for stamp in stamps:
        with suppress(TypeError, ValueError):
            yield to_instant(stamp)  # type: ignore[arg-type]  # whatever it is


def mark_on_air(
    conn: Database, cue_id: CueId, since: datetime, body: str, interruptions: int
) -> None:
    """Remember that a cue is on air; nothing when the log has its row already."""
    with conn.transaction():
        if has_cue(conn, cue_id):
            return
        conn.run(
            "INSERT INTO on_air (cue, since, body, interruptions) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (cue) DO UPDATE SET since = excluded.since, body = excluded.body,"
            " interruptions = excluded.interruptions",
            (quoted(cue_id), to_text(since), body, interruptions),
        )


def forget_on_air(conn: Database, cue_id: CueId) -> None:
    """A cue is not on air and will not be logged by what was remembered of it."""
    conn.run("DELETE FROM on_air WHERE cue = ?", (quoted(cue_id),))


def on_air(conn: Database, told: Callable[[Unread], None] = lambda _: None) -> tuple[OnAir, ...]:
    """What is on air, or was when the playout ended; oldest first.

    Args:
        conn: The store.
        told: Hears of each row that cannot be read.
    """
    found = []
    for row in conn.rows("SELECT cue, since, body, interruptions FROM on_air ORDER BY since, cue"):
        cue = _cue_of(row[0])
        try:
            since = to_instant(row[1])
        except (TypeError, ValueError):
            since = None
        if cue is None or since is None or not isinstance(row[3], int):
            told(Unread("incident.on_air_left_out", str(cue or row[0]), f"{row[1]!r}, {row[3]!r}"))
        else:
            found.append(OnAir(cue, since, row[2], row[3]))
    return tuple(found)


def logged(row: Row) -> Logged:
    """The row of a question for seq, at, sort, body and hash."""
    seq, at, sort, body, digest = row
    try:
        return Logged(seq, to_instant(at), load(Sort(sort), body.decode()), digest)
    except (ValueError, TypeError, AttributeError):
        incident = Incident(_EPOCH, Reason.of("log.unreadable_row", seq=seq))
        return Logged(seq, _EPOCH, incident, digest)


def _head(conn: Database) -> _Head:
    """The end of the chain; after the last number ever used when rows were cut off.

    One that is damaged is taken from the last row: the log goes on.
    """
    row = conn.row("SELECT count, hash, newest FROM asrun_head")
    if row is not None and not _is_head(*row):
        row = conn.row("SELECT seq, hash, at FROM asrun ORDER BY seq DESC LIMIT 1")
    head = _Head(*row) if row and _is_head(*row) else _Head(0, GENESIS, "")
    used = conn.row("SELECT seq FROM sqlite_sequence WHERE name = 'asrun'")
    is_used = used is not None and isinstance(used[0], int) and used[0] <= _MOST_ROWS
    return _Head(max(head.count, used[0] if used and is_used else 0), head.hash, head.newest)


def _is_head(count: object, digest: object, newest: object) -> bool:
    """Whether these can be the end of a chain."""
    is_hash = isinstance(digest, str) and len(digest) == len(GENESIS)
    is_count = isinstance(count, int) and 0 <= count <= _MOST_ROWS
    return is_hash and is_count and any(True for _ in _readable([newest]))


def _cue_of(identity: object) -> CueId | None:
    """The cue of a canonical text; None when it is none."""
    try:
        found = json.loads(identity)  # type: ignore[arg-type]  # whatever it is
    except (TypeError, ValueError, RecursionError):
        return None
    return CueId(found) if isinstance(found, str) else None


def _seq_of(conn: Database, sort: Sort, identity: str) -> int | None:
    row = conn.row("SELECT seq FROM asrun WHERE sort = ? AND identity = ?", (sort, identity))
    return int(row[0]) if row else None


def _identity(fact: Fact, body: str) -> str:
    match fact:
        case AsRun():
            return quoted(fact.cue)
        case Order():
            return quoted(fact.id)
        case Incident():
            return body


def quoted(text: str) -> str:
    """A text as it stands in the canonical body."""
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
