"""What a bulletin that is not approved yet would do to the timeline."""

from dataclasses import replace
from typing import Any

import pytest

from broadcast.draft_preview import (
    COMING,
    SLOT,
    Rewrite,
    Wanted,
    approved,
    coming,
    rewritten,
    slot_of,
)
from broadcast.expansion import expand
from broadcast.planner import Situation, plan
from hub.domain.anchor import Anchor, Side
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.slot import Slot
from hub.domain.timeline import Cue, CueState
from hub.errors import RefusedError
from tests.broadcast.scene import NO_CAPS, ONE_BUS, RATE, TZ, at

DRAFT = Programme(
    ProgrammeId("cat-dien"), "Cắt điện", Kind.PRIORITY, Level.COMMUNE, Source.FILE, "x.wav",
    30 * RATE, RATE, "0" * 64, "Hoa", "",
)  # fmt: skip
SITUATION = Situation(
    now=at("08:00"),
    zones={zone.id: zone for zone in ONE_BUS},
    rules=NO_CAPS,
    tz=TZ,
    programmes={DRAFT.id: DRAFT},
)


def plan_with(rewrite: Rewrite, *before: Slot) -> tuple[Cue, ...]:
    """The timeline of one day with a rewrite in it."""
    window = (at("00:00"), at("23:59"))
    known = {slot.id: slot for slot in before}
    found = rewritten(expand(known, before, *window, TZ), known, rewrite, window, TZ)
    return plan(found, approved(SITUATION, rewrite)).cues


def planned(kind: Kind, time: str) -> Cue:
    wanted = Wanted(DRAFT.id, kind, frozenset(), at(time))
    (cue,) = plan_with(Rewrite((slot_of(wanted, SITUATION.programmes or {}, TZ),)))
    return cue


def daily(key: str, time: str, **more: Any) -> Slot:
    start = at(time).astimezone(TZ).replace(tzinfo=None)
    recurrence = Recurrence(start, rrules=("FREQ=DAILY",), **more)
    return Slot(SlotId(key), key, recurrence, 60.0, content=(DRAFT.id,))


def test_a_draft_is_planned_as_if_it_were_approved() -> None:
    cue = planned(Kind.ROUTINE, "17:00")

    assert (cue.slot, cue.state, cue.start) == (SLOT, CueState.PLANNED, at("17:00"))


def test_a_draft_in_the_quiet_hours_is_said_not_to_play() -> None:
    cue = planned(Kind.ROUTINE, "22:30")

    assert cue.state is CueState.DROPPED
    assert cue.because is not None
    assert cue.because.key == "because.quiet_hours"


def test_a_preview_leaves_the_programme_a_draft() -> None:
    planned(Kind.ROUTINE, "17:00")

    assert (SITUATION.programmes or {})[DRAFT.id].approver == ""


def test_a_draft_of_a_programme_that_nobody_knows_is_refused() -> None:
    wanted = Wanted(DRAFT.id, Kind.ROUTINE, frozenset(), at("17:00"))

    with pytest.raises(RefusedError):
        slot_of(wanted, {}, TZ)


def test_a_changed_slot_takes_the_place_of_the_one_it_was() -> None:
    before = daily("news", "17:00")

    (cue,) = plan_with(Rewrite((daily("news", "18:00"),)), before)

    assert (cue.slot, cue.start) == ("news", at("18:00"))


def test_a_slot_that_goes_is_planned_no_more() -> None:
    before = daily("news", "17:00")

    assert plan_with(Rewrite((), frozenset({before.id})), before) == ()


def test_what_goes_with_a_changed_slot_is_planned_anew() -> None:
    before = daily("news", "17:00")
    follower = daily("ad", "08:00")
    anchored = replace(follower.recurrence, rrules=(), anchor=Anchor(before.id, Side.AFTER))
    follower = replace(follower, recurrence=anchored)

    cues = plan_with(Rewrite((daily("news", "18:00"),)), before, follower)

    starts = {cue.slot: cue.planned_start for cue in cues}
    assert starts[follower.id] == at("18:01")


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=MONTHLY", "FREQ=YEARLY;INTERVAL=2"])
def test_the_next_five_dates_are_told_however_far_apart(rule: str) -> None:
    slot = daily("news", "17:00")
    slot = replace(slot, recurrence=replace(slot.recurrence, rrules=(rule,)))

    found = coming({}, Rewrite((slot,)), at("08:00"), TZ)

    assert len(found) == COMING
    assert found[0].start == at("17:00")
