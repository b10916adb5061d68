"""A sound that somebody is making: how far it is, what it is like, and the draft it becomes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath

from flask import Blueprint, Response, make_response, render_template, request, url_for

from hub.domain.person import Right
from hub.errors import ControlError, RefusedError
from hub.store.people import Deed, note
from web.entry.guard import caller, needs, person, to
from web.language import local, tell
from web.parts import parts, people
from web.planning import approving
from web.present import sound as present_sound
from web.serving.files import sent
from web.sound import drafts as sounds
from web.sound.handing import hand_on, uploads

pages = Blueprint("sounds", __name__, url_prefix="/sounds")

BACK = {"typed": "compose.form", "recorded": "record.page", "uploaded": "upload.page"}
"""Where one begins again, by the way a sound came."""


@pages.get("/<identity>")
@needs(Right.WRITE)
def show(identity: str) -> Response | tuple[str, int] | str:
    """How far it is; when it is done: what it is like, or at once its draft."""
    try:
        sound = _sound(identity)
    except ControlError as error:
        problem = tell(error.key, **error.values)
        return render_template("sound_waits.html", sound=None, identity=identity, problem=problem)
    if not sound.is_over:
        return render_template("sound_waits.html", sound=sound, identity=identity, problem="")
    if not sound.is_done:
        return render_template("sound_refused.html", sound=sound, again=BACK[sound.notes.way]), 422
    if sound.notes.way == "typed":
        _keep(sound, sound.notes.title, sound.notes.kind)
        return to("bulletin.show", identity=sound.programme)
    return _result(sound, "")


@pages.get("/<identity>/now")
@needs(Right.WRITE)
def now(identity: str) -> Response | str:
    """The part of the page that changes, for htmx."""
    try:
        sound = _sound(identity)
    except ControlError as error:
        problem = tell(error.key, **error.values)
        return render_template("_sound.html", sound=None, identity=identity, problem=problem)
    if sound.is_over:
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = url_for("sounds.show", identity=identity)
        return answer
    return render_template("_sound.html", sound=sound, identity=identity, problem="")


@pages.get("/<identity>/sound")
@needs(Right.WRITE, is_sound=True)
def sound_file(identity: str) -> Response:
    """The sound as the loudspeakers will have it."""
    path = parts().config.media_dir / _done(identity).told["taken"]["media"]
    return sent(path, "audio/wav")


@pages.post("/<identity>/save")
@needs(Right.WRITE)
def save(identity: str) -> Response | tuple[str, int]:
    """Make a draft of it, under the name that was given."""
    sound = _done(identity)
    try:
        title = sounds.title_of(request.form.get("title", ""))
        kind = sounds.kind_of(request.form.get("kind", ""))
    except RefusedError as error:
        return _result(sound, tell(error.key, **error.values)), 422
    _keep(sound, title, kind)
    return to("bulletin.show", identity=sound.programme, repeats=approving.repeats())


@pages.post("/<identity>/drop")
@needs(Right.WRITE)
def drop(identity: str) -> Response:
    """Throw it away, and begin again."""
    sound = _sound(identity)
    sounds.drop(identity)
    if sound.notes.way != "typed":
        uploads().drop(uploads().find(identity, person().id))
    return to(BACK[sound.notes.way])


def _sound(identity: str) -> sounds.Sound:
    """The sound of this id; an upload that nobody has handed on yet is handed on."""
    found = sounds.look(identity)
    return found if found is not None else hand_on(uploads().find(identity, person().id))


def _done(identity: str) -> sounds.Sound:
    sound = _sound(identity)
    if not sound.is_done:
        raise RefusedError("sounds.gone")
    return sound


def _result(sound: sounds.Sound, problem: str) -> str:
    report = sound.told["report"]
    target_lufs = parts().config.preparing.target_lufs
    return render_template(
        "sound.html",
        sound=sound,
        facts=present_sound.facts(report, target_lufs, tell),
        warnings=present_sound.warnings(report),
        given=request.form,
        title=_suggested(sound),
        repeats=approving.repeats(),
        most_repeats=approving.MOST_REPEATS,
        lengths=present_sound.whole_lengths(report["length_s"], approving.MOST_REPEATS, tell),
        problem=problem,
    )


def _suggested(sound: sounds.Sound) -> str:
    """A name to begin with: that of the file, or when it was recorded."""
    if sound.notes.way == "recorded":
        return tell("record.name", at=local(datetime.fromisoformat(sound.told["at"]), "minute"))
    return PurePosixPath(sound.name).stem[: sounds.LONGEST_TITLE]


def _keep(sound: sounds.Sound, title: str, kind: str) -> None:
    found = caller()
    if sounds.keep(sound, title, sounds.kind_of(kind)) and found is not None:
        if sound.notes.replaces:
            with suppress(ControlError):  # it is not listed any more, either way
                sounds.drop(sounds.job_of_programme(sound.notes.replaces))
        deed = Deed(parts().clock.now(), found.person.name, "audit.drafted", {"title": title})
        note(people(), deed, found.phone.id)
