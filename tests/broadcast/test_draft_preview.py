"""What a bulletin that is not approved yet would do to the timeline."""

from dataclasses import replace

import pytest

from broadcast.draft_preview import SLOT, Wanted, with_draft
from broadcast.planner import Situation, plan
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
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


def planned(kind: Kind, time: str, situation: Situation = SITUATION) -> Cue:
    wanted = Wanted(DRAFT.id, kind, frozenset(), at(time))
    (cue,) = plan(*with_draft([], situation, wanted, TZ)).cues
    return cue


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
    nothing = replace(SITUATION, programmes={})

    with pytest.raises(RefusedError):
        planned(Kind.ROUTINE, "17:00", nothing)
