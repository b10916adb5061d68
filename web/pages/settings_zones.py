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
from web.settings.change import SEEN, change, mark_of, write_down
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

    clash = change(request.form.get(SEEN, ""), _part, make)
    if clash is not None:
        who = clash.deed.who if clash.deed is not None else "?"
        return _page(tell("settings.changed_meanwhile", who=who), key), 409
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


def _page(problem: str, wrong: ZoneId) -> str:
    book = rule_book(store())
    return render_template(
        "settings_zones.html",
        zones=[(one, _installed()[one.id].name) for one in parts().config.zones.values()],
        was=mark_of(book, _part),
        problem=problem,
        wrong=wrong,
        typed=request.form.get("name", ""),
        most=LONGEST_NAME,
        done=request.args.get("done", ""),
    )


def _installed() -> Mapping[ZoneId, Zone]:
    zones = parts().config.zones
    return zones.installed if isinstance(zones, NamedZones) else zones


def _part(book: RuleBook) -> RuleBook:
    return RuleBook(zone_names=book.zone_names)
