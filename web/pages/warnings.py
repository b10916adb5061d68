"""Alerts of weather and risk, entered by hand on the phone and taken back there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.alert import Alert, AlertType, in_force
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.alerts import alerts, put_alert
from hub.tokens import new_id
from web.content.alert_form import (
    HAZARDS,
    LEVELS,
    SENDER,
    Asked,
    empty,
    filled,
    read_alert,
    taken_back,
)
from web.content.meanwhile import AGAIN, FORM, KEPT, Clash, deed_of, form_name, gone, lines_of
from web.entry.guard import needs, to
from web.kiosk.lost_clock import held_alerts, latest, moments
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts

pages = Blueprint("warnings", __name__, url_prefix="/content/warnings")

MEANWHILE: Final = 409


@pages.get("")
@needs(Right.APPROVE)
def listed() -> str:
    """What holds now or will, the commune's and those typed here."""
    found = _known()
    return render_template(
        "warnings.html",
        warnings=[(one, one.ref.sender == SENDER) for one in found],
        now=latest(),
    )


@pages.get("/<identity>")
@needs(Right.APPROVE)
def form(identity: str) -> str:
    """An alert to correct, or an empty one."""
    tz = parts().config.timezone
    if identity == "new":
        return _form(None, empty(parts().clock.now(), tz, parts().config.name))
    known = _own(identity)
    return _form(known, filled(known, tz, _hazards()))


@pages.post("/<identity>")
@needs(Right.APPROVE)
def keep(identity: str) -> Response | tuple[str, int]:
    """Show it at once; a correction takes the place of what it corrects."""
    is_new, name = identity == "new", form_name()
    if not is_new and FORM not in request.form:
        _own(identity)
    try:
        with content().transaction():
            known, there = _found(identity), _told(name)
            made = _read(name, known)
            is_so = there is not None and _is_same(made, there)
            is_late = not is_so and (there is not None or (known is None and not is_new))
            if there is None and not is_late:
                _put(made, known)
    except RefusedError as error:
        values = dict(error.values)
        if "field" in values:
            values["field"] = tell(f"warning.field.{values['field']}")
        return _form(_found(identity), dict(request.form), tell(error.key, **values)), 422
    if is_late:
        newest = _newest_of(identity if there is None else name)
        return _form(newest, dict(request.form), clash=_clash(identity, newest)), MEANWHILE
    if not is_so:  # else the form was sent twice
        write_down("audit.warning_kept", title=made.headline, id=name)
    return to("warnings.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response | tuple[str, int]:
    """Take it back, unless somebody has just corrected it."""
    now = parts().clock.now()
    with content().transaction():
        known = _found(identity)
        if known is not None:
            put_alert(content(), taken_back(known, new_id(), now), now)
    if known is not None:
        write_down("audit.warning_removed", title=known.headline, id=identity)
        return to("warnings.listed")
    newest = _newest_of(identity)
    if newest is not None:
        given = filled(newest, parts().config.timezone, _hazards())
        return _form(newest, given, clash=_clash(identity, newest, AGAIN)), MEANWHILE
    if _told(identity) is None:
        abort(404)
    return to("warnings.listed")  # it was sent twice, or somebody else was faster


def _read(name: str, known: Alert | None) -> Alert:
    """The message that the form asks for, in the place of another one."""
    before = known.ref if known is not None else None
    now, tz = parts().clock.now(), parts().config.timezone
    return read_alert(request.form, Asked(now, tz, name, before, _hazards()))


def _put(made: Alert, known: Alert | None) -> None:
    now = parts().clock.now()
    put_alert(content(), made, now)
    if known is not None and made.effective > now:  # until then neither holds
        put_alert(content(), taken_back(known, new_id(), now), now)


def _form(
    known: Alert | None, given: Mapping[str, str], problem: str = "", clash: Clash | None = None
) -> str:
    return render_template(
        "warning_form.html",
        known=known,
        given=given,
        problem=problem,
        clash=clash,
        form=form_name() if clash is None else new_id(),  # another message than the one it made
        hazards=_hazards(),
        levels=LEVELS,
    )


def _hazards() -> dict[str, str]:
    """By what they are called on the screen, in the village's language."""
    return {hazard: tell(f"warning.hazard.{hazard}") for hazard in HAZARDS}


def _kept() -> tuple[Alert, ...]:
    """Whatever has not expired; while nobody knows the time, at any moment that it may be."""
    return alerts(content(), min(moments()))


def _known() -> list[Alert]:
    """Those that hold, then those whose time is to come; what the wall shows can be taken back."""
    kept, now = _kept(), latest()
    holding = held_alerts()
    coming = [one for one in kept if one.effective > now]
    later = [
        one
        for moment in sorted({one.effective for one in coming})
        for one in in_force(kept, moment)
        if one.effective == moment
    ]
    return [*holding, *later]


def _clash(identity: str, newest: Alert | None, advice: str = KEPT) -> Clash:
    if newest is None:
        return gone(identity)
    theirs = filled(newest, parts().config.timezone, _hazards())
    called = {
        name: tell("shown.weather.do" if name == "to_do" else f"warning.field.{name}")
        for name in theirs
        if name != "drill"
    }
    mine = request.form if advice == KEPT else {}
    lines = lines_of(theirs, mine, called, _said)
    return Clash(tuple(lines), deed_of([newest.ref.identifier]), advice)


def _said(name: str, value: str) -> str:
    """A field of the form as people read it."""
    match name:
        case "hazard":
            return _hazards().get(value, value)
        case "level" if value == "0":
            return tell("shown.weather.no_level")
        case _:
            return value


def _told(name: str) -> Alert | None:
    """The message of this name that this hub gave out, over or not, until it expires."""
    return next((one for one in _kept() if one.ref[:2] == (SENDER, name)), None)


def _is_same(made: Alert, there: Alert) -> bool:
    """A form that was sent twice says the same, whatever it corrected."""
    return replace(made, ref=there.ref, type=there.type, references=there.references) == there


def _newest_of(identity: str) -> Alert | None:
    """What somebody put in the place of a message meanwhile; None when it was taken back."""
    later = {
        ref.identifier: one.ref.identifier
        for one in _kept()
        if one.ref.sender == SENDER and one.type is AlertType.UPDATE
        for ref in one.references
    }
    while identity in later:
        identity = later.pop(identity)
    return _found(identity)


def _found(identity: str) -> Alert | None:
    """The message of this name that was typed here and holds, or will."""
    return next((one for one in _known() if one.ref[:2] == (SENDER, identity)), None)


def _own(identity: str) -> Alert:
    found = _found(identity)
    if found is None:
        abort(404)
    return found
