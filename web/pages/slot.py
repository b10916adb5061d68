"""A slot of the calendar: seen, changed for once or for good, and never over somebody's head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from flask import Blueprint, Response, render_template, request, url_for

from hub.dates.zone import to_utc, zone
from hub.domain.ids import SlotId
from hub.domain.person import Right
from hub.domain.proposal import ProposalState
from hub.domain.slot import Slot
from hub.domain.slot_change import Change, is_series
from hub.errors import HubError, RefusedError
from hub.store.calendar import programmes, put_slots, remove_slots, rule_book, slots
from hub.store.slot_versions import Version, past_of, version_of
from web.entry.guard import may, needs, person, to
from web.language import tell
from web.orders import new_order
from web.pages.effects import effect_page
from web.pages.slot_met import conflict, is_so, names, seen_of, write_down_change
from web.parts import parts, store
from web.planning import approvers, approving, proposing, when_form
from web.planning.deeds import Act, Wish, change_of, is_home, original_of, series_when
from web.planning.effect import outlook
from web.planning.playing import as_there
from web.planning.wishes import Asked, asked, wish_of
from web.present.effect import Effect
from web.present.playing import PlayingForm, playing_form
from web.present.slot import by_whom, facts, is_over, moment_in_words
from web.present.when import rule_in_words

pages = Blueprint("slot", __name__, url_prefix="/slot")

PAST_SHOWN = 8
NOT_YOURS, CANNOT_BE = 403, 422


@pages.get("")
@needs(Right.SEE)
def show() -> str:
    """What a slot is, this occurrence of it, and what can be done."""
    given = asked(request.args)
    version, past, titles = _version(given), _past(given.slot), names().slots
    return render_template(
        "slot.html",
        version=version,
        facts=facts(version.slot, names(), tell),
        here=_here(version.slot, given),
        given=given,
        acts=_acts(version.slot, given) if may(Right.APPROVE) else (),
        past=[(one, rule_in_words(one.slot.recurrence, tell, titles)) for one in past],
        by_whom=by_whom,
    )


@pages.get("/list")
@needs(Right.SEE)
def every() -> str:
    """Every slot of the calendar, by time of day: also what comes once a year."""
    found = sorted(slots(store()), key=lambda one: (one.recurrence.start.time(), one.title))
    titles = {one.id: one.title for one in found}
    today = approving.local_now().date()
    return render_template(
        "slots.html",
        slots=[
            (one, rule_in_words(one.recurrence, tell, titles), is_over(one, today)) for one in found
        ],
    )


@pages.get("/change")
@needs(Right.APPROVE)
def change() -> str:
    """The form of one act; what needs no form shows at once what it would do."""
    given = asked(request.args)
    version = _version(given)
    return _form(version, given, effect=_look_now(version, given))


@pages.post("/change")
@needs(Right.APPROVE)
def change_again() -> str:
    """Back from a preview: the form as it was filled."""
    given = asked(request.form)
    return _form(_version(given), given)


@pages.post("/preview")
@needs(Right.APPROVE)
def preview() -> tuple[str, int]:
    """What saving it would do, by the playout's own planner."""
    given = asked(request.form)
    version = _version(given)
    is_part = request.headers.get("HX-Request") == "true"
    try:
        wanted, _ = _change(version.slot, given)
        effect = outlook(wanted, _days(given))
    except RefusedError as error:
        if is_part:
            raise
        return _refused(version, given, error)
    if is_part:
        return render_template("_effect.html", effect=effect), 200
    return effect_page(effect, version.slot.title, url_for("slot.change_again")), 200


@pages.post("/save")
@needs(Right.APPROVE)
def save() -> Response | tuple[str, int]:
    """Save it, unless somebody else was faster: then both versions are shown."""
    given = asked(request.form)
    now = version_of(store(), given.slot)
    base = now or next(iter(past_of(store(), given.slot)), None)
    if base is None:
        raise RefusedError("slot.gone")
    try:
        return _saved(given)
    except RefusedError as error:
        return _refused(base, given, error)


def _saved(given: Asked) -> Response:
    """Save it in one go.

    Raises:
        RefusedError: Something is missing, or cannot be, or the slot is gone.
    """
    with store().transaction():
        now = version_of(store(), given.slot)
        base = now or next(iter(past_of(store(), given.slot)), None)
        if base is None:
            raise RefusedError("slot.gone")
        wanted, wish = _change(base.slot, given)
        if given.seen == seen_of(now, base):
            remove_slots(store(), sorted(wanted.gone))
            put_slots(store(), wanted.slots, person().name, parts().clock.now())
            _approve_new(wish, wanted)
        elif not (is_so(wanted) or _has_followed(given)):
            return conflict(now, base, wanted, given)
        else:  # its answer was lost, and it was sent again
            return _back(given, base)
    write_down_change(base.slot, wanted, given)
    return _back(given, base)


def _back(given: Asked, base: Version) -> Response:
    return to("calendar.days", day=_day_of(given), saved=base.slot.id)


def _has_followed(given: Asked) -> bool:
    """This very form has split the series before, and asks for no other thing now."""
    there = version_of(store(), approving.slot_name(request.form.get("order", "")))
    if there is None or given.act is not Act.FOLLOWING:
        return False
    recurrence, home = there.slot.recurrence, parts().config.timezone
    first = to_utc(recurrence.start, zone(recurrence.tz, home))
    return is_so(_change(there.slot, replace(given, slot=there.slot.id, on=first))[0])


