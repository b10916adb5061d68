"""One week as a page to print: A4 across, self-contained, headings as inspectors know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from html import escape
from importlib.resources import files
from typing import Final

from hub.domain.facts import AsRun, Logged, Outcome
from hub.domain.ids import CueId
from hub.domain.review import Review
from hub.logbook.book import Book
from hub.logbook.wording import HASH_SHOWN, Wording, voice_name

Reviews = Mapping[CueId, Review]

_CUE_COLUMNS: Final = (
    ("number", 3.0),
    ("day", 5.2),
    ("planned", 5.8),
    ("heard", 8.6),
    ("title", 14.6),
    ("kind", 5.6),
    ("level", 5.2),
    ("zones", 9.0),
    ("volume", 4.6),
    ("author", 7.7),
    ("approver", 7.7),
    ("outcome", 9.5),
    ("notes", 13.5),
)
"""Columns of cues and their widths in hundredths of the page."""

_EMERGENCY_COLUMNS: Final = (*_CUE_COLUMNS[:-1], ("review", 12.0), ("notes", 11.0))
"""Those of emergencies: they are looked at afterwards, too."""

_ORDER_COLUMNS: Final = (("number", 4), ("at", 14), ("order", 40), ("zones", 24), ("by", 18))
_SHORT: Final = 8
"""A table with fewer rows is not broken between pages."""
_INCIDENT_COLUMNS: Final = (("number", 4), ("at", 14), ("incident", 82))
_SPOKEN_COLUMNS: Final = (
    ("number", 4),
    ("programme", 14),
    ("file", 12),
    ("voice", 8),
    ("said", 62),
)


def page(book: Book, language: str) -> str:
    """The whole HTML document.

    Args:
        book: The week.
        language: "vi" or "en".
    """
    words = Wording(language, book.tz, book.zone_names)
    title = escape(f"{words.say('logbook.title')} {book.week} – {book.village}")
    parts = [
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}</title>\n<style>\n{_css()}</style>\n</head>\n<body>\n<main>",
        _head(book, words),
        _section("logbook.part_1", _cues(book, book.ordinary, words), words),
        _section("logbook.part_2", _cues(book, book.emergencies, words, book.reviews), words),
        _section("logbook.part_3", _orders(book, words), words),
        _section("logbook.part_4", _incidents(book, words), words),
        _section("logbook.part_5", _spoken(book, words), words) if book.read_aloud else "",
        f'<div class="end">\n{_chain(book, words)}\n{_signers(words)}\n</div>',
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _css() -> str:
    return files("hub.logbook").joinpath("page.css").read_text("utf-8")


def _head(book: Book, words: Wording) -> str:
    week = words.say(
        "logbook.week",
        number=book.week.number,
        year=book.week.year,
        first=words.day(book.week.first_day),
        last=words.day(book.week.last_day),
    )
    return (
        f'<header>\n<div class="village">{escape(book.village)}</div>\n'
        f"<h1>{escape(words.say('logbook.title').upper())}</h1>\n"
        f'<div class="week">{escape(week)}</div>\n'
        f"<p>{escape(summary(book, words))}</p>\n</header>"
    )


def _section(part: str, table: str, words: Wording) -> str:
    found = table or f'<p class="none">{escape(words.say("logbook.none"))}</p>'
    name = "short" if found.count("<tr") < _SHORT else "long"
    return f'<section class="{name}">\n<h2>{escape(words.say(part))}</h2>\n{found}\n</section>'


def _cues(
    book: Book,
    cues: Sequence[tuple[Logged, AsRun]],
    words: Wording,
    reviews: Reviews | None = None,
) -> str:
    """A row a cue; with reviews a column more."""
    rows: list[str] = []
    day = ""
    for number, (_, cue) in enumerate(cues, 1):
        before, day = day, words.weekday(cue.planned_start)
        signed = "" if reviews is None else _cell(words.review(cue, reviews.get(cue.cue)), "n")
        times = words.times(book.times(cue))
        rows.append(_cue(number, cue, words, (signed, times), is_new_day=day != before))
    return _table(_CUE_COLUMNS if reviews is None else _EMERGENCY_COLUMNS, rows, words)


def _cue(
    number: int, cue: AsRun, words: Wording, more: tuple[str, str], *, is_new_day: bool
) -> str:
    """A row; with the cell of its review or "", and how often it was read or ""."""
    signed, times = more
    outcome = "; ".join(filter(None, (words.outcome(cue), times)))
    planned = words.stretch(cue.planned_start, cue.planned_end, seconds=False)
    cells = (
        _cell(str(number), "c"),
        _cell(words.weekday(cue.planned_start), "t"),
        _cell(planned, "t"),
        _cell(_heard(cue, words), "t"),
        _cell(cue.title),
        _cell(words.say(f"logbook.kind.{cue.kind}"), "c"),
        _cell(words.say(f"logbook.source_level.{cue.level}"), "c"),
        _cell(words.zones(cue.zones)),
        _cell(words.volume(cue), "c"),
        _cell(cue.author),
        _cell(cue.approver),
        f"<td><b>{escape(outcome)}</b></td>",
        signed,
        _cell("; ".join(words.notes(cue)), "n"),
    )
    name = f"{cue.outcome} new-day" if is_new_day else cue.outcome
    return f'<tr class="{name}">{"".join(cells)}</tr>'


def _heard(cue: AsRun, words: Wording) -> str:
    """When it was really heard; for how long stands in one piece."""
    length = words.length(cue).replace(" ", "\u00a0")
    return f"{words.heard(cue)} ({length})" if length else words.heard(cue)


def _orders(book: Book, words: Wording) -> str:
    rows = [
        "<tr>"
        + _cell(str(number), "c")
        + _cell(words.instant(order.at), "t")
        + _cell(words.order(order, book.titles))
        + _cell(words.zones(sorted(order.zones)))
        + _cell(order.by)
        + "</tr>"
        for number, order in enumerate(book.orders, 1)
    ]
    return _table(_ORDER_COLUMNS, rows, words)


def _incidents(book: Book, words: Wording) -> str:
    rows = [
        f"<tr>{_cell(str(number), 'c')}{_cell(words.instant(incident.at), 't')}"
        f"{_cell(words.reason(incident.what))}</tr>"
        for number, incident in enumerate(book.incidents, 1)
    ]
    return _table(_INCIDENT_COLUMNS, rows, words)


def _spoken(book: Book, words: Wording) -> str:
    """What was read aloud, word by word: who was told what can be looked up later."""
    rows = [
        f"<tr>{_cell(str(number), 'c')}"
        f"{_cell(book.titles.get(programme, programme))}"
        f"{_cell(words.say('logbook.hash', digest=digest[:HASH_SHOWN]), 'n')}"
        f"{_cell(voice_name(book.spoken[digest].voice, words.language), 'c')}"
        f"{_cell(book.spoken[digest].said)}</tr>"
        for number, (programme, digest) in enumerate(book.read_aloud, 1)
    ]
    return _table(_SPOKEN_COLUMNS, rows, words)


def _table(columns: Iterable[tuple[str, float]], rows: Sequence[str], words: Wording) -> str:
    if not rows:
        return ""
    named = list(columns)
    whole = sum(width for _, width in named) / 100
    widths = "".join(f'<col style="width:{width / whole:.3g}%">' for _, width in named)
    heads = "".join(
        f'<th scope="col">{escape(words.say(f"logbook.column.{name}"))}</th>' for name, _ in named
    )
    body = "\n".join(rows)
    return (
        f"<table>\n<colgroup>{widths}</colgroup>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _cell(text: str, name: str = "") -> str:
    return f'<td class="{name}">{escape(text)}</td>' if name else f"<td>{escape(text)}</td>"


def summary(book: Book, words: Wording) -> str:
    """How much was heard, in one sentence."""
    cues = [cue for _, cue in book.cues]
    counts = {str(outcome): sum(c.outcome is outcome for c in cues) for outcome in Outcome}
    heard = sum((cue.ended - cue.started for cue in cues if cue.started and cue.ended), timedelta())
    minutes, seconds = divmod(round(heard.total_seconds()), 60)
    whole = {"hours": minutes // 60, "minutes": minutes % 60, "seconds": seconds}
    return words.say("logbook.summary", count=len(cues), **whole, **counts)


def _chain(book: Book, words: Wording) -> str:
    printed = escape(words.say("logbook.printed", at=words.moment(book.printed_at)))
    lines = [f"<p>{printed} {escape(book.verdict)}</p>"]
    if book.newest is not None:
        digest = f"<code>{escape(book.newest.hash)}</code>"
        text = escape(words.say("logbook.chain", seq=book.newest.seq, hash="\0")).replace(
            "\0", digest
        )
        lines.append(f"<p>{text}</p>")
    return f'<div class="chain">\n{"".join(lines)}\n</div>'


def _signers(words: Wording) -> str:
    hints = ("logbook.signer_hint", "logbook.signer_hint", "logbook.seal_hint")
    boxes = [
        f"<div><strong>{escape(words.say(f'logbook.signer_{n}'))}</strong>"
        f"<em>{escape(words.say(hint))}</em></div>"
        for n, hint in enumerate(hints, 1)
    ]
    return f'<div class="signers">\n{"".join(boxes)}\n</div>'
