"""Programmes as rows of the store: read one by one, so that one that is damaged hides no other."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Final

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.left_out import Unread, described
from hub.domain.programme import Programme, Source
from hub.store.database import Database, Row
from hub.store.rereading import Rereading

MOST_FRAMES: Final = 1 << 36
"""Two weeks of sound: more is no length but a damaged number."""
RATES: Final = range(1, 768_001)

_PROGRAMME: Final = (
    "SELECT id, title, kind, level, source, media, frames, rate, sha256, author, approver,"
    " language, renditions FROM programme ORDER BY id"
)
_STREAMS: Final = "SELECT programme, address FROM programme_stream ORDER BY programme, place"


class ProgrammeReader:
    """Reads the programmes whenever the calendar has changed.

    Args:
        conn: The store.
    """

    def __init__(self, conn: Database) -> None:
        self._conn = conn
        self._rows = Rereading[Programme | Unread](_read)
        self.unread: tuple[Unread, ...] = ()
        """Rows of the last reading that are no programmes."""

    def programmes(self) -> dict[ProgrammeId, Programme]:
        """Every programme that can be read, by id."""
        streams: dict[object, tuple[object, ...]] = {}
        for name, address in self._conn.rows(_STREAMS):
            streams[name] = (*streams.get(name, ()), address)
        rows = ((*row, streams.get(row[0], ())) for row in self._conn.rows(_PROGRAMME))
        found = self._rows.values(rows)
        self.unread = tuple(one for one in found if isinstance(one, Unread))
        return {one.id: one for one in found if isinstance(one, Programme)}


def media_named(conn: Database) -> frozenset[str]:
    """Every file that a row names, also one of which no programme can be made: it is not swept."""
    rows = conn.rows("SELECT media FROM programme")
    return frozenset(media for (media,) in rows if isinstance(media, str))


def renditions_of(text: object) -> tuple[ProgrammeId, ...]:
    """What is played for a programme.

    Raises:
        TypeError, ValueError: The column holds no list of names.
    """
    found = json.loads(_text(text))
    if not isinstance(found, list):
        raise TypeError(f"renditions {found!r}"[:40])
    return tuple(ProgrammeId(_text(name)) for name in found)


def _read(row: Row) -> Programme | Unread:
    try:
        return _programme(row)
    except (TypeError, ValueError, RecursionError) as error:
        name = row[1] if isinstance(row[1], str) and row[1] else row[0]
        return Unread("incident.programme_left_out", str(name), described(error))


def _programme(row: Row) -> Programme:
    key, title, kind, level, source, media, frames, rate, sha256, author, approver = row[:11]
    language, renditions, streams = row[11:]
    return Programme(
        id=ProgrammeId(_text(key)),
        title=_text(title),
        kind=Kind(kind),
        level=Level(level),
        source=Source(source),
        media=_media(media),
        frames=_number(frames, range(MOST_FRAMES)),
        rate=_number(rate, RATES),
        sha256=_text(sha256),
        author=_text(author),
        approver=_text(approver),
        streams=tuple(address for address in streams if isinstance(address, str)),
        language=_text(language),
        renditions=renditions_of(renditions),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text: {value!r}"[:40])
    return value


def _media(value: object) -> str:
    """A path below the media folder; nothing else is ever opened."""
    path = PurePosixPath(_text(value))
    if path.is_absolute() or ".." in path.parts or "\0" in str(path):
        raise ValueError(f"no path of a medium: {value!r}"[:80])
    return str(value)


def _number(value: object, known: range) -> int:
    if not isinstance(value, int) or value not in known:
        raise ValueError(f"no number of samples: {value!r}"[:80])
    return value
