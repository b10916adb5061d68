"""The lexicon, the words of prepared files, and the usual voice: what speech needs to know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from hub.domain.lexicon import Respelling, Scope, Sort
from hub.domain.spoken import Spoken
from hub.errors import RefusedError
from hub.store.database import Database, Row

MOST_ENTRIES = 5_000
"""A commune has some dozens of names that are read wrongly."""


def lexicon(conn: Database) -> tuple[Respelling, ...]:
    """Every entry: the commune's before the village's, so that the village's come last."""
    return tuple(
        _respelling(row)
        for row in conn.rows(
            "SELECT sort, scope, written, context, reading FROM lexicon"
            " ORDER BY scope, sort, written, context"
        )
    )


def put_respelling(conn: Database, entry: Respelling) -> None:
    """Store an entry in the place of the one with its sort, scope, word and context.

    Raises:
        RefusedError: ``lexicon.full``.
    """
    with conn.transaction():
        conn.run(
            "INSERT INTO lexicon (sort, scope, written, context, reading) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sort, scope, written, context) DO UPDATE"
            " SET reading = excluded.reading",
            (entry.sort, entry.scope, entry.written, _context(entry), entry.reading),
        )
        row = conn.row("SELECT count(*) FROM lexicon")
        if row is not None and row[0] > MOST_ENTRIES:
            raise RefusedError("lexicon.full", most=MOST_ENTRIES)
        _touch(conn)


def remove_respelling(conn: Database, scope: Scope, written: Iterable[str]) -> int:
    """Remove the entries of a scope that are written so, in every context; how many there were."""
    removed = 0
    with conn.transaction():
        for one in written:
            removed += conn.run("DELETE FROM lexicon WHERE scope = ? AND written = ?", (scope, one))
        if removed:
            _touch(conn)
    return removed


def lexicon_revision(conn: Database) -> int:
    """How often the lexicon was changed."""
    row = conn.row("SELECT value FROM lexicon_revision")
    return int(row[0]) if row is not None else 0


def put_spoken(conn: Database, sha256: str, spoken: Spoken) -> None:
    """Keep what a prepared file says."""
    conn.run(
        "INSERT INTO spoken (sha256, written, said, voice, speed, lexicon)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
        " written = excluded.written, said = excluded.said, voice = excluded.voice,"
        " speed = excluded.speed, lexicon = excluded.lexicon",
        (sha256, spoken.written, spoken.said, spoken.voice, spoken.speed, spoken.lexicon),
    )


def spoken_in(conn: Database, sha256: Iterable[str]) -> dict[str, Spoken]:
    """What prepared files say, by their hash; files that were recorded are not among them."""
    found = {}
    for digest in sha256:
        row = conn.row(
            "SELECT written, said, voice, speed, lexicon FROM spoken WHERE sha256 = ?", (digest,)
        )
        if row is not None:
            found[digest] = Spoken(*row)
    return found


def usual_voice(conn: Database) -> str | None:
    """The voice that is used when none is named, if somebody chose one."""
    row = conn.row("SELECT voice FROM speech_setting WHERE id = 1")
    return str(row[0]) if row is not None else None


def put_usual_voice(conn: Database, voice: str) -> None:
    """Choose the voice that is used when none is named."""
    conn.run(
        "INSERT INTO speech_setting (id, voice) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET voice = excluded.voice",
        (voice,),
    )


def usual_manner(conn: Database) -> dict[str, float]:
    """How the usual voice speaks, as far as somebody chose it: speed and pauses by name."""
    row = conn.row("SELECT manner FROM speech_setting WHERE id = 1")
    return {str(name): float(value) for name, value in json.loads(row[0]).items()} if row else {}


def put_usual_speech(conn: Database, voice: str, manner: Mapping[str, float]) -> None:
    """Choose the voice that is used when none is named, and how it speaks."""
    conn.run(
        "INSERT INTO speech_setting (id, voice, manner) VALUES (1, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET voice = excluded.voice, manner = excluded.manner",
        (voice, json.dumps(dict(manner), sort_keys=True)),
    )


def _touch(conn: Database) -> None:
    conn.run("UPDATE lexicon_revision SET value = value + 1 WHERE id = 1")


def _context(entry: Respelling) -> str:
    context = {"after": entry.after, "before": entry.before}
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _respelling(row: Row) -> Respelling:
    sort, scope, written, context, reading = row
    words = json.loads(context)
    return Respelling(
        Sort(sort),
        Scope(scope),
        written,
        reading,
        tuple(words.get("after", ())),
        tuple(words.get("before", ())),
    )
