"""One week as a table for Excel: a row a cue with every field, safe to open."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hub.domain.facts import AsRun, Logged
from hub.logbook.book import Book
from hub.logbook.wording import Wording

BOM: Final = "\ufeff"
"""Tells Excel that the letters are UTF-8."""

COLUMNS: Final = (
    "seq",
    "written",
    "cue",
    "slot",
    "order",
    "title",
    "kind",
    "level",
    "author",
    "approver",
    "zones",
    "volume_db",
    "planned_start",
    "planned_end",
    "started",
    "ended",
    "outcome",
    "because",
    "estimated",
    "frames_planned",
    "frames_played",
    "rate",
    "level_dbfs",
    "peak_dbfs",
    "xruns",
    "dead_air_s",
    "interruptions",
    "current_a",
    "media",
    "sent_db",
    "hash",
    "said",
    "reviewer",
    "reviewed_at",
    "remark",
    "length_s",
    "times_planned",
    "times_heard",
)
"""Names of the columns in the catalogue."""

_BEGINS_FORMULA: Final = (*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What Excel and LibreOffice take for the beginning of a formula, wide forms included."""

Cell = str | int | float | None


def sheet(book: Book, language: str) -> str:
    """The whole file, the mark of UTF-8 included.

    Args:
        book: The week.
        language: "vi" or "en", of the headings and words.
    """
    words = Wording(language, book.tz, book.zone_names)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(words.say(f"logbook.sheet.{name}") for name in COLUMNS)
    for row, cue in book.cues:
        writer.writerow(safe(cell) for cell in _cells(row, cue, book, words))
    return BOM + out.getvalue()


def safe(cell: Cell) -> Cell:
    """A text that would be taken for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_BEGINS_FORMULA):
        return "'" + cell
    return cell


def _cells(row: Logged, cue: AsRun, book: Book, words: Wording) -> tuple[Cell, ...]:
    tz = book.tz
    said = (book.spoken[digest].said for _, digest in cue.files if digest in book.spoken)
    return (
        row.seq,
        _local(row.at, tz),
        cue.cue,
        cue.slot,
        cue.order,
        cue.title,
        words.say(f"logbook.kind.{cue.kind}"),
        words.say(f"logbook.source_level.{cue.level}"),
        cue.author,
        cue.approver,
        words.zones(cue.zones),
        cue.volume_db,
        *(_local(at, tz) for at in (cue.planned_start, cue.planned_end, cue.started, cue.ended)),
        words.say(f"logbook.outcome.{cue.outcome}"),
        words.reason(cue.because) if cue.because is not None else None,
        words.say("logbook.sheet.yes" if cue.estimated else "logbook.sheet.no"),
        cue.frames_planned,
        cue.frames_played,
        cue.rate,
        cue.level_dbfs,
        cue.peak_dbfs,
        cue.xruns,
        cue.dead_air_s,
        cue.interruptions,
        "; ".join(f"{words.zones([zone])}: {amperes:g}" for zone, amperes in cue.current_a),
        "; ".join(f"{name} {digest}" for name, digest in cue.files),
        "; ".join(f"{words.zones([zone])}: {gain_db:g}" for zone, gain_db in cue.sent_db),
        row.hash,
        "\n".join(said),
        *_review(cue, book, words),
        *_length(cue, book),
    )


def _review(cue: AsRun, book: Book, words: Wording) -> tuple[Cell, Cell, Cell]:
    """Who looked at an emergency afterwards, when, and what they say."""
    review = book.reviews.get(cue.cue)
    if review is None:
        return words.review(cue, None) or None, None, None
    return review.reviewer, _local(review.at, book.tz), review.remark


def _length(cue: AsRun, book: Book) -> tuple[Cell, Cell, Cell]:
    """How long it was heard, seconds; how often it was to be read, and was from end to end."""
    length_s = None
    if cue.started is not None and cue.ended is not None:
        length_s = round((cue.ended - cue.started).total_seconds(), 1)
    times = book.times(cue)
    return length_s, *((times.planned, times.heard) if times is not None else (None, None))


def _local(instant: datetime | None, tz: ZoneInfo) -> str | None:
    """``2026-12-02 05:00:00.001``: Excel reads it, and it sorts."""
    if instant is None:
        return None
    return f"{instant.astimezone(tz).replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}"[:-3]
