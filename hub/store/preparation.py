"""Jobs of media preparation: written by the `hub` service alone, shown to whoever asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from hub.store.database import Database, Row
from hub.store.facts_json import to_instant, to_text

QUEUED: Final = "queued"
DONE: Final = "done"
REFUSED: Final = "refused"
OVER: Final = frozenset({DONE, REFUSED})

SAMPLE: Final = "sample"
"""In a job's notes: who wants to hear it; such a job never becomes a bulletin."""
_JOB: Final = (
    "SELECT id, file, name, given_by, at, horn, state, progress, tries, result, sort, wish, about"
    " FROM preparation"
)


class Sort(StrEnum):
    """What a job is made from."""

    FILE = "file"
    """Something that a person brought."""
    SPEECH = "speech"
    """Something that a person typed."""


class Lane(StrEnum):
    """Which line a job stands in."""

    FILE = "file"
    SPEECH = "speech"
    URGENT = "urgent"
    """For an emergency, whatever it is made from."""


_IN_LANE: Final = {
    Lane.FILE: "sort = 'file' AND wish ->> '$.urgent' IS NOT 1",
    Lane.SPEECH: "sort = 'speech' AND wish ->> '$.urgent' IS NOT 1",
    Lane.URGENT: "wish ->> '$.urgent' IS 1",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One sound that is being prepared, or was.

    Attributes:
        id: Chosen by whoever asked.
        file: Its name in the upload folder; "" for speech.
        name: What the person calls it.
        by: Who asked.
        at: When, aware UTC.
        horn: Horn profile; None = as suits the sound.
        state: "queued", "measuring", "converting", "checking", "done" or "refused".
        progress: 0 to 1.
        tries: How often it was begun.
        result: What came of it: media and report, or key and values of the refusal.
        sort: What it is made from.
        wish: How: ``start_s`` and ``end_s`` of a cut; or ``text``, ``repeats`` and ``voice``;
            and ``urgent`` when it is for an emergency.
        about: Notes of whoever asked, for whoever asks later.
    """

    id: str
    file: str
    name: str
    by: str
    at: datetime
    horn: bool | None = None
    state: str = QUEUED
    progress: float = 0.0
    tries: int = 0
    result: Mapping[str, Any] | None = None
    sort: Sort = Sort.FILE
    wish: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Nothing more happens to it."""
        return self.state in OVER

    @property
    def lane(self) -> Lane:
        """Which line it stands in."""
        return Lane.URGENT if self.wish.get("urgent") is True else Lane(self.sort)


def add_job(conn: Database, job: Job) -> bool:
    """Store a job; False when one of this id is there already: it is the same.

    Raises:
        StoreBusyError: The disk cannot take it now.
    """
    horn = None if job.horn is None else int(job.horn)
    return bool(
        conn.run(
            "INSERT INTO preparation"
            " (id, file, name, given_by, at, horn, state, progress, tries, result,"
            " sort, wish, about)"
            " VALUES (?, ?, ?, ?, ?, ?, 'queued', 0, 0, '{}', ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (
                *(job.id, job.file, job.name, job.by, to_text(job.at), horn, job.sort),
                *(_json(job.wish), _json(job.about)),
            ),
        )
    )


def job_of(conn: Database, name: str) -> Job | None:
    """The job of this id."""
    row = conn.row(f"{_JOB} WHERE id = ?", (name,))
    return _job(row) if row is not None else None


def jobs(conn: Database, most: int) -> tuple[Job, ...]:
    """The newest jobs, newest first."""
    return tuple(_job(row) for row in conn.rows(f"{_JOB} ORDER BY seq DESC LIMIT ?", (most,)))


def next_job(conn: Database, lane: Lane) -> Job | None:
    """The oldest job of a line that is not over, begun or not; a power failure ends none."""
    row = conn.row(
        f"{_JOB} WHERE state NOT IN ('done', 'refused') AND {_IN_LANE[lane]} ORDER BY seq LIMIT 1"
    )
    return _job(row) if row is not None else None


def waiting(conn: Database) -> int:
    """How many jobs are not over."""
    row = conn.row("SELECT count(*) FROM preparation WHERE state NOT IN ('done', 'refused')")
    return int(row[0]) if row is not None else 0


def begin_job(conn: Database, name: str) -> None:
    """Count one more try; written before anything is tried, so that a crash is counted too."""
    conn.run(
        "UPDATE preparation SET state = 'queued', progress = 0, tries = tries + 1 WHERE id = ?",
        (name,),
    )


def move_job(conn: Database, name: str, state: str, progress: float) -> None:
    """Another stage has begun."""
    conn.run("UPDATE preparation SET state = ?, progress = ? WHERE id = ?", (state, progress, name))


def end_job(conn: Database, name: str, state: str, result: Mapping[str, object]) -> None:
    """It is over: done or refused, and what came of it."""
    conn.run(
        "UPDATE preparation SET state = ?, progress = 1, result = ? WHERE id = ?",
        (state, _json(result), name),
    )


def drop_job(conn: Database, name: str) -> bool:
    """Forget a job that is over; False when it is not over, or not there."""
    return bool(
        conn.run("DELETE FROM preparation WHERE id = ? AND state IN ('done', 'refused')", (name,))
    )


def forget_jobs(conn: Database, before: datetime) -> int:
    """Forget jobs that are over and older than `before`; how many."""
    return conn.run(
        "DELETE FROM preparation WHERE state IN ('done', 'refused') AND at < ?",
        (to_text(before),),
    )


def samples_before(conn: Database, before: datetime) -> tuple[Job, ...]:
    """Jobs that are over, older than `before`, and were only to be heard."""
    rows = conn.rows(
        f"{_JOB} WHERE state IN ('done', 'refused') AND at < ?"
        " AND json_extract(about, '$.' || ?) IS NOT NULL",
        (to_text(before), SAMPLE),
    )
    return tuple(map(_job, rows))


def media_of_jobs(conn: Database) -> frozenset[str]:
    """Prepared files that jobs tell of, relative to the media folder."""
    rows = conn.rows("SELECT json_extract(result, '$.taken.media') FROM preparation")
    return frozenset(str(row[0]) for row in rows if row[0] is not None)


def files_wanted(conn: Database) -> frozenset[str]:
    """Uploads that a job still needs."""
    rows = conn.rows("SELECT file FROM preparation WHERE state NOT IN ('done', 'refused')")
    return frozenset(str(row[0]) for row in rows)


def _job(row: Row) -> Job:
    name, file, shown, by, at, horn, state, progress, tries, result, sort, wish, about = row
    return Job(
        id=name,
        file=file,
        name=shown,
        by=by,
        at=to_instant(at),
        horn=None if horn is None else bool(horn),
        state=state,
        progress=progress,
        tries=tries,
        result=json.loads(result),
        sort=Sort(sort),
        wish=json.loads(wish),
        about=json.loads(about),
    )


def _json(document: Mapping[str, object]) -> str:
    return json.dumps(dict(document), ensure_ascii=False, default=str)
