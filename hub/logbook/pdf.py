"""One week as a PDF: the paper that an inspector takes along.

The heading is that of administrative papers in Viet Nam (Decree 30/2020/NĐ-CP, appendix I): who
issues it on the left, the country's name and motto on the right.
"""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, Spacer, Table

from hub.logbook.book import Book
from hub.logbook.page import summary
from hub.logbook.pdf_pages import WIDTH, written
from hub.logbook.pdf_style import OURS, markup, styles
from hub.logbook.pdf_tables import cue_table, incident_table, order_table
from hub.logbook.wording import HASH_SHOWN, Wording, voice_name

TAGS: Final = {"vi": "vi-VN", "en": "en-GB"}
ROOM: Final = 40 * mm
"""A part does not begin with less of a page than this."""
SIGNATURE: Final = 26 * mm
"""Room for a signature and a seal."""

Flow = list[Any]


def pdf(book: Book, language: str) -> bytes:
    """The whole document.

    Args:
        book: The week.
        language: "vi" or "en".
    """
    words = Wording(language, book.tz, book.zone_names)
    styles()
    none = [Paragraph(markup(words.say("logbook.none")), styles().body)]
    parts = (
        ("logbook.part_1", [cue_table(book, book.ordinary, words)] if book.ordinary else none),
        (
            "logbook.part_2",
            [cue_table(book, book.emergencies, words, book.reviews)] if book.emergencies else none,
        ),
        ("logbook.part_3", [order_table(book, words)] if book.orders else none),
        ("logbook.part_4", [incident_table(book, words)] if book.incidents else none),
        *((("logbook.part_5", _spoken(book, words)),) if book.read_aloud else ()),
    )
    flow: Flow = _head(book, words)
    for name, inside in parts:
        flow += [CondPageBreak(ROOM), Paragraph(markup(words.say(name)), styles().part), *inside]
    flow.append(KeepTogether([*_chain(book, words), *_signers(words)]))
    title = f"{words.say('logbook.title')} {book.week} – {book.village}"
    return written(
        flow,
        lambda number, count: (
            f"{title} · {words.say('logbook.printed', at=words.moment(book.printed_at))}",
            words.say("logbook.page_of", number=number, count=count),
        ),
        title=title,
        author=book.village,
        language=TAGS.get(language, language),
    )


def _head(book: Book, words: Wording) -> Flow:
    """Who issues it, the motto, the name of the book, the week, and what was in it."""
    week = words.say(
        "logbook.week",
        number=book.week.number,
        year=book.week.year,
        first=words.day(book.week.first_day),
        last=words.day(book.week.last_day),
    )
    issuer = words.say("logbook.committee").upper()
    commune = book.commune.upper() or words.say("logbook.commune_blank")
    left = [_motto(issuer), _motto(commune), _motto(book.village)]
    country = words.say("logbook.country")
    right = [_motto(country.upper()), _underlined(words.say("logbook.motto"))]
    heading = Table([[left, right]], colWidths=[WIDTH * 0.45, WIDTH * 0.55])
    heading.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *OURS])
    return [
        heading,
        Spacer(1, 4 * mm),
        Paragraph(markup(words.say("logbook.full_title").upper()), styles().title),
        Paragraph(markup(week), styles().italic),
        Spacer(1, 3 * mm),
        Paragraph(markup(summary(book, words)), styles().body),
    ]


def _motto(text: str) -> Paragraph:
    return Paragraph(markup(text), styles().motto)


def _underlined(text: str) -> Paragraph:
    return Paragraph(f"<u>{markup(text)}</u>", styles().motto)


def _spoken(book: Book, words: Wording) -> Flow:
    """What was read aloud, word by word; each text may be longer than a page."""
    flow: Flow = []
    for number, (programme, digest) in enumerate(book.read_aloud, 1):
        found = book.spoken[digest]
        head = words.say(
            "logbook.spoken_head",
            number=number,
            programme=book.titles.get(programme, programme),
            voice=voice_name(found.voice, words.language),
            digest=digest[:HASH_SHOWN],
        )
        flow += [
            Paragraph(f"<b>{markup(head)}</b>", styles().cell),
            Paragraph(markup(found.said), styles().cell),
            Spacer(1, 2 * mm),
        ]
    return flow


def _chain(book: Book, words: Wording) -> Flow:
    """That nothing was changed afterwards, and the hash that witnesses it."""
    lines = [words.say("logbook.printed", at=words.moment(book.printed_at)) + " " + book.verdict]
    if book.newest is not None:
        lines.append(words.say("logbook.chain", seq=book.newest.seq, hash=book.newest.hash))
    return [Spacer(1, 5 * mm), *(Paragraph(markup(line), styles().body) for line in lines)]


def _signers(words: Wording) -> Flow:
    hints = ("logbook.signer_hint", "logbook.signer_hint", "logbook.seal_hint")
    names = [_motto(words.say(f"logbook.signer_{n}")) for n in range(1, len(hints) + 1)]
    under = [Paragraph(markup(words.say(hint)), styles().italic) for hint in hints]
    table = Table([names, under, ["", "", ""]], rowHeights=[None, None, SIGNATURE])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *OURS])
    dated = Paragraph(markup(words.say("logbook.dated")), styles().italic)
    beside = Table([["", dated]], colWidths=[WIDTH * 0.62, WIDTH * 0.38])
    beside.setStyle(OURS)
    return [Spacer(1, 3 * mm), beside, table]
