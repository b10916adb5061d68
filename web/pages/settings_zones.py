"""What people call the zones; how each is wired is only shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.ids import ZoneId
from hub.domain.person import Right
from hub.domain.rules import RuleBook
from hub.domain.zone import Zone
from hub.errors import RefusedError
from hub.store.calendar import rule_book
from web.entry.guard import needs, to
from web.language import tell
from web.named_zones import NamedZones
from web.parts import parts, store
from web.settings.change import Clash, change, mark_of, shown_mark, write_down
from web.settings.forms import name_of

pages = Blueprint("zones", __name__)

LONGEST_NAME: Final = 40


@pages.get("/zones")
@needs(Right.SETTINGS)
def listed() -> str:
    """Every zone."""
    return _page("", ZoneId(""))


@pages.post("/zones/<zone>")
@needs(Right.SETTINGS)
def rename(zone: str) -> tuple[str, int] | Response:
    """Call it otherwise, everywhere; its id stays."""
    key = ZoneId(zone)
    before = parts().config.zones.get(key)
    if before is None:
        raise RefusedError("settings.no_zone")
    try:
        name = _name(key, request.form.get("name", ""))
    except RefusedError as error:
        return _page(tell(error.key, **error.values), key), 422

    def make(book: RuleBook) -> RuleBook:
        others = {one: told for one, told in book.zone_names.items() if one != key}
        return replace(book, zone_names={**others, key: name} if name else others)

    clash = change(lambda book: _part(book, key), make, "audit.set_zone")
    if clash is not None:
        return _page("", key, clash), 409
    zones = parts().config.zones
    if isinstance(zones, NamedZones):
        zones.read(store())  # streams that are open say it at once
    called = name or _installed()[key].name
    write_down("audit.set_zone", before=before.name, name=called)
    return to("settings.zones.listed", done="yes")


def _name(key: ZoneId, text: str) -> str:
    """A name that no other zone has; "" = as it was installed."""
    name = name_of(text, LONGEST_NAME)
    shown = name or _installed()[key].name
    others = [one.name for one in parts().config.zones.values() if one.id != key]
    if shown.casefold() in {other.casefold() for other in others}:
        raise RefusedError("settings.zone_taken", name=shown)
    return "" if name == _installed()[key].name else name


def _page(problem: str, wrong: ZoneId, clash: Clash | None = None) -> str:
    """Every zone; the one that could not be stored with what was entered."""
    book = rule_book(store())
    return render_template(
        "settings_zones.html",
        zones=[
            (one, _installed()[one.id].name, _mark(book, one.id, wrong, clash))
            for one in parts().config.zones.values()
        ],
        clash=clash,
        theirs=[parts().config.zones[wrong].name] if clash is not None else [],
        problem=problem,
        wrong=wrong,
        typed=request.form.get("name", ""),
        most=LONGEST_NAME,
        done=request.args.get("done", ""),
    )


def _installed() -> Mapping[ZoneId, Zone]:
    zones = parts().config.zones
    return zones.installed if isinstance(zones, NamedZones) else zones


def _mark(book: RuleBook, zone: ZoneId, wrong: ZoneId, clash: Clash | None) -> str:
    """The form that was sent keeps its mark; the others get the present ones."""
    if zone == wrong:
        return shown_mark(book, lambda one: _part(one, zone), clash)
    return mark_of(book, lambda one: _part(one, zone))


def _part(book: RuleBook, zone: ZoneId) -> RuleBook:
    return RuleBook(zone_names={key: name for key, name in book.zone_names.items() if key == zone})
