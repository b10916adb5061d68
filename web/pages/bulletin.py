"""A bulletin: hear it, see what it changes, approve it, play it, see where it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, render_template, request, url_for

from hub.domain.ids import ProgrammeId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.domain.proposal import ProposalState
from hub.domain.slot import Slot
from hub.errors import ControlError, HubError, LinkError, RefusedError
from hub.store.calendar import put_programme, put_slots
from hub.store.proposals import proposal_of
from hub.store.speech import spoken_in
from web.entry.confirming import ask_again
from web.entry.guard import needs, person, to
from web.language import tell
from web.orders import new_order, order_name
from web.pages.effects import effect_page
from web.pages.writing_down import write_down, write_down_after
from web.parts import parts, store
from web.planning import approvers, approving, play_order, proposing, starting, when_form
from web.planning.effect import outlook
from web.planning.whereabouts import where_is
from web.present import moment as present
from web.present import sound as present_sound
from web.present.proposal import shown_proposal
from web.serving.files import sent
from web.sound.correcting import bulletin_mark, may_change
from web.sound.drafts import words_of

pages = Blueprint("bulletin", __name__, url_prefix="/compose")

STATUS: Final = {
    "approval.needs_other": 403,
    "bulletin.changed": 409,
    "bulletin.kept": 409,
    "bulletin.meanwhile": 409,
    "error.not_yours": 403,
    "proposal.changed": 409,
}
"""What refusals are in HTTP; others are 422: something that was entered has to be changed."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a page is shown again.

    Attributes:
        text: The sentence.
        why: More of it, or "".
        is_play: It is about playing at once.
        is_unsure: Nobody knows whether it was carried out.
        is_news: It tells what somebody else changed meanwhile.
    """

    text: str
    why: str = ""
    is_play: bool = False
    is_unsure: bool = False
    is_news: bool = False


@pages.get("/<identity>")
@needs(Right.WRITE)
def show(identity: str) -> str:
    """A bulletin: hear it, see where it is, choose when and where."""
    programme = approving.bulletin_of(identity)
    order = play_order.unconfirmed(programme.id)
    return bulletin_page(programme, _unsure() if order else None, order)


@pages.post("/<identity>")
@needs(Right.WRITE)
def show_again(identity: str) -> str:
    """Back from a preview: the form as it was filled."""
    return bulletin_page(approving.bulletin_of(identity))


@pages.get("/<identity>/sound")
@needs(Right.WRITE, is_sound=True)
def sound(identity: str) -> Response:
    """The sound as the loudspeakers will have it."""
    path = parts().config.media_dir / approving.bulletin_of(identity).media
    return sent(path, "audio/wav")


@pages.post("/<identity>/preview")
@needs(Right.WRITE)
def preview(identity: str) -> tuple[str, int]:
    """What approving it would change, by the playout's own planner."""
    programme = approving.bulletin_of(identity)
    is_part = request.headers.get("HX-Request") == "true"
    try:
        shown = outlook(approving.as_draft(approving.slot_for(programme, "draft")))
    except HubError as error:
        if is_part:
            raise
        return refused(programme, error)
    if is_part:
        return render_template("_effect.html", effect=shown), 200
    back = url_for("bulletin.show_again", identity=identity)
    return effect_page(shown, programme.title, back), 200


@pages.post("/<identity>/approve")
@needs(Right.APPROVE)
def approve(identity: str) -> Response | tuple[str, int]:
    """Approve it, and put it into the calendar; sent twice, it stands there once."""
    programme = approving.bulletin_of(identity)
    name = approving.slot_name(request.form.get("order", ""))
    there = approving.made(name, programme)
    if there is not None:
        return _in_calendar(there)
    try:
        slot = approving.slot_for(programme, person().name, name)
        there = approving.same_as(slot)
        if there is not None and programme.approver:
            return _in_calendar(there)
        _put(identity, slot)
    except RefusedError as error:
        return refused(programme, error)
    write_down("audit.approved", title=programme.title)
    return _in_calendar(slot)


