"""What people told the screen: feedback to answer, voice messages to hear, ratings by month."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, send_file

from hub.domain.opinion import NEXT_STATES, Face, Feedback, FeedbackId, FeedbackState
from hub.domain.person import Right
from hub.errors import RefusedError
from hub.store.opinions import (
    all_feedback,
    answer,
    feedback_of,
    forget_feedback,
    months_of_ratings,
    voices_wanted,
)
from web.entry.guard import needs, to
from web.kiosk.voice import folder, forget_voices, type_of
from web.pages.writing_down import write_down
from web.parts import content, parts

pages = Blueprint("told", __name__, url_prefix="/content")


@pages.get("/feedback")
@needs(Right.APPROVE)
def listed() -> str:
    """Feedback, the one that changed last first; what need not be kept any more is forgotten."""
    forget_feedback(content(), parts().clock.now())
    forget_voices(voices_wanted(content()))
    return render_template("feedback.html", feedback=all_feedback(content()))


@pages.get("/feedback/<identity>")
@needs(Right.APPROVE)
def one(identity: str) -> str:
    """One feedback, and how to take it further."""
    found = _feedback(identity)
    steps = [state for state in FeedbackState if state in NEXT_STATES[found.state]]
    return render_template("feedback_one.html", one=found, steps=steps)


@pages.post("/feedback/<identity>")
@needs(Right.APPROVE)
def take_further(identity: str) -> Response:
    """Answer it, pass it on or close it."""
    found = _feedback(identity)
    try:
        state = FeedbackState(request.form.get("state", ""))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    told = request.form.get("answer", "").strip()
    if state is FeedbackState.ANSWERED and not told:
        raise RefusedError("content_page.no_answer")
    answer(content(), found.id, state, told, parts().clock.now())
    write_down("audit.feedback", number=str(found.number))
    return to("told.one", identity=identity)


@pages.get("/feedback/<identity>/voice")
@needs(Right.APPROVE, is_sound=True)
def voice(identity: str) -> Response:
    """What was spoken."""
    path = folder() / _feedback(identity).voice_sha256
    if not path.is_file():
        abort(404)
    with path.open("rb") as file:
        kind = type_of(file.read(4))
    return send_file(path, mimetype=kind or "application/octet-stream", conditional=True)


@pages.get("/ratings")
@needs(Right.SEE)
def ratings() -> str:
    """What each month came to at each service point."""
    return render_template(
        "ratings.html", months=months_of_ratings(content()), faces=tuple(reversed(Face))
    )


def _feedback(identity: str) -> Feedback:
    found = feedback_of(content(), FeedbackId(identity))
    if found is None:
        abort(404)
    return found
