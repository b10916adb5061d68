"""Feedback: typed or spoken, to the village or the commune, with a number to ask for the answer."""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.notice import Notice
from hub.domain.opinion import Addressee, Feedback, FeedbackId, FeedbackState
from hub.errors import RefusedError
from hub.store.opinions import feedback_numbered, forget_feedback, put_feedback
from hub.tokens import new_id
from web.entry.guard import anybody, check_entries, to
from web.kiosk.lost_clock import held_notices
from web.kiosk.voice import MOST_BYTES, keep_voice
from web.language import tell
from web.lived import note_time
from web.parts import content, parts

pages = Blueprint("telling", __name__, url_prefix="/kiosk/feedback")

MOST_BODY: Final = MOST_BYTES + 64 * 1024
LONGEST_ID: Final = 40


@pages.get("")
@anybody()
def form() -> str:
    """Where to tell something, and where to ask for an answer."""
    return render_template(
        "kiosk/feedback.html", identity=new_id(), trouble="", given={}, notice=_notice()
    )


@pages.post("")
@anybody(is_entry=True, most_bytes=MOST_BODY)
def tell_it() -> Response | tuple[str, int]:
    """Keep it; the same page sent twice is one feedback."""
    now = parts().clock.now()
    identity = request.form.get("id", "")
    if not 8 <= len(identity) <= LONGEST_ID or not identity.isalnum():
        raise RefusedError("error.stale_form")
    voice = keep_voice(request.files.get("voice"))
    try:
        addressee = Addressee(request.form.get("to", Addressee.VILLAGE))
    except ValueError as error:
        raise RefusedError("error.stale_form") from error
    told = Feedback(
        FeedbackId(identity),
        addressee,
        _text(has_voice=bool(voice)),
        now,
        now,
        voice_sha256=voice,
        phone=request.form.get("phone", "").strip(),
    )
    is_lost = note_time()
    try:
        kept = put_feedback(content(), told)
    except RefusedError as error:
        return _again(error), 422
    if not is_lost:
        forget_feedback(content(), now)
    return to("telling.thanks", number=f"{kept.number}-{code_of(kept)}")


@pages.get("/thanks")
@anybody()
def thanks() -> str | tuple[str, int]:
    """The number to ask with, at an address of its own: it can be read aloud and translated."""
    found = _asked_for()
    if found is None:
        return _again(RefusedError("shown.feedback.no_number")), 404
    return render_template("kiosk/feedback_done.html", one=found, code=code_of(found))


@pages.get("/state")
@anybody()
def state() -> str | tuple[str, int]:
    """How far an answer is; what was told is never shown again."""
    found = _asked_for()
    if found is None:
        return _again(RefusedError("shown.feedback.no_number")), 404
    return render_template("kiosk/feedback_state.html", one=found, states=tuple(FeedbackState))


def _notice() -> Notice | None:
    """The shown notice that an opinion is about."""
    identity = request.values.get("notice", "")
    shown = held_notices() if identity else ()
    return next((one for one in shown if one.id == identity), None)


def _text(*, has_voice: bool) -> str:
    """What was typed, after the title of the notice it is about; nothing when nothing was told."""
    text, notice = request.form.get("text", "").strip(), _notice()
    if notice is None or not (text or has_voice):
        return text
    return f"{tell('shown.feedback.about', title=notice.title)}\n{text}".strip()


def _asked_for() -> Feedback | None:
    """The feedback of the number in the address; guesses are counted like those of a PIN.

    Raises:
        RefusedError: ``error.too_often``.
    """
    check_entries()
    told = "".join(letter for letter in request.args.get("number", "")[:40] if letter.isdecimal())
    number, code = told[:-4], told[-4:]
    found = feedback_numbered(content(), int(number)) if 0 < len(number) <= 9 else None
    return found if found is not None and code_of(found) == code else None


def code_of(one: Feedback) -> str:
    """Four digits beside the number, so that nobody reads answers to others by counting."""
    digest = hashlib.sha256(f"code {one.id}".encode()).digest()
    return f"{int.from_bytes(digest[:4]) % 10_000:04}"


def _again(error: RefusedError) -> str:
    given = request.values
    from_form = {name: given.get(name, "") for name in ("text", "phone", "to", "number")}
    return render_template(
        "kiosk/feedback.html",
        identity=new_id(),
        trouble=(error.key, error.values),
        given=from_form,
        notice=_notice(),
    )
