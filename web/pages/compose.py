"""A new bulletin: what is typed, and the bulletins that there are."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, render_template, request

from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.errors import ControlError, RefusedError
from hub.media.tone import TONE
from hub.store.bulletins import newest_approved
from hub.store.calendar import programmes, slots
from hub.store.proposals import waiting
from hub.tokens import new_id
from web.entry.guard import needs, to
from web.language import tell
from web.parts import store
from web.planning import approving, proposing
from web.present.proposal import shown_proposal
from web.present.when import rule_in_words
from web.sound import drafts as sounds
from web.sound.correcting import is_settled
from web.sound.reading import read as reading_of

pages = Blueprint("compose", __name__, url_prefix="/compose")

LONGEST_NAME: Final = 100
"""Letters of a programme's id."""
MOST_RECENT: Final = 30
"""Bulletins that were approved and can be heard again; older ones are in the calendar's forms."""
_FORM = re.compile(r"[0-9a-f]{16}")
"""A form's own name, so that what is sent twice is made once."""


@pages.get("")
@needs(Right.WRITE)
def form() -> str:
    """The form, and drafts that wait."""
    return _form("", _corrected() or sounds.typed(request.args.get("again", "")))


@pages.post("/read")
@needs(Right.WRITE)
def read() -> str:
    """The words that will be spoken, while somebody types."""
    written = request.form.get("text", "")[:4000]
    reading = reading_of(store(), written) if written.strip() else None
    return render_template("_reading.html", reading=reading)


@pages.post("")
@needs(Right.WRITE)
def make() -> tuple[str, int] | Response:
    """Have the sound made; whatever goes wrong, what was typed stays in the form."""
    try:
        notes = sounds.Notes(
            sounds.title_of(request.form.get("title", "")),
            sounds.kind_of(request.form.get("kind", Kind.ROUTINE)),
            "typed",
            request.form.get("replaces", "")[:LONGEST_NAME],
            approving.repeats(),
        )
        text = request.form.get("text", "")
        job = _job(notes, text)
        if notes.replaces and is_settled(ProgrammeId(notes.replaces)) and sounds.look(job) is None:
            given = {**request.form, "replaces": ""}
            return _form(tell("bulletin.fixed_meanwhile"), given), 409
        sound = sounds.speak(job, text, notes)
    except (RefusedError, ControlError) as error:
        status = 422 if isinstance(error, RefusedError) else 503
        return _form(tell(error.key, **error.values), request.form), status
    return to("sounds.show", identity=sound.id)


def _form(problem: str, given: Mapping[str, str]) -> str:
    """The form: empty, or with what somebody typed before."""
    every = programmes(store())
    waits, titles = waiting(store()), approving.titles()
    drafts = [
        (one, rule_in_words(wish.slot.recurrence, tell, titles) if wish else "")
        for one in every.values()
        if not one.approver
        for wish in (waits.get(one.id),)
    ]
    form = given.get("form", "")
    return render_template(
        "compose.html",
        drafts=drafts,
        unsaved=sounds.unsaved(every),
        recent=_recent(every),
        mine=[shown_proposal(one, title, tell, titles) for one, title in proposing.own(every)],
        problem=problem,
        given=given,
        form=form if _FORM.fullmatch(form) else new_id(),
    )


def _corrected() -> dict[str, str]:
    """The words of a draft that is to be corrected, when a link names one."""
    found = request.args.get("fix", "")
    return sounds.words_of(approving.draft_of(found)) if found else {}


def _recent(known: Mapping[ProgrammeId, Programme]) -> list[tuple[Programme, str]]:
    """The newest bulletins that were approved, and when they come."""
    every = slots(store())
    titles = {slot.id: slot.title for slot in every}
    signs = {sign for slot in every for sign in (slot.chime, slot.closing) if sign} | {TONE}
    return [
        (
            one,
            "; ".join(
                rule_in_words(slot.recurrence, tell, titles)
                for slot in every
                if one.id in slot.programmes_named()
            ),
        )
        for one in map(known.__getitem__, newest_approved(store(), MOST_RECENT, signs))
    ]


def _job(notes: sounds.Notes, text: str) -> str:
    """The id of what is asked for: a form that is sent twice is one job, a changed one another."""
    form = request.form.get("form", "")
    told = json.dumps([text, notes.document()])
    content = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{form if _FORM.fullmatch(form) else new_id()}-{content[:8]}"
