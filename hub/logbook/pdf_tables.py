"""Tables of the PDF log book: cues, orders, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, TableStyle

from hub.domain.facts import AsRun, Logged, Outcome
from hub.domain.ids import CueId
from hub.domain.review import Review
from hub.logbook.book import Book
from hub.logbook.pdf_pages import WIDTH
from hub.logbook.pdf_style import EDGE, HEAD, INK, OURS, PALE, markup, styles
from hub.logbook.wording import Wording

CUE_COLUMNS: Final = (
    ("number", 3.2),
    ("day", 5.4),
    ("planned", 6.2),
    ("heard", 8.4),
    ("title", 15.2),
    ("kind", 6.2),
    ("level", 5.6),
    ("zones", 9.2),
    ("volume", 5.2),
    ("author", 7.2),
    ("approver", 7.2),
    ("outcome", 10.4),
    ("notes", 10.8),
)
"""Columns of cues, and their widths in hundredths of the page."""
EMERGENCY_COLUMNS: Final = (*CUE_COLUMNS[:-1], ("review", 11.0), ("notes", 9.6))
"""Those of emergencies: they are looked at afterwards, too."""
ORDER_COLUMNS: Final = (("number", 4), ("at", 14), ("order", 38), ("zones", 24), ("by", 20))
INCIDENT_COLUMNS: Final = (("number", 4), ("at", 14), ("incident", 82))
Commands = list[tuple[Any, ...]]


def cue_table(
    book: Book,
    cues: Sequence[tuple[Logged, AsRun]],
    words: Wording,
    reviews: Mapping[CueId, Review] | None = None,
) -> LongTable:
    """A row a cue; a thick line between days, grey where nothing was heard.

    Args:
        book: The week.
        cues: Cues with their rows.
        words: The language.
        reviews: Who looked at them afterwards: a column more, for emergencies.
    """
    rows: list[list[Paragraph]] = []
    looks: Commands = []
    day = ""
    for number, (_, cue) in enumerate(cues, 1):
        before, day = day, words.weekday(cue.planned_start)
        if before not in {"", day}:
            looks.append(("LINEABOVE", (0, number), (-1, number), 1.6, INK))
        if cue.outcome in {Outcome.MISSED, Outcome.FAILED}:
            looks.append(("BACKGROUND", (0, number), (-1, number), PALE))
        cells = _cue(number, cue, words, words.times(book.times(cue)))
        if reviews is not None:
            cells.insert(-1, _cell(words.review(cue, reviews.get(cue.cue)), styles().small))
        rows.append(cells)
    return _table(CUE_COLUMNS if reviews is None else EMERGENCY_COLUMNS, rows, words, looks)


def order_table(book: Book, words: Wording) -> LongTable:
    """A row an order."""
    rows = [
        [
            _centred(str(number)),
            _centred(words.instant(order.at)),
            _cell(words.order(order, book.titles)),
            _cell(words.zones(sorted(order.zones))),
            _cell(order.by),
        ]
        for number, order in enumerate(book.orders, 1)
    ]
    return _table(ORDER_COLUMNS, rows, words)


def incident_table(book: Book, words: Wording) -> LongTable:
    """A row an incident."""
    rows = [
        [
            _centred(str(number)),
            _centred(words.instant(incident.at)),
            _cell(words.reason(incident.what)),
        ]
        for number, incident in enumerate(book.incidents, 1)
    ]
    return _table(INCIDENT_COLUMNS, rows, words)


def _cue(number: int, cue: AsRun, words: Wording, times: str) -> list[Paragraph]:
    is_whole = cue.outcome is Outcome.PLAYED and cue.because is None
    return [
        _centred(str(number)),
        _centred(words.weekday(cue.planned_start)),
        _centred(words.stretch(cue.planned_start, cue.planned_end, seconds=False)),
        _heard(cue, words),
        _cell(cue.title),
        _centred(words.say(f"logbook.kind.{cue.kind}")),
        _centred(words.say(f"logbook.source_level.{cue.level}")),
        _cell(words.zones(cue.zones)),
        _centred(words.volume(cue)),
        _cell(cue.author),
        _cell(cue.approver),
        _cell(
            "; ".join(filter(None, (words.outcome(cue), times))),
            styles().cell if is_whole else styles().strong,
        ),
        _cell("; ".join(words.notes(cue)), styles().small),
    ]


def _heard(cue: AsRun, words: Wording) -> Paragraph:
    """When it was really heard; for how long stands in one piece below."""
    length = words.length(cue)
    below = f"<br/>({markup(length)})" if length else ""
    return Paragraph(markup(words.heard(cue)) + below, styles().centred)


def _table(
    columns: Iterable[tuple[str, float]],
    rows: list[list[Paragraph]],
    words: Wording,
    looks: Sequence[tuple[Any, ...]] = (),
) -> LongTable:
    """Columns whose heads stand on each page; a row higher than a page goes on on the next."""
    named = list(columns)
    heads = [_cell(words.say(f"logbook.column.{name}"), styles().head) for name, _ in named]
    table = LongTable(
        [heads, *rows],
        colWidths=[WIDTH * width / sum(w for _, w in named) for _, width in named],
        repeatRows=1,
        splitInRow=1,
    )
    plain: Commands = [
        *OURS,
        ("GRID", (0, 0), (-1, -1), 0.5, EDGE),
        ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
    ]
    table.setStyle(TableStyle([*plain, *looks]))
    return table


def _cell(text: str, style: ParagraphStyle | None = None) -> Paragraph:
    return Paragraph(markup(text), style or styles().cell)


def _centred(text: str) -> Paragraph:
    return _cell(text, styles().centred)
