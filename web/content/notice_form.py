"""From a form to a notice: dates, and no more personal data than must be (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from hub.domain.notice import Notice, NoticeKind
from hub.errors import RefusedError
from hub.qr.payloads import link
from web import moments

USUAL: Final = "vi"
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_LIST: Final = 60
"""Days that a list of households may stand; other notices may stand for a year."""
LONGEST: Final = 366
_NUMBERS: Final = re.compile(r"(?<!\d)(?:\d[ .]?){8}\d(?:[ .]?\d){0,3}(?!\d)")
"""Nine to twelve digits: identity cards, telephone and account numbers."""
_BORN: Final = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20[01])\d{1,2}")
"""A full date of birth."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form says.

    Attributes:
        kind: What is made public.
        title: One line.
        text: The whole.
        starts: First moment, aware.
        ends: Last moment, aware; None = until somebody takes it away.
        link: Where people answer; empty = nowhere.
        language: BCP-47 tag.
    """

    kind: NoticeKind
    title: str
    text: str
    starts: datetime
    ends: datetime | None
    link: str
    language: str


def read_notice(given: Mapping[str, str], today: date, tz: tzinfo) -> Filled:
    """A filled form.

    Args:
        given: The form.
        today: Local date.
        tz: The village's time zone.

    Raises:
        RefusedError: A date cannot be, a link is none, or a list tells too much of people.
    """
    try:
        kind = NoticeKind(given.get("kind", ""))
    except ValueError as error:
        raise RefusedError("content_page.moment") from error
    starts = moments.day(given.get("starts", "") or f"{today}", "content_page.moment")
    ends = moments.day(given["ends"], "content_page.moment") if given.get("ends") else None
    moments.check_near(starts, today)
    text = given.get("text", "").replace("\r\n", "\n").strip()
    if kind is NoticeKind.POOR_HOUSEHOLDS:
        _check_people(text, starts, ends)
    if ends is not None and not 0 <= (ends - starts).days <= LONGEST:
        raise RefusedError("content_page.too_long", most=LONGEST)
    address = given.get("link", "").strip()
    return Filled(
        kind,
        " ".join(given.get("title", "").split()),
        text,
        _midnight(starts, tz),
        _midnight(ends + timedelta(days=1), tz) if ends is not None else None,
        link(address) if address else "",
        language if _TAG.fullmatch(language := given.get("language", "")) else USUAL,
    )


def filled(one: Notice, tz: tzinfo) -> dict[str, str]:
    """A notice as its form has it."""
    ends = one.ends.astimezone(tz) - timedelta(seconds=1) if one.ends is not None else None
    return {
        "kind": one.kind,
        "title": one.title,
        "text": one.text,
        "starts": f"{one.starts.astimezone(tz):%Y-%m-%d}",
        "ends": f"{ends:%Y-%m-%d}" if ends is not None else "",
        "link": one.link,
        "language": one.language,
    }


def _check_people(text: str, starts: date, ends: date | None) -> None:
    """A list of households: an end that is near, and no numbers that name a person."""
    if ends is None or (ends - starts).days > LONGEST_LIST:
        raise RefusedError("content_page.list_ends", most=LONGEST_LIST)
    if _NUMBERS.search(text) or _BORN.search(text):
        raise RefusedError("content_page.personal")


def _midnight(day: date, tz: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=tz)
