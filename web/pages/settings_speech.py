"""How bulletins are read aloud: the usual voice, its speed and pauses, and samples to hear."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, url_for

from hub.domain.person import Right
from hub.errors import ControlError, RefusedError
from hub.prepare.voices.shelf import find, voices
from hub.prepare.voices.voice import FASTEST, LONGEST_PAUSE_S, SLOWEST, Engine, Voice
from hub.store.speech import put_usual_speech
from web.entry.guard import needs, to
from web.language import tell
from web.parts import parts, store
from web.serving.files import sent
from web.settings.change import write_down
from web.settings.forms import number_of
from web.sound.sampling import Usual, job_of, sample, speak, usual

pages = Blueprint("speech", __name__)

SPEEDS: Final = (0.8, 0.9, 1.0, 1.1)


@pages.get("/voice")
@needs(Right.SETTINGS)
def voice() -> str:
    """The usual voice."""
    return _voice_page(usual(), "")


@pages.post("/voice")
@needs(Right.SETTINGS)
def set_voice() -> Response | tuple[str, int]:
    """Hear it, or store it."""
    try:
        wanted = _wanted()
        if request.form.get("act") == "hear":
            return speak(tell("settings.sample"), wanted, url_for("settings.speech.voice"))
    except (RefusedError, ControlError) as error:
        return _voice_page(usual(), tell(error.key, **error.values)), 422
    with store().transaction():
        now = usual()
        if now.mark not in {request.form.get("was"), wanted.mark}:
            problem = tell("settings.changed_voice", now=_told(now), yours=_told(wanted))
            return _voice_page(wanted, problem, is_told=True), 409
        put_usual_speech(store(), wanted.voice, wanted.manner)
    write_down("audit.set_voice", voice=_told(wanted))
    return to("settings.overview", done="yes")


@pages.get("/hear/<identity>")
@needs(Right.SETTINGS)
def hear(identity: str) -> str:
    """A sample that is being made, or is done."""
    return render_template("settings_hear.html", **sample(identity))


@pages.get("/hear/<identity>/now")
@needs(Right.SETTINGS)
def hear_now(identity: str) -> Response | str:
    """The part of the page that changes, for htmx."""
    found = sample(identity)
    if found["is_over"]:
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = url_for("settings.speech.hear", identity=identity)
        return answer
    return render_template("_settings_hear.html", **found)


@pages.get("/hear/<identity>/sound")
@needs(Right.SETTINGS, is_sound=True)
def hear_sound(identity: str) -> Response:
    """The sample, as the loudspeakers would have it."""
    taken = job_of(identity).get("taken")
    if not taken:
        raise RefusedError("sounds.gone")
    path = parts().config.media_dir / taken["media"]
    return sent(path, "audio/wav")


def _voice_page(shown: Usual, problem: str, *, is_told: bool = False) -> str:
    """The form; a mark that is not told yet of somebody else's choice stays as it came."""
    speeds = sorted({*SPEEDS, shown.speed})
    return render_template(
        "settings_voice.html",
        usual=shown,
        longest=f"{LONGEST_PAUSE_S:g}",
        was=usual().mark if is_told else request.form.get("was", usual().mark),
        voices=[(one.id, _voice_name(one)) for one in voices(_folder())],
        speeds=[
            (f"{speed:g}", tell("settings.speed", percent=round(speed * 100))) for speed in speeds
        ],
        problem=problem,
    )


def _wanted() -> Usual:
    """What was chosen.

    Raises:
        RefusedError: There is no such voice, speed or pause.
    """
    form = request.form
    return Usual(
        find(form.get("voice", ""), _folder()).id,
        number_of(form, "speed", SLOWEST, FASTEST),
        number_of(form, "sentence", 0, LONGEST_PAUSE_S),
        number_of(form, "paragraph", 0, LONGEST_PAUSE_S),
    )


def _told(usual: Usual) -> str:
    """A voice and its manner in words."""
    name = _voice_name(find(usual.voice, _folder()))
    return tell("settings.voice_told", voice=name, percent=round(usual.speed * 100))


def _voice_name(one: Voice) -> str:
    return tell(one.name) if one.engine is Engine.ESPEAK else one.name


def _folder() -> Path:
    return parts().config.data_dir / "voices"
