"""A new bulletin: write it, hear it, see what it changes, approve it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, send_file, url_for

from hub.domain.bulletin import Kind
from hub.domain.person import Right
from hub.domain.proposal import ProposalState
from hub.errors import ControlError, RefusedError
from hub.store.calendar import programmes, put_programme, put_slots
from hub.store.proposals import proposal_of, waiting
from hub.store.speech import spoken_in
from hub.tokens import new_id
from web.entry.confirming import ask_again
from web.entry.guard import caller, needs, person, to
from web.language import tell
from web.orders import new_order, order_name
from web.pages.writing_down import write_down
from web.parts import parts, store
from web.planning import approving, proposing, when_form
from web.planning.effect import outlook
from web.present import moment as present
from web.present.proposal import shown_proposal
from web.present.when import rule_in_words
from web.sound import drafts as sounds
from web.sound.reading import read as reading_of

pages = Blueprint("compose", __name__, url_prefix="/compose")

MOST_REPEATS = 3
_FORM = re.compile(r"[0-9a-f]{16}")
"""A form's own name, so that what is sent twice is made once."""


@pages.get("")
@needs(Right.WRITE)
def form() -> str:
    """The form, and drafts that wait."""
    return _form("", sounds.typed(request.args.get("again", "")) or request.form)


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
        )
        repeats = min(MOST_REPEATS, max(1, request.form.get("repeats", 1, int)))
        text = request.form.get("text", "")
        sound = sounds.speak(_job(notes, text, repeats), text, repeats, notes)
    except (RefusedError, ControlError) as error:
        status = 422 if isinstance(error, RefusedError) else 503
        return _form(tell(error.key, **error.values), request.form), status
    return to("sounds.show", identity=sound.id)


@pages.get("/<identity>")
@needs(Right.WRITE)
def draft(identity: str) -> str:
    """A draft: hear it, choose when and where."""
    programme = approving.draft_of(identity)
    said = spoken_in(store(), [programme.sha256]).get(programme.sha256)
    wish = proposal_of(store(), programme.id)
    start = proposing.start_of(wish)
    return render_template(
        "draft.html",
        programme=programme,
        said=said,
        wish=wish and shown_proposal(wish, programme.title, tell),
        start=start,
        effect=start.effect,
        ways=approving.ways(programme.kind),
        slots=approving.anchors(),
        numbers=when_form.choices(),
        zones=parts().config.zones.values(),
        order=new_order(),
    )


@pages.get("/<identity>/sound")
@needs(Right.WRITE)
def sound(identity: str) -> Response:
    """The sound as the loudspeakers will have it."""
    path = parts().config.media_dir / approving.draft_of(identity).media
    return send_file(path, mimetype="audio/wav", conditional=True)


@pages.post("/<identity>/preview")
@needs(Right.WRITE)
def preview(identity: str) -> str:
    """What approving it would change, by the playout's own planner."""
    programme = approving.draft_of(identity)
    shown = outlook(approving.as_draft(approving.slot_for(programme, "draft")))
    is_part = request.headers.get("HX-Request") == "true"
    template = "_effect.html" if is_part else "effect.html"
    back = url_for("compose.draft", identity=identity)
    return render_template(template, effect=shown, title=programme.title, back=back)


@pages.post("/<identity>/approve")
@needs(Right.APPROVE)
def approve(identity: str) -> Response:
    """Approve it, and put it into the calendar."""
    slot = approving.slot_for(approving.draft_of(identity), person().name)
    with store().transaction():
        approved = replace(
            approving.draft_of(identity), approver=person().name
        )  # nobody was faster
        put_programme(store(), approved)
        put_slots(store(), [slot], person().name, parts().clock.now())
        proposing.settle(approved.id, ProposalState.APPROVED, slot)
    write_down("audit.approved", title=approved.title)
    return to("calendar.days", day=slot.recurrence.start.date().isoformat())


@pages.post("/<identity>/play")
@needs(Right.PLAY, is_entry=True)
def play(identity: str) -> tuple[str, int]:
    """Approve it, and play it now; the PIN is asked for again."""
    programme, found = approving.draft_of(identity), caller()
    assert found is not None
    ask_again()
    with store().transaction():
        put_programme(store(), replace(programme, approver=found.person.name))
        proposing.settle(programme.id, ProposalState.PLAYED)
    told = {
        "id": order_name(request.form.get("order", "")),
        "verb": "play",
        "by": found.person.name,
        "programme": programme.id,
        "kind": programme.kind,
        "zones": sorted(approving.zones()),
    }
    answer = parts().ask("vn.hub.Broadcast.Give", told)
    write_down("audit.played", title=programme.title)
    text = tell("compose.playing", since=present.stopped(answer["since"]))
    return render_template("answer.html", tone="done", text=text, why=""), 200


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
        mine=[shown_proposal(one, title, tell, titles) for one, title in proposing.own(every)],
        problem=problem,
        given=given,
        form=form if _FORM.fullmatch(form) else new_id(),
    )


def _job(notes: sounds.Notes, text: str, repeats: int) -> str:
    """The id of what is asked for: a form that is sent twice is one job, a changed one another."""
    form = request.form.get("form", "")
    told = json.dumps([text, repeats, notes.document()])
    content = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{form if _FORM.fullmatch(form) else new_id()}-{content[:8]}"
