"""What people look for at the touchscreen: procedures by event of life, search, one page each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, jsonify, render_template, request
from markupsafe import Markup, escape

from hub.domain.entry import Entry, EntryKind
from hub.domain.procedure import EventId, Procedure
from hub.keyboard.table import Method, as_document, table
from hub.qr.drawing import code
from hub.qr.payloads import link, phone
from hub.qr.sizes import sheet
from hub.search.finder import Hit
from web.guard import anybody
from web.kiosk.shelf import Shown, shelf
from web.language import language, tell

pages = Blueprint("kiosk", __name__, url_prefix="/kiosk")

PX_PER_MM: Final = 5.9
"""A screen of 10.1 inches with 1280 × 800 pixels."""
SCAN_DISTANCE_M: Final = 0.6
ROOM_PX: Final = 400


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code on a page.

    Attributes:
        svg: The picture, in the size it must have.
        text: What stands below it for those who type.
    """

    svg: Markup
    text: str


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
    """Events of life, the search, and what else there is."""
    shown = shelf().look()
    others = [one for one in shown.entries.values() if one.kind is not EntryKind.PHONE]
    phones = [one for one in shown.entries.values() if one.kind is EntryKind.PHONE]
    return render_template(
        "kiosk/home.html", shown=shown, events=_events(shown), others=others, phones=phones
    )


@pages.get("/event/<identity>")
@anybody()
def event(identity: str) -> str:
    """The procedures of an event of life."""
    shown = shelf().look()
    found = next((one for one in shown.catalogue.events if one.id == identity), None)
    if found is None:
        abort(404)
    own = shown.catalogue.of_event(EventId(identity), shown.today)
    entries = [one for one in shown.entries.values() if identity in one.events]
    return render_template(
        "kiosk/event.html", shown=shown, event=found, procedures=own, entries=entries
    )


@pages.get("/find")
@anybody()
def find() -> str:
    """Answers to what was typed so far; only the list when the page asks for it."""
    shown = shelf().look()
    typed = request.args.get("q", "")[:100]
    answers = [_answer(hit) for hit in shown.finder.find(typed)]
    template = "kiosk/_answers.html" if request.headers.get("HX-Request") else "kiosk/find.html"
    return render_template(template, shown=shown, typed=typed, answers=answers)


@pages.get("/keys.json")
@anybody()
def keys() -> Response:
    """What each key of the screen's keyboard does: the table of Telex."""
    return jsonify(as_document(table(Method.TELEX)))


@pages.get("/procedure/<code_>")
@anybody()
def procedure(code_: str) -> str:
    """One procedure: its code to scan, papers to bring, where, and how well it was checked."""
    shown = shelf().look()
    found = shown.procedures.get(code_)
    if found is None:
        abort(404)
    standing = found.validity.standing(shown.today)
    short = found.link.removeprefix("https://")
    return render_template(
        "kiosk/procedure.html",
        shown=shown,
        one=found,
        title=_name(found, found.short),
        standing=standing,
        checked=_checked(found.validity.checked_on),
        drawn=_draw(link(found.link), short.split("/")[0]),
    )


@pages.get("/entry/<identity>")
@anybody()
def entry(identity: str) -> str:
    """An app, guide, handbook or telephone number."""
    shown = shelf().look()
    found = shown.entries.get(identity)
    if found is None:
        abort(404)
    drawn = None
    if found.address:
        is_phone = found.kind is EntryKind.PHONE
        text = phone(found.address) if is_phone else link(found.address)
        drawn = _draw(text, found.address.removeprefix("https://"))
    return render_template(
        "kiosk/entry.html", shown=shown, one=found, title=_name(found, found.name), drawn=drawn
    )


def _events(shown: Shown) -> list[tuple[str, str]]:
    spoken = language()
    return [
        (one.id, dict(one.names).get(spoken, one.name))
        for one in shown.catalogue.events
        if shown.catalogue.of_event(one.id, shown.today)
    ]


def _name(one: Procedure | Entry, usual: str) -> str:
    return dict(one.names).get(language(), usual)


def _checked(checked_on: str) -> str:
    """A month or a day as people write it: 09/2026, 30/09/2026."""
    return "/".join(reversed(checked_on.split("-"))) if checked_on else ""


def _draw(text: str, told: str) -> Drawn:
    made = code(text)
    size = sheet(
        made.modules, distance_m=SCAN_DISTANCE_M, px_per_mm=PX_PER_MM, room_px=ROOM_PX
    ).side_px
    label = escape(tell("kiosk.code_of", text=told))
    opening = f'<svg width="{size}" height="{size}" role="img" aria-label="{label}" '
    return Drawn(Markup(re.sub("^<svg ", opening, made.svg)), told)  # noqa: S704 - our own picture


def _answer(hit: Hit) -> Answer:
    kind, _, rest = hit.key.partition(":")
    if kind == "event":
        href = f"/kiosk/event/{rest}"
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