def _day_of(given: Asked) -> str | None:
    """The day on which one sees what was changed, where that is one day."""
    if given.act is Act.MOVE:
        return request.form.get("day")
    days = _days(given)
    return days[0].isoformat() if days else None


def _version(given: Asked) -> Version:
    found = version_of(store(), given.slot)
    if found is None and given.act is Act.RESTORE:
        found = next(iter(past_of(store(), given.slot)), None)
    if found is None:
        raise RefusedError("slot.gone")
    return found


def _past(key: SlotId) -> tuple[Version, ...]:
    return past_of(store(), key)[:PAST_SHOWN]


def _change(slot: Slot, given: Asked) -> tuple[Change, Wish]:
    wish = wish_of(slot, given, request.form, person().name)
    wanted = change_of(slot, wish, parts().config.timezone)
    for one in wanted.slots:
        if wish.when is not None:
            approving.check(one, wish.when)
    return wanted, wish


def _approve_new(wish: Wish, wanted: Change) -> None:
    """A recording that was chosen and that nobody had approved is approved along."""
    content, slot = wish.playing.content, wanted.slots[-1] if wanted.slots else None
    if content is not None and slot is not None:
        approvers.check([content], slot.kind, slot.approver)
        approving.approve_new(content, slot)
        proposing.settle(content.id, ProposalState.APPROVED, slot)


def _look_now(version: Version, given: Asked) -> Effect | str | None:
    """For acts without a form: what they would do, or why that cannot be told."""
    if given.act in {Act.MOVE, Act.ALL, Act.FOLLOWING}:
        return None
    try:
        return outlook(_change(version.slot, given)[0], _days(given))
    except HubError as error:
        return tell(error.key, **error.values)


def _refused(version: Version, given: Asked, error: RefusedError) -> tuple[str, int]:
    """The form again, with the sentence and all that was entered."""
    text = tell(error.key, **error.values)
    return _form(version, given, effect=_look_now(version, given), trouble_now=text), (
        NOT_YOURS if error.key == "approval.needs_other" else CANNOT_BE
    )


def _form(
    version: Version, given: Asked, *, effect: Effect | str | None = None, trouble_now: str = ""
) -> str:
    """The form of one act: with what was entered, when it was sent."""
    slot, home = version.slot, parts().config.timezone
    is_form, typed = given.act in {Act.ALL, Act.FOLLOWING}, request.form
    here = original_of(slot.recurrence, given.on, home)
    since = here if given.act is Act.FOLLOWING else None
    when = when_form.filled(series_when(slot.recurrence, home, since)) if is_form else None
    is_kept = when is not None and when.is_kept and is_home(slot.recurrence, home)
    if when is not None and typed:
        when = when_form.as_typed(typed)
    now = version_of(store(), given.slot)
    return render_template(
        "slot_change.html",
        version=version,
        given=given,
        seen=given.seen if typed else seen_of(now, version),
        typed=typed,
        order=typed.get("order") or new_order(),
        trouble_now=trouble_now,
        here=_here(slot, given),
        local=_local_start(slot, given),
        when=when,
        ways=(*(("kept",) if is_kept else ()), *approving.ways(slot.kind)),
        slots=approving.anchors(slot.id),
        numbers=when_form.choices(),
        zones=parts().config.zones.values(),
        playing=_playing(as_there(slot, here) if given.act is Act.MOVE else slot),
        effect=effect,
        problem=effect if isinstance(effect, str) else "",
    )


def _playing(slot: Slot) -> PlayingForm:
    """What the form offers to play, and how loud."""
    return playing_form(slot, programmes(store()), rule_book(store()).emergency_floor_db, tell)


def _local_start(slot: Slot, given: Asked) -> datetime:
    """When this occurrence comes, local time of the hub: moved or not."""
    original = original_of(slot.recurrence, given.on, parts().config.timezone)
    for one in slot.recurrence.overrides:
        if one.recurrence_id == original and not one.cancelled and one.tz == "":
            return one.start
    return given.on.astimezone(parts().config.timezone).replace(tzinfo=None)


def _here(slot: Slot, given: Asked) -> Mapping[str, str]:
    """This occurrence: its day, and whether it is as the series has it."""
    original = original_of(slot.recurrence, given.on, parts().config.timezone)
    local = given.on.astimezone(parts().config.timezone).replace(tzinfo=None)
    told = {"state": "plain", "day": moment_in_words(local, tell), "to": ""}
    for one in slot.recurrence.overrides:
        if one.recurrence_id == original:
            is_moved = one.start != one.recurrence_id
            told["state"] = "skipped" if one.cancelled else "moved" if is_moved else "changed"
            told["to"] = moment_in_words(one.start, tell)
    return told


def _acts(slot: Slot, given: Asked) -> tuple[Act, ...]:
    """What can be done, in the order in which people ask for it."""
    if not given.has_day or not is_series(slot.recurrence):
        return (Act.ALL, Act.END)
    state = _here(slot, given)["state"]
    once = {"plain": (Act.MOVE, Act.SKIP), "moved": (Act.MOVE, Act.BACK, Act.SKIP)}
    once["changed"] = once["moved"]
    return (*once.get(state, (Act.BACK,)), Act.FOLLOWING, Act.ALL, Act.END)


def _days(given: Asked) -> tuple[date, ...]:
    """The day of this occurrence is looked at, too."""
    return (given.on.astimezone(parts().config.timezone).date(),) if given.has_day else ()
