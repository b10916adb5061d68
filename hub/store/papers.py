"""Pictures and documents that people brought for the screen: named by their hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from hub.store.catalogue import stored_catalogue
from hub.store.database import Database, Row
from hub.store.facts_json import to_text

QUEUED: Final = "queued"
DONE: Final = "done"
REFUSED: Final = "refused"
_COLUMNS: Final = "id, file, name, state, tries, kind, pages, problem"

_SHOWN: Final = (
    "SELECT attachments FROM notice WHERE removed_at IS NULL UNION ALL SELECT document FROM card"
)
"""Whatever may name a paper; a name that only looks like one keeps it, which harms nobody."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file.

    Attributes:
        id: SHA-256 of what was brought, hexadecimal.
        file: Its name in the upload folder while it waits.
        name: What people call it.
        state: "queued", "done" or "refused".
        tries: How often it was begun.
        kind: "application/pdf" or "image/jpeg"; empty until it is done.
        pages: Pictures of it.
        problem: Key and values of why it was refused.
    """

    id: str
    file: str
    name: str
    state: str = QUEUED
    tries: int = 0
    kind: str = ""
    pages: int = 0
    problem: Mapping[str, str] = field(default_factory=dict)


def add_paper(conn: Database, paper: Paper, at: datetime) -> None:
    """Take one; one that was refused is tried again, one that is done stays as it is."""
    conn.run(
        f"INSERT INTO paper ({_COLUMNS}, at, sha256) VALUES (?, ?, ?, ?, 0, ?, ?, '{{}}', ?, ?)"  # noqa: S608 - our own list of columns
        " ON CONFLICT (id) DO UPDATE SET file = excluded.file, name = excluded.name,"
        " state = excluded.state, kind = excluded.kind, pages = excluded.pages, tries = 0"
        " WHERE paper.state != 'done' OR excluded.state = 'done'",
        (
            paper.id,
            paper.file,
            paper.name,
            paper.state,
            paper.kind,
            paper.pages,
            to_text(at),
            paper.id,
        ),
    )


def next_paper(conn: Database) -> Paper | None:
    """The one that waits longest."""
    row = conn.row(f"SELECT {_COLUMNS} FROM paper WHERE state = 'queued' ORDER BY at, id LIMIT 1")  # noqa: S608 - our own list of columns
    return None if row is None else _paper(row)


def begin_paper(conn: Database, identity: str) -> None:
    """It is begun."""
    conn.run("UPDATE paper SET tries = tries + 1 WHERE id = ?", (identity,))


def end_paper(conn: Database, identity: str, kind: str, pages: int) -> None:
    """It can be shown."""
    conn.run(
        "UPDATE paper SET state = 'done', kind = ?, pages = ? WHERE id = ?", (kind, pages, identity)
    )


def refuse_paper(conn: Database, identity: str, key: str, values: Mapping[str, str]) -> None:
    """It cannot be shown."""
    problem = json.dumps({"key": key, **values}, ensure_ascii=False)
    conn.run("UPDATE paper SET state = 'refused', problem = ? WHERE id = ?", (problem, identity))


def papers(conn: Database, ids: Iterable[str]) -> dict[str, Paper]:
    """Some of them, by id."""
    wanted = tuple(ids)
    marks = ",".join("?" * len(wanted))
    found = conn.rows(f"SELECT {_COLUMNS} FROM paper WHERE id IN ({marks})", wanted)  # noqa: S608 - our own list of columns
    return {paper.id: paper for paper in map(_paper, found)}


def papers_known(conn: Database) -> frozenset[str]:
    """The ids of all of them."""
    return frozenset(str(row[0]) for row in conn.rows("SELECT id FROM paper"))


def papers_waiting(conn: Database) -> frozenset[str]:
    """Files of the upload folder that are still to be drawn."""
    rows = conn.rows("SELECT file FROM paper WHERE state = 'queued'")
    return frozenset(str(row[0]) for row in rows)


def unneeded_papers(conn: Database, before: datetime) -> tuple[str, ...]:
    """Papers that were brought on a page before an instant and that nothing shows any more.

    What the commune brought with its catalogue (it has no file of the upload folder) stays,
    as does whatever a catalogue names.
    """
    found = conn.rows(
        "SELECT id, name FROM paper WHERE file != '' AND state != 'queued' AND at < ? ORDER BY id",
        (to_text(before),),
    )
    told = [str(row[0]) for row in conn.rows(_SHOWN)]
    catalogue = stored_catalogue(conn)
    needed = "\n".join([*told, catalogue.document.decode(errors="replace") if catalogue else ""])
    return tuple(one for one, name in found if one not in needed and name not in needed)


def forget_paper(conn: Database, identity: str, before: datetime) -> bool:
    """Forget one of `unneeded_papers`; False when it is needed again."""
    with conn.transaction():
        if identity not in unneeded_papers(conn, before):
            return False
        return conn.run("DELETE FROM paper WHERE id = ?", (identity,)) > 0


def paper_named(conn: Database, name: str) -> Paper | None:
    """The newest one of a name that can be shown."""
    row = conn.row(
        f"SELECT {_COLUMNS} FROM paper WHERE name = ? AND state = 'done'"  # noqa: S608 - our own list of columns
        " ORDER BY at DESC LIMIT 1",
        (name,),
    )
    return None if row is None else _paper(row)


def _paper(row: Row) -> Paper:
    identity, file, name, state, tries, kind, pages, problem = row
    return Paper(identity, file, name, state, tries, kind, pages, json.loads(problem))
