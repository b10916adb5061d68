"""Tries a zone's loudspeakers out: three seconds of a tone, when nothing else plays."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from hub.domain.ids import ZoneId
from hub.domain.person import Right
from hub.domain.zone import Zone
from hub.errors import RefusedError
from hub.media.tone import TONE, tone_programme
from hub.store.calendar import programmes, put_programme
from web.entry.confirming import ask_again
from web.entry.guard import needs, person
from web.language import tell
from web.orders import new_order, order_name
from web.parts import parts, store
from web.present import moment as present
from web.settings.change import write_down

pages = Blueprint("tone", __name__)


@pages.get("/tone")
@needs(Right.SETTINGS)
def form() -> str:
    """Which zone, and the PIN again."""
    return _page("")


@pages.post("/tone")
@needs(Right.SETTINGS, is_entry=True)
def play() -> tuple[str, int]:
    """Play it; refused while something is on air or about to be."""
    try:
        zone, name = _zone(), order_name(request.form.get("order", ""))
        ask_again()
    except RefusedError as error:
        return _page(tell(error.key, **error.values)), 422
    _prepare()
    order = {
        "id": name,
        "verb": "play",
        "by": person().name,
        "programme": TONE,
        "zones": [zone.id],
        "idle": True,
    }
    try:
        answer = parts().ask("vn.hub.Broadcast.Give", order)
    except RefusedError as error:
        why = tell(error.key, **error.values)
        return _page(tell("settings.tone_refused", why=why)), 409
    write_down("audit.set_tone", zone=zone.name)
    text = tell("settings.tone_plays", zone=zone.name, since=present.stopped(answer["since"]))
    return render_template("answer.html", tone="done", text=text, why=""), 200


def _zone() -> Zone:
    found = parts().config.zones.get(ZoneId(request.form.get("zone", "")))
    if found is None:
        raise RefusedError("settings.no_zone")
    return found


def _prepare() -> None:
    """The programme must be there, and be the one of this program."""
    config = parts().config
    made = tone_programme(config.media_dir, config.rate, tell("settings.tone_title"), "Hub")
    known = programmes(store()).get(TONE)
    if known is None or known.sha256 != made.sha256:
        put_programme(store(), made)


def _page(problem: str) -> str:
    return render_template(
        "settings_tone.html",
        zones=parts().config.zones.values(),
        chosen=request.values.get("zone", ""),
        order=new_order(),
        problem=problem,
    )
