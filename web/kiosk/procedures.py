"""Procedures, apps, handbooks, guides and telephone numbers, one page each."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from hub.domain.entry import Entry, EntryKind
from hub.domain.helper import Helper, Place
from hub.domain.procedure import EventId, LifeEvent, Procedure
from hub.qr.payloads import phone
from hub.store.cards import cards, cards_changed
from web.content.openings import write_openings
from web.entry.guard import anybody
from web.kiosk.drawing import Drawn, draw, draw_link
from web.kiosk.papers import of_entry
from web.kiosk.shelf import Shown, shelf
from web.language import language, tell
from web.lived import is_lost
from web.parts import content, parts

pages = Blueprint("procedures", __name__, url_prefix="/kiosk")


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
        "kiosk/event.html",
        shown=shown,
        event=found,
        title=named(found, found.name),
        procedures=[(one, named(one, one.short)) for one in own],
        entries=[(one, named(one, one.name)) for one in entries],
    )


@pages.get("/procedure/<code_>")
@anybody()
def procedure(code_: str) -> str:
    """One procedure: its code, papers, where, who helps, and how well it was checked."""
    shown = shelf().look()
    found = shown.procedures.get(code_)
    if found is None:
        abort(404)
    own = shown.own.get(code_)
    is_elsewhere = own is not None and bool(own.where)  # then no office of the commune takes it
    return render_template(
        "kiosk/procedure.html",
        shown=shown,
        one=found,
        title=named(found, found.short),
        standing=found.validity.standing(shown.today),
        checked=_checked(found.validity.checked_on),
        helpers=helpers(found.code, *found.events),
        places=[] if is_elsewhere else _places(found.code, *found.events),
        drawn=_drawn_page(found),
        own=own,
    )


@pages.get("/entry/<identity>")
@anybody()
def entry(identity: str) -> str:
    """An app, guide, handbook or telephone number."""
    shown = shelf().look()
    found = shown.entries.get(identity)
    if found is None:
        abort(404)
    return render_template(
        "kiosk/entry.html",
        shown=shown,
        one=found,
        title=named(found, found.name),
        standing=found.validity.standing(shown.today),
        checked=_checked(found.validity.checked_on),
        helpers=helpers(found.id, *found.events) if found.kind is not EntryKind.PHONE else [],
        drawn=_drawn(found),
        paper=of_entry(found),
        document=shown.documents.get(found.id),
    )


@pages.get("/apps")
@anybody()
def apps() -> str:
    """Apps, handbooks, guides, documents."""
    shown = shelf().look()
    found = [one for one in shown.entries.values() if one.kind is not EntryKind.PHONE]
    return _list(shown, found, "apps")


@pages.get("/phones")
@anybody()
def phones() -> str:
    """Telephone numbers, and the village's own people who help."""
    shown = shelf().look()
    found = [one for one in shown.entries.values() if one.kind is EntryKind.PHONE]
    return _list(shown, found, "phones")


def helpers(*topics: str) -> list[Helper]:
    """Who of the village's digital team helps with these; those named for it first."""
    found = [one for one in cards(content(), Helper) if one.helps_with(*topics)]
    return sorted(found, key=lambda one: not one.topics)


def named(one: Procedure | Entry | LifeEvent, usual: str) -> str:
    """Its name in the language of the page."""
    return dict(one.names).get(language(), usual)


def _list(shown: Shown, found: list[Entry], sort: str) -> str:
    return render_template(
        "kiosk/entries.html",
        shown=shown,
        sort=sort,
        entries=[(one, named(one, one.name)) for one in found],
        helpers=cards(content(), Helper) if sort == "phones" else (),
        helpers_changed=cards_changed(content(), Helper),
    )


def _places(*topics: str) -> list[tuple[Place, bool | None, list[str]]]:
    """Places for these, whether each is open now, and its hours."""
    now = parts().clock.now().astimezone(parts().config.timezone)
    days = tell("shown.days").split()
    return [
        (
            one,
            None if is_lost() else one.is_open(now.weekday(), now.time()),
            write_openings(one.openings, days).splitlines(),
        )
        for one in cards(content(), Place)
        if one.is_for(*topics)
    ]


def _drawn_page(one: Procedure) -> Drawn | None:
    """The code of its official page; None = it has none."""
    site = one.link.removeprefix("https://").split("/")[0]
    return draw_link(one.link, site) if one.link else None


def _drawn(one: Entry) -> Drawn | None:
    if not one.address:
        return None
    if one.kind is EntryKind.PHONE:
        return draw(phone(one.address), one.address)
    return draw_link(one.address, one.address.removeprefix("https://"))


def _checked(checked_on: str) -> str:
    """A month or a day as people write it: 09/2026, 30/09/2026."""
    return "/".join(reversed(checked_on.split("-"))) if checked_on else ""
