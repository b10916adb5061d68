"""Upload a file of sound or video: a plain form that works everywhere; scripts resume."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.person import Right
from hub.errors import ControlError, HubError, RefusedError
from hub.store.calendar import programmes
from web.entry.guard import needs, person, to
from web.language import tell
from web.parts import parts, store
from web.sound import drafts as sounds
from web.sound.handing import hand_on, uploads
from web.sound.receiving import LARGEST_FORM, Received
from web.sound.uploads import MIB, Upload

pages = Blueprint("upload", __name__, url_prefix="/upload")

SOUNDS: Final = (
    "mp3", "m4a", "aac", "ogg", "oga", "opus", "webm", "wav", "flac", "amr", "wma", "caf",
)  # fmt: skip
VIDEOS: Final = ("mp4", "3gp", "mov", "mkv", "avi", "m4v")
"""What phones and Zalo make; whatever ffmpeg reads is taken, this is only what is offered."""
ACCEPT: Final = ",".join([*(f".{one}" for one in (*SOUNDS, *VIDEOS)), "audio/*", "video/*"])


@pages.get("")
@needs(Right.WRITE)
def page() -> str:
    """The form, and what was not finished."""
    return _page("")


@pages.post("")
@needs(Right.WRITE, most_bytes=LARGEST_FORM)
def take() -> Response | tuple[str, int]:
    """A whole file in one request, as every browser sends it."""
    try:
        upload = _taken()
    except HubError as error:
        status = 422 if isinstance(error, RefusedError) else 503
        return _page(tell(error.key, **error.values)), status
    try:
        with suppress(ControlError):  # the next page tries again
            hand_on(upload)
    except RefusedError as error:
        uploads().drop(upload)
        return _page(tell(error.key, **error.values)), 422
    return to("sounds.show", identity=upload.id)


@pages.post("/<identity>/drop")
@needs(Right.WRITE)
def drop(identity: str) -> Response:
    """Forget what was not finished."""
    uploads().drop(uploads().find(identity, person().id))
    return to("upload.page")


def _taken() -> Upload:
    found = request.files.get("file")
    if found is None or not isinstance(found.stream, Received) or not found.filename:
        raise RefusedError("upload.none")
    return found.stream.finish(found.filename)


def _page(problem: str) -> str:
    folder, most_bytes = uploads(), uploads().most_bytes
    waiting = [(one, folder.offset(one)) for one in folder.unfinished(person().id)]
    return render_template(
        "upload.html",
        accept=ACCEPT,
        names=", ".join((*SOUNDS, *VIDEOS)),
        most_mib=most_bytes // MIB,
        most_bytes=most_bytes,
        minutes=parts().config.preparing.most_minutes,
        waiting=[(one, round(100 * come / one.size)) for one, come in waiting],
        unsaved=sounds.unsaved(programmes(store())),
        problem=problem,
    )