@pages.post("/<identity>/play")
@needs(Right.PLAY, is_entry=True)
def play(identity: str) -> tuple[str, int]:
    """Approve it, and play it now; the PIN is asked for again, and the same order is one order."""
    programme = approving.bulletin_of(identity)
    try:
        order = order_name(request.form.get("order", ""))
        if play_order.is_given(order, programme.id):
            return _answer(programme, tell("bulletin.given")), 200
        approvers.check([programme], programme.kind, person().name)
        zones, repeats = approving.zones(), approving.repeats()
        ask_again()
        before = play_order.approve(identity)
    except RefusedError as error:
        return refused(programme, error, is_play=True)
    values = {"verb": "play", "title": programme.title, "programme": identity, "order": order}
    try:
        answer = play_order.ask(programme, order, zones, repeats)
    except (ControlError, LinkError):
        write_down_after(play_order.UNCONFIRMED, **values)
        return _tried(programme, order, _unsure())
    except RefusedError as error:
        play_order.take_back(before)
        text = tell(error.key, **error.values)
        return bulletin_page(programme, Trouble(text, is_play=True), order), 409
    parts().board.refresh()
    if answer["unconfirmed"]:
        write_down_after(play_order.UNCONFIRMED, **values)
        zones_said = present.Zones.of(parts().config.zones).say(answer["unconfirmed"], tell)
        return _tried(programme, order, _unsure(tell("bulletin.which", zones=zones_said)))
    write_down_after(play_order.PLAYED, **values)
    return _answer(programme, tell("compose.playing", since=present.stopped(answer["since"]))), 200


def bulletin_page(programme: Programme, trouble: Trouble | None = None, order: str = "") -> str:
    """The page: with what was entered, when a form was sent.

    Args:
        programme: As it was before anything was asked for.
        trouble: Why it is shown again.
        order: The name of the order that the form gives; "" = the one it came with, or a new one.
    """
    programme = approving.bulletin_of(programme.id)
    may_approve = approvers.may_approve(programme)
    wish = proposal_of(store(), programme.id)
    open_wish = None if programme.approver else wish
    start = (
        starting.typed()
        if "day" in request.form
        else proposing.start_of(open_wish, may_answer=may_approve)
    )
    return render_template(
        "bulletin.html",
        programme=programme,
        said=spoken_in(store(), [programme.sha256]).get(programme.sha256),
        wish=wish and shown_proposal(wish, programme.title, tell),
        wish_mark=proposing.wish_mark(wish),
        start=start,
        trouble_now=trouble or (Trouble(start.problem) if start.problem else None),
        may_approve=may_approve,
        who_may=approvers.told(programme),
        places=where_is(programme.id) if programme.approver else (),
        may_change=may_change(programme),
        is_typed=bool(words_of(programme)),
        version=bulletin_mark(programme),
        readings=approving.readings(programme),
        repeats=starting.repeats_of(open_wish, programme),
        lengths=present_sound.whole_lengths(programme.length_s, approving.MOST_REPEATS, tell),
        most_repeats=approving.MOST_REPEATS,
        effect=start.effect,
        ways=approving.ways(programme.kind),
        slots=approving.anchors(),
        numbers=when_form.choices(),
        zones=parts().config.zones.values(),
        order=order or request.form.get("order") or new_order(),
    )


def refused(programme: Programme, error: HubError, *, is_play: bool = False) -> tuple[str, int]:
    """The page again, with the sentence and all that was entered."""
    text = tell(error.key, **error.values)
    status = STATUS.get(error.key, 422) if isinstance(error, RefusedError) else 502
    is_news = error.key == "bulletin.changed"
    return bulletin_page(programme, Trouble(text, is_play=is_play, is_news=is_news)), status


def _put(identity: str, slot: Slot) -> None:
    """Approve it with the slot that plays it.

    Raises:
        RefusedError: It is gone, somebody was faster, or the rules want another person.
    """
    with store().transaction():
        now = approving.bulletin_of(identity)
        approving.check_seen(now)
        proposing.check_wish(proposal_of(store(), now.id))
        approvers.check([now], now.kind, person().name)
        if not now.approver:
            put_programme(store(), replace(now, approver=person().name))
            proposing.settle(now.id, ProposalState.APPROVED, slot)
        put_slots(store(), [slot], person().name, parts().clock.now())


def _in_calendar(slot: Slot) -> Response:
    return to("calendar.days", day=slot.recurrence.start.date().isoformat(), added=slot.id)


def _unsure(why: str = "") -> Trouble:
    text = tell("order_answer.play_unsure")
    return Trouble(text, why or tell("bulletin.unsure"), is_play=True, is_unsure=True)


def _tried(programme: Programme, order: str, trouble: Trouble) -> tuple[str, int]:
    return bulletin_page(programme, trouble, order), 502


def _answer(programme: Programme, text: str) -> str:
    places = where_is(ProgrammeId(programme.id))
    return render_template("played.html", text=text, programme=programme, places=places)
