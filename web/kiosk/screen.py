"""The frame of the touchscreen: its measures, its events, its beats, its stop."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request

from hub.domain.entry import EntryKind
from hub.domain.helper import Helper
from hub.domain.screen import Screen
from hub.errors import ControlError, LinkError, RefusedError
from hub.kiosk_section import Kiosk
from hub.store.cards import cards
from hub.words import LANGUAGES
from web import language as languages
from web.board import News
from web.entry import safety
from web.entry.guard import anybody, caller
from web.entry.limits import STEADY, at_rate
from web.kiosk import reading_room
from web.kiosk.beats import Beat, beats
from web.kiosk.live_part import LivePart
from web.kiosk.lost_clock import UNKNOWN_TIME
from web.kiosk.place import is_screen, only_screen
from web.kiosk.shelf import shelf
from web.kiosk.sizes import low_px, sheet
from web.kiosk.stopping import stop_now
from web.kiosk.urgency import emergencies
from web.language import language, speaker
from web.lived import is_doubted, is_past
from web.parts import content, parts
from web.stream import answered, events
from web.watching import A_PHONE, THE_SCREEN, Watcher, stranger

pages = Blueprint("screen", __name__, url_prefix="/kiosk")

IN_A_HAND: Final = Screen(360, 780, 112.0)
"""For a phone that opens these pages: thumbs are nearer than fingers on a wall."""
AGAIN_MS: Final = 300
"""The screen comes back at once: an emergency may begin while it is away."""


@pages.get("/screen.css")
@anybody()
def measures() -> Response:
    """Millimetres of this screen as custom properties."""
    answer = Response(sheet(_screen()), mimetype="text/css")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pages.get("/events")
@anybody()
def stream() -> Response:
    """What every page of the screen shows at once: on air, emergencies, warnings."""
    board = parts().board
    board.look()
    shown = LivePart(parts(), language())
    template = current_app.jinja_env.get_template("kiosk/_live.html")

    def render(news: News) -> str:
        return template.render(t=speaker(shown.spoken), **shown.of(news))

    again = AGAIN_MS if is_screen() else 3 * AGAIN_MS
    return answered(board.watch(_watcher()), events(board, -1, render, again, is_numbered=True))


@pages.post("/beat")
@anybody(is_marked=False)
@at_rate(STEADY)
@only_screen
def beat() -> Response:
    """The page has painted: remember it, and say what time of day it is for the screen."""
    told, newest = request.form, _newest()
    beat = Beat(
        page=told.get("page", "")[:100],
        is_resting=told.get("rest") == "yes",
        is_whole=told.get("whole") == "yes",
        news=told.get("news", "")[:20],
    )
    beats().hear(parts().clock.monotonic(), beat, newest)
    return jsonify({**_day(), "news": newest})


@pages.get("/pulse")
@anybody()
@at_rate(STEADY)
@only_screen
def pulse() -> Response:
    """How long ago the page painted, for whoever watches over its browser."""
    age_s = beats().age_s(parts().clock.monotonic())
    return jsonify({"age_s": age_s, **_day(), "lit": _is_lit()})


@pages.post("/trouble")
@anybody(is_marked=False)
@only_screen
def trouble() -> Response:
    """The screen only shows its plain page: an incident, for the log book."""
    starts = request.form.get("starts", "0")[:3]
    told = {"key": "incident.screen", "values": {"starts": starts}}
    try:
        parts().ask("vn.hub.Broadcast.Note", told)
    except (ControlError, LinkError, RefusedError):
        return Response(status=503)  # whoever watches the browser tells it again
    return Response(status=204)


@pages.get("/numbers")
@anybody()
@at_rate(STEADY)
@only_screen
def numbers() -> Response:
    """Whom to call, for the page that is shown when this one cannot be."""
    helpers = [(one.phone, one.name) for one in cards(content(), Helper) if one.phone]
    found = [one for one in shelf().look().entries.values() if one.kind is EntryKind.PHONE]
    return jsonify([*helpers, *((one.address, one.name) for one in found)])


@pages.post("/stop")
@anybody()
@only_screen
def stop() -> tuple[str, int]:
    """Silence, at once: whoever stands before the screen may ask for it."""
    return stop_now()


@pages.post("/language")
@anybody()
def choose() -> Response:
    """Another language until the next person comes."""
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        abort(400)
    answer = Response(status=204)
    safety.set_cookie(answer, languages.COOKIE, wanted, None)
    return answer


@pages.post("/forget")
@anybody(is_marked=False)
@only_screen
def forget() -> Response:
    """The next person starts from the beginning."""
    answer = Response(status=204)
    answer.delete_cookie(languages.COOKIE)
    reading_room.leave(answer)
    return answer


def _watcher() -> Watcher:
    """The wall is never turned away, whoever else watches."""
    if is_screen():
        return THE_SCREEN
    return A_PHONE if caller() is not None else stranger(request.remote_addr or "")


def set_up(app: Flask, kiosk: Kiosk) -> None:
    """What the frame's template is told."""
    times = (kiosk.watching.beat_s, kiosk.idle_s, kiosk.ask_s)
    app.jinja_env.globals.update(
        kiosk_times=" ".join(f"{seconds:g}" for seconds in times),
        is_high_screen=kiosk.screen.is_high,
        kiosk_headphones=kiosk.headphones,
        is_part=_is_part,
        low_px=_low_px,
    )


def _low_px() -> int:
    """See `web.kiosk.sizes.low_px`."""
    return low_px(_screen())


def _screen() -> Screen:
    """What the pages are shown on."""
    return parts().config.kiosk.screen if is_screen() else IN_A_HAND


def _is_part() -> bool:
    """Whether the frame asks, which is there already (frame.js)."""
    return request.headers.get("Hub-Part") == "main"


def _newest() -> str:
    """Number of the news that the screen should have heard; "-" = it does not listen."""
    board = parts().board
    return str(board.last.number) if board.is_watched_by(THE_SCREEN) else "-"


def _is_lit() -> bool:
    """Whether its light must be on: it is its time, somebody is there, or an emergency sounds."""
    if _day()["lit"] or not beats().is_resting:
        return True
    return bool(emergencies(parts().board.look().known))


def _day() -> dict[str, object]:
    """What follows from the time of day."""
    config, now = parts().config, parts().clock.now()
    local = now.astimezone(config.timezone)
    hours, moment = config.kiosk.hours, local.time()
    playout = parts().board.last.playout  # a beat waits for nobody
    is_wrong, is_unsure = is_past(parts(), playout), is_doubted(parts(), playout)
    return {
        "time": UNKNOWN_TIME if is_wrong else f"{local:%H:%M}",
        "second": None if is_wrong else (local.hour * 60 + local.minute) * 60 + local.second,
        "lit": is_unsure or hours.is_lit(moment),
        "night": not is_unsure and hours.night.has(moment),
        "percent": hours.percent_any() if is_unsure else hours.percent(moment),
        "build": parts().static.address("frame.js"),
    }
