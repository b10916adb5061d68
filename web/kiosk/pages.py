"""Where people start at the touchscreen: what is urgent, events of life, subjects, the search."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, render_template, request

from hub.keyboard.table import Method, as_document, table
from hub.search.answering import answer
from web.entry.guard import anybody
from web.kiosk.found import answer_of
from web.kiosk.procedures import helpers, named
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


MOST_ASKED: Final = 3
"""People who are named when nothing looks like the answer."""


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
    found = answer(shown.finder, typed)
    answers = [answer_of(shown, hit) for hit in found.hits]
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    template = "kiosk/_answers.html" if is_part else "kiosk/find.html"
    asked = helpers() if typed and not found.is_sure else []
    return render_template(
        template,
        shown=shown,
        typed=typed,
        answers=answers,
        is_sure=found.is_sure,
        helpers=asked[:MOST_ASKED],
        events=[] if found.is_sure and answers else _events(shown),
        life_icons=LIFE_ICONS,
    )


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
