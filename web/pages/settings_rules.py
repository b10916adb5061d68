"""Operating rules and special periods: what a change does to the next week, then the change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request

from hub.domain.ids import PeriodId, ZoneId
from hub.domain.person import Right
from hub.domain.rules import OperatingRules, Period, PeriodMode, RuleBook
from hub.errors import RefusedError
from hub.store.calendar import rule_book, slots
from hub.store.calendar_json import rules_document
from web.content.meanwhile import form_name
from web.entry.guard import needs, to
from web.language import language, tell
from web.moments import check_near
from web.parts import parts, store
from web.present import moment as present
from web.present import settings as present_settings
from web.settings.change import Clash, change, shown_mark, write_down
from web.settings.forms import period_of, rules_of

pages = Blueprint("rules", __name__)

LOOK_DAYS = 7
COMMUNE = "commune"
NEW = "new"
REMOVED = "audit.set_period_removed"

Make = Callable[[RuleBook], RuleBook]


@pages.get("/rules")
@needs(Right.SETTINGS)
def places() -> str:
    """The commune's rules, and those of zones."""
    book = rule_book(store())
    zones = [
        (zone, present_settings.rule_lines(book.zones[zone.id], tell))
        if zone.id in book.zones
        else (zone, [])
        for zone in parts().config.zones.values()
    ]
    commune = present_settings.rule_lines(book.commune, tell)
    return render_template(
        "settings_places.html", commune=commune, zones=zones, done=request.args.get("done", "")
    )


@pages.get("/rules/<place>")
@needs(Right.SETTINGS)
def rules(place: str) -> str:
    """The form of one place."""
    book = rule_book(store())
    found = _rules_in(book, place)
    return _rules_page(place, book, found or book.commune, is_own=found is not None)


@pages.post("/rules/<place>")
@needs(Right.SETTINGS)
def set_rules(place: str) -> tuple[str, int] | Response:
    """Look at the next week, or store."""
    book = rule_book(store())
    is_own = place == COMMUNE or request.form.get("own") == "yes"
    before = _rules_in(book, place) or book.commune
    try:
        wanted = rules_of(request.form, before) if is_own else None
    except RefusedError as error:
        problem = tell(error.key, **error.values)
        return _rules_page(place, book, before, is_own=is_own, problem=problem), 422
    shown = wanted or book.commune

    def make(current: RuleBook) -> RuleBook:
        return _with_rules(current, place, wanted)

    if request.form.get("act") == "look":
        found = _effect(make(book))
        return _rules_page(place, book, shown, is_own=is_own, found=found), 200
    clash = change(lambda one: _place_part(one, place), make, "audit.set_rules")
    if clash is not None:
        return _rules_page(place, clash.book, shown, is_own=is_own, clash=clash), 409
    told = "; ".join(present_settings.rule_lines(shown, tell))
    write_down("audit.set_rules", place=_place_name(place), rules=told[:200])
    return to("settings.rules.places", done="yes")


@pages.get("/periods")
@needs(Right.SETTINGS)
def periods() -> str:
    """Special periods, the next first."""
    zones = present.Zones.of(parts().config.zones)
    found = sorted(rule_book(store()).periods, key=lambda one: (one.first, one.id))
    shown = [(one, present_settings.period_lines(one, zones, tell)) for one in found]
    return render_template(
        "settings_periods.html", periods=shown, done=request.args.get("done", "")
    )


@pages.get("/periods/<identity>")
@needs(Right.SETTINGS)
def period(identity: str) -> str:
    """The form of one period; "new" is one that is not there yet."""
    book = rule_book(store())
    found = _stored(book, identity)
    if found is None and identity != NEW:
        raise RefusedError("settings.no_period")
    return _period_page(identity, book, found)


@pages.post("/periods/<identity>")
@needs(Right.SETTINGS)
def set_period(identity: str) -> tuple[str, int] | Response:
    """Look at the next week, or store, or remove."""
    book = rule_book(store())
    key = PeriodId(f"dot-{form_name()}" if identity == NEW else identity)
    stored = _stored(book, key)
    wanted: Period | None = None
    if request.form.get("act") == "remove":
        _check_unused(key)
    else:
        try:
            wanted = period_of(request.form, key, tuple(parts().config.zones), book.commune)
            check_near(wanted.first, _today())
        except RefusedError as error:
            problem = tell(error.key, **error.values)
            return _period_page(identity, book, stored, problem=problem), 422

    def make(current: RuleBook) -> RuleBook:
        others = tuple(one for one in current.periods if one.id != key)
        return replace(current, periods=others if wanted is None else (*others, wanted))

    if request.form.get("act") == "look":
        return _period_page(identity, book, wanted, found=_effect(make(book))), 200
    clash = change(lambda one: _period_part(one, key), make, "audit.set_period", REMOVED)
    if clash is not None:
        theirs = _stored(clash.book, key)
        return _period_page(key, clash.book, wanted or theirs, clash=clash), 409
    shown = wanted or stored
    word = "audit.set_period" if wanted is not None else REMOVED
    write_down(word, title=shown.title if shown is not None else key)
    return to("settings.rules.periods", done="yes")


