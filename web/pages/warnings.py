"""Alerts of weather and risk, entered by hand on the phone and taken back there."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, render_template, request

from hub.domain.alert import Alert, in_force
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
from web.entry.guard import needs, to
from web.language import tell
from web.pages.writing_down import write_down
from web.parts import content, parts

pages = Blueprint("warnings", __name__, url_prefix="/content/warnings")


@pages.get("")
@needs(Right.APPROVE)
def listed() -> str:
    """What holds now or will, the commune's and those typed here."""
    found = _known()
    return render_template(
        "warnings.html",
        warnings=[(one, one.ref.sender == SENDER) for one in found],
        now=parts().clock.now(),
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
    known = None if identity == "new" else _own(identity)
    now, tz = parts().clock.now(), parts().config.timezone
    asked = Asked(now, tz, new_id(), known.ref if known is not None else None, _hazards())
    try:
        made = read_alert(request.form, asked)
        put_alert(content(), made, now)
        if known is not None and made.effective > now:  # until then neither holds
            put_alert(content(), taken_back(known, new_id(), now), now)
    except RefusedError as error:
        values = dict(error.values)
        if "field" in values:
            values["field"] = tell(f"warning.field.{values['field']}")
        return _form(known, dict(request.form), tell(error.key, **values)), 422
    write_down("audit.warning_kept", title=made.headline)
    return to("warnings.listed")


@pages.post("/<identity>/remove")
@needs(Right.APPROVE)
def remove(identity: str) -> Response:
    """Take it back."""
    known, now = _own(identity), parts().clock.now()
    put_alert(content(), taken_back(known, new_id(), now), now)
    write_down("audit.warning_removed", title=known.headline)
    return to("warnings.listed")


def _form(known: Alert | None, given: Mapping[str, str], problem: str = "") -> str:
    return render_template(
        "warning_form.html",
        known=known,
        given=given,
        problem=problem,
        hazards=_hazards(),
        levels=LEVELS,
    )


def _hazards() -> dict[str, str]:
    """By what they are called on the screen, in the village's language."""
    return {hazard: tell(f"warning.hazard.{hazard}") for hazard in HAZARDS}


def _known() -> list[Alert]:
    """Those that hold, then those whose time is to come."""
    now = parts().clock.now()
    kept = alerts(content(), now)
    holding = in_force(kept, now)
    coming = [one for one in kept if one.effective > now]
    later = [
        one
        for moment in sorted({one.effective for one in coming})
        for one in in_force(kept, moment)
        if one.effective == moment
    ]
    return [*holding, *later]


def _own(identity: str) -> Alert:
    found = next(
        (one for one in _known() if one.ref.sender == SENDER and one.ref.identifier == identity),
        None,
    )
    if found is None:
        abort(404)
    return found
