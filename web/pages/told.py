"""What people told the screen: feedback to answer, voice messages to hear, ratings by month."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, render_template, request

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
from web.content.meanwhile import Clash, deed_of, is_news, shown_mark
from web.entry.guard import needs, to
from web.kiosk.voice import folder, forget_voices, type_of
from web.language import tell
from web.lived import note_time
from web.pages.writing_down import write_down
from web.parts import content, parts
from web.serving.files import sent

pages = Blueprint("told", __name__, url_prefix="/content")

MEANWHILE: Final = 409


@pages.get("/feedback")
@needs(Right.APPROVE)
def listed() -> str:
    """Feedback, the one that changed last first; what need not be kept any more is forgotten."""
    if not note_time():
        forget_feedback(content(), parts().clock.now())
    forget_voices(voices_wanted(content()))
    return render_template("feedback.html", feedback=all_feedback(content()))


@pages.get("/feedback/<identity>")
@needs(Right.APPROVE)
def one(identity: str) -> str:
    """One feedback, and how to take it further."""
    return _page(_feedback(identity))


@pages.post("/feedback/<identity>")
@needs(Right.APPROVE)
def take_further(identity: str) -> Response | tuple[str, int]:
    """Answer it, pass it on or close it, unless somebody else was faster."""
    _feedback(identity)
    try:
        state = FeedbackState(request.form.get("state", ""))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    told = request.form.get("answer", "").strip()
    note_time()
    if state is FeedbackState.ANSWERED and not told:
        raise RefusedError("content_page.no_answer")
    with content().transaction():
        found = _feedback(identity)
        is_so = _seen(found) == (state, told or found.answer)
        is_late = is_news(_seen(found)) and not is_so
        if not is_late and not is_so:
            answer(content(), found.id, state, told, parts().clock.now())
    if is_late:
        return _page(found, _clash(found)), MEANWHILE
    if not is_so:
        write_down("audit.feedback", number=str(found.number), id=identity)
    return to("told.one", identity=identity)


def _page(found: Feedback, clash: Clash | None = None) -> str:
    """One feedback: with the answer that was typed, when somebody else was faster."""
    return render_template(
        "feedback_one.html",
        one=found,
        steps=[state for state in FeedbackState if state in NEXT_STATES[found.state]],
        answer=request.form.get("answer", found.answer),
        was=shown_mark(_seen(found), clash),
        clash=clash,
    )


def _clash(found: Feedback) -> Clash:
    state = tell(f"shown.feedback.state.{found.state}")
    line = [f"{tell('shown.feedback.answer')}: {found.answer}"] if found.answer else []
    return Clash((state, *line), deed_of([found.id]))


def _seen(found: Feedback) -> tuple[FeedbackState, str]:
    """What two people could change of it."""
    return found.state, found.answer


@pages.get("/feedback/<identity>/voice")
@needs(Right.APPROVE, is_sound=True)
def voice(identity: str) -> Response:
    """What was spoken."""
    path = folder() / _feedback(identity).voice_sha256
    if not path.is_file():
        abort(404)
    with path.open("rb") as file:
        kind = type_of(file.read(4))
    return sent(path, kind or "application/octet-stream")


@pages.get("/ratings")
@needs(Right.SEE)
def ratings() -> str:
    """What each month came to at each service point."""
    note_time()
    return render_template(
        "ratings.html", months=months_of_ratings(content()), faces=tuple(reversed(Face))
    )


def _feedback(identity: str) -> Feedback:
    found = feedback_of(content(), FeedbackId(identity))
    if found is None:
        abort(404)
    return found
