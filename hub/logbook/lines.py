"""One week as lines for a terminal."""

from __future__ import annotations

from datetime import datetime

from hub.domain.facts import AsRun, Fact, Incident, Logged
from hub.domain.order import Order
from hub.logbook.book import Book
from hub.logbook.wording import Wording


def lines(book: Book, language: str) -> list[str]:
    """A heading, and a line a row in the order of time."""
    words = Wording(language, book.tz, book.zone_names)
    heading = words.say(
        "logbook.week",
        number=book.week.number,
        year=book.week.year,
        first=words.day(book.week.first_day),
        last=words.day(book.week.last_day),
    )
    rows = sorted(book.rows, key=lambda row: (_moment(row.fact), row.seq))
    return (
        [heading, *(_line(row, words, book) for row in rows)]
        if rows
        else [heading, words.say("logbook.none")]
    )


def _line(row: Logged, words: Wording, book: Book) -> str:
    fact = row.fact
    match fact:
        case AsRun():
            heard = words.heard(fact) if fact.started is not None else words.outcome(fact)
            planned = words.stretch(fact.planned_start, fact.planned_end, seconds=False)
            said = f"{words.weekday(fact.planned_start)} {planned}  {fact.title}"
            where = f"[{words.zones(fact.zones)}]"
            times = words.times(book.times(fact))
            told = f"{words.outcome(fact)}; {times}" if times else words.outcome(fact)
            what = f"{heard}  {told}" if fact.started is not None else heard
            review = words.review(fact, book.reviews.get(fact.cue))
            return f"{said}  {where}  {what}" + (f"  {review}" if review else "")
        case Order():
            order = words.order(fact, book.titles)
            zones = words.zones(sorted(fact.zones))
            column = words.say("logbook.column.order")
            return f"{words.instant(fact.at)}  {column}: {order}  [{zones}]  {fact.by}"
        case Incident():
            return (
                f"{words.instant(fact.at)}  {words.say('logbook.column.incident')}:"
                f" {words.reason(fact.what)}"
            )


def _moment(fact: Fact) -> datetime:
    return fact.planned_start if isinstance(fact, AsRun) else fact.at
