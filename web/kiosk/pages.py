"""Where people start at the touchscreen: what is urgent, events of life, subjects, the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, jsonify, render_template, request
from markupsafe import Markup, escape

from hub.keyboard.table import Method, as_document, table
from hub.search.finder import Hit
from web.entry.guard import anybody
from web.kiosk.procedures import named
from web.kiosk.shelf import Shown, shelf
from web.kiosk.subjects import subjects
from web.kiosk.urgent import urgent

pages = Blueprint("kiosk", __name__, url_prefix="/kiosk")

LIFE_ICONS: Final = frozenset(
    {
        "sinh-con",
        "ket-hon",
        "mat-nguoi-than",
        "ho-tich",
        "chung-thuc",
        "cu-tru",
        "dat-dai",
        "ho-ngheo",
        "cao-tuoi",
        "khuyet-tat",
        "nguoi-co-cong",
        "kinh-doanh",
    }
)
"""Events of life that have a picture of their own; a commune's others have a common one."""


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


@pages.get("/")
@anybody()
def home() -> str:
    """What is urgent, the search, events of life, and every subject."""
    shown = shelf().look()
    return render_template(
        "kiosk/home.html",
        shown=shown,
        urgent=urgent(),
        events=_events(shown),
        subjects=subjects(),
        life_icons=LIFE_ICONS,
    )


@pages.get("/find")
@anybody()
def find() -> str:
    """Answers to what was typed so far; only the list when the page asks for it."""
    shown = shelf().look()
    typed = request.args.get("q", "")[:100]
    answers = [_answer(hit) for hit in shown.finder.find(typed)]
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    template = "kiosk/_answers.html" if is_part else "kiosk/find.html"
    return render_template(template, shown=shown, typed=typed, answers=answers)


@pages.get("/keys.json")
@anybody()
def keys() -> Response:
    """What each key of the screen's keyboard does: the table of Telex."""
    return jsonify(as_document(table(Method.TELEX)))


def _events(shown: Shown) -> list[tuple[str, str]]:
    return [
        (one.id, named(one, one.name))
        for one in shown.catalogue.events
        if shown.catalogue.of_event(one.id, shown.today)
    ]


def _answer(hit: Hit) -> Answer:
    kind, _, rest = hit.key.partition(":")
    if kind in {"event", "subject"}:
        href = f"/kiosk/event/{rest}" if kind == "event" else f"/kiosk/{rest}"
    else:
        href = f"/kiosk/{'procedure' if '.' in hit.key else 'entry'}/{hit.key}"
    return Answer(_strong(hit.title, hit.marks), _strong(hit.via, hit.via_marks), href)


def _strong(text: str, marks: tuple[tuple[int, int], ...]) -> Markup:
    """The text with its matched words strong, everything else escaped."""
    told, at = Markup(), 0
    for start, end in marks:
        told += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return told + escape(text[at:])