def _rules_page(
    place: str,
    book: RuleBook,
    shown: OperatingRules,
    *,
    is_own: bool,
    problem: str = "",
    found: list[str] | None = None,
    clash: Clash | None = None,
) -> str:
    theirs = _rules_in(book, place) or book.commune
    return render_template(
        "settings_rules.html",
        place=place,
        name=_place_name(place),
        rules=shown,
        form=request.form if problem else None,
        is_own=is_own,
        days=present_settings.DAYS,
        was=shown_mark(book, lambda one: _place_part(one, place), clash),
        effect=found,
        clash=clash,
        theirs=present_settings.rule_lines(theirs, tell),
        problem=problem,
    )


def _period_page(
    identity: str,
    book: RuleBook,
    shown: Period | None,
    *,
    problem: str = "",
    found: list[str] | None = None,
    clash: Clash | None = None,
) -> str:
    zones = present.Zones.of(parts().config.zones)
    stored = _stored(book, identity)
    return render_template(
        "settings_period.html",
        identity=identity,
        form_name=form_name(),
        period=shown,
        form=request.form if problem else None,
        rules=(shown.rules if shown is not None else None) or book.commune,
        zones=parts().config.zones.values(),
        days=present_settings.DAYS,
        modes=(PeriodMode.ADD, PeriodMode.REPLACE),
        was=shown_mark(book, lambda one: _period_part(one, identity), clash),
        effect=found,
        clash=clash,
        theirs=present_settings.period_lines(stored, zones, tell) if stored is not None else [],
        problem=problem,
    )


def _effect(book: RuleBook) -> list[str]:
    """What these rules would change, by the playout's own planner."""
    asked: dict[str, Any] = {"days": LOOK_DAYS, "language": language()}
    before = parts().ask("vn.hub.Broadcast.Preview", asked)["cues"]
    under = {**asked, "rules": rules_document(book)}
    after = parts().ask("vn.hub.Broadcast.Preview", under)["cues"]
    zones = present.Zones.of(parts().config.zones)
    return present_settings.changes(before, after, zones, tell)


def _rules_in(book: RuleBook, place: str) -> OperatingRules | None:
    """The rules of a place; None when it has none of its own."""
    if place == COMMUNE:
        return book.commune
    if ZoneId(place) not in parts().config.zones:
        raise RefusedError("settings.no_zone")
    return book.zones.get(ZoneId(place))


def _with_rules(book: RuleBook, place: str, wanted: OperatingRules | None) -> RuleBook:
    if place == COMMUNE and wanted is not None:
        return replace(book, commune=wanted)
    others = {zone: rules for zone, rules in book.zones.items() if zone != place}
    return replace(book, zones={**others, ZoneId(place): wanted} if wanted else others)


def _place_name(place: str) -> str:
    if place == COMMUNE:
        return tell("settings.commune")
    return parts().config.zones[ZoneId(place)].name


def _place_part(book: RuleBook, place: str) -> RuleBook:
    if place == COMMUNE:
        return RuleBook(book.commune)
    return RuleBook(zones={key: rules for key, rules in book.zones.items() if key == place})


def _stored(book: RuleBook, identity: str) -> Period | None:
    """The period as it is now; None while it is new, or when somebody removed it meanwhile."""
    return next((one for one in book.periods if one.id == identity), None)


def _period_part(book: RuleBook, identity: str) -> RuleBook:
    return RuleBook(periods=tuple(one for one in book.periods if one.id == identity))


def _check_unused(key: PeriodId) -> None:
    """A slot of a period that is gone would never be heard again, and nobody would know why."""
    user = next((slot for slot in slots(store()) if slot.period == key), None)
    if user is not None:
        raise RefusedError("settings.period_in_use", title=user.title)


def _today() -> date:
    return parts().clock.now().astimezone(parts().config.timezone).date()
