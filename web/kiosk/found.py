"""What was found for what somebody typed, each line in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup, escape

from hub.search.finder import Hit, Span
from hub.search.subjects import PREFIX
from web.kiosk.procedures import named
from web.kiosk.shelf import Shown
from web.language import USUAL, language, marked, tell

EVENT = "event:"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the search.

    Attributes:
        title: With its matched words strong.
        via: The words that led here, or nothing.
        href: Where it leads.
    """

    title: Markup
    via: Markup
    href: str


def answer_of(shown: Shown, hit: Hit) -> Answer:
    """A hit as a line; under a translated title stands the usual one, as officers know it."""
    title = _title(shown, hit)
    if title != hit.title:
        is_via = hit.via == title
        hit = replace(
            hit,
            title=title,
            marks=hit.via_marks if is_via else (),
            via=hit.title,
            via_marks=() if is_via else hit.marks,
        )
        return Answer(
            _strong(hit.title, hit.marks),
            _usual(_strong(hit.via, hit.via_marks)),
            _href(shown, hit.key),
        )
    return Answer(
        _usual(_strong(hit.title, hit.marks)),
        _strong(hit.via, hit.via_marks),
        _href(shown, hit.key),
    )


def _usual(text: Markup) -> Markup:
    """Marked as Vietnamese on a page of another language."""
    tongue = marked()
    return Markup("<span{}>{}</span>").format(tongue, text) if tongue else text


def _title(shown: Shown, hit: Hit) -> str:
    if language() == USUAL:
        return hit.title
    if hit.key.startswith(PREFIX):
        return tell(f"shown.subject.{hit.key.removeprefix(PREFIX)}")
    if hit.key.startswith(EVENT):
        identity = hit.key.removeprefix(EVENT)
        event = next(one for one in shown.catalogue.events if one.id == identity)
        return named(event, event.name)
    one = shown.procedures.get(hit.key) or shown.entries.get(hit.key)
    return named(one, hit.title) if one else hit.title


def _href(shown: Shown, key: str) -> str:
    if key.startswith(PREFIX):
        return f"/kiosk/{key.removeprefix(PREFIX)}"
    if key.startswith(EVENT):
        return url_for("procedures.event", identity=key.removeprefix(EVENT))
    if key in shown.procedures:
        return url_for("procedures.procedure", code_=key)
    return url_for("procedures.entry", identity=key)


def _strong(text: str, marks: tuple[Span, ...]) -> Markup:
    """The text with its matched words strong, everything else escaped."""
    told, at = Markup(), 0
    for start, end in marks:
        told += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return told + escape(text[at:])
