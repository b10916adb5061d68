"""Bulletins that people made: which of them are the newest."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Source
from hub.store.database import Database


def newest_approved(
    conn: Database, most: int, besides: Collection[ProgrammeId] = ()
) -> tuple[ProgrammeId, ...]:
    """The approved programmes with a sound of their own that came last, the newest first.

    Args:
        conn: The store.
        most: So many at most.
        besides: What is no bulletin: chimes, the tone of a test.
    """
    found = (
        ProgrammeId(row[0])
        for row in conn.each(
            "SELECT id FROM programme WHERE approver <> '' AND source = ? ORDER BY rowid DESC",
            (Source.FILE,),
        )
    )
    return tuple(islice((one for one in found if one not in besides), most))
