"""The link to the playout: what its lines do, and incidents that are not lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.domain.ids import ZoneId
from hub.domain.timeline import Reason
from hub.errors import ControlError, HubError, RefusedError
from hub.supervise.playout_link import KEPT, PlayoutLink, ZoneState
from tests.fakes.clock import FakeClock

NORTH, SOUTH = ZoneId("north"), ZoneId("south")


class FakePlayout:
    """Answers as the playout's control socket does, or fails as it is told."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}
        self.failure: HubError | None = None
        self.notes: list[Mapping[str, Any]] = []
        self.calls = 0

    def call(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self.calls += 1
        if self.failure is not None:
            raise self.failure
        if method == "vn.hub.Broadcast.Note":
            self.notes.append(parameters)
            return {}
        assert method == "vn.hub.Broadcast.State"
        return self.answer


@pytest.fixture
def playout() -> FakePlayout:
    return FakePlayout()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))


@pytest.fixture
def link(playout: FakePlayout, clock: FakeClock) -> PlayoutLink:
    return PlayoutLink(playout.call, clock)


def test_each_zone_is_as_the_playout_says(playout: FakePlayout, link: PlayoutLink) -> None:
    playout.answer = {
        "state": {
            "zones": {
                "north": {"on_air": True, "line": "on"},
                "south": {"on_air": False, "line": "tail"},
            }
        }
    }

    found = link.zones(frozenset({NORTH, SOUTH}))

    assert found == {NORTH: ZoneState(True, "on"), SOUTH: ZoneState(False, "tail")}


def test_a_playout_that_is_not_there_has_every_line_off(
    playout: FakePlayout, link: PlayoutLink
) -> None:
    playout.failure = ControlError("control.not_running")

    assert link.zones(frozenset({NORTH})) == {NORTH: ZoneState(False, "off")}


@pytest.mark.parametrize(
    "failure", [ControlError("control.no_answer"), RefusedError("control.bad_value")]
)
def test_of_a_playout_that_does_not_answer_nobody_knows_anything(
    playout: FakePlayout, link: PlayoutLink, failure: HubError
) -> None:
    playout.failure = failure

    assert link.zones(frozenset({NORTH})) == {NORTH: ZoneState()}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"state": None},
        {"state": {"zones": []}},
        {"state": {"zones": {"north": "on"}}},
        {"state": {"zones": {"north": {"on_air": "yes", "line": 1}}}},
    ],
)
def test_an_answer_of_another_shape_says_nothing(
    playout: FakePlayout, link: PlayoutLink, answer: dict[str, Any]
) -> None:
    playout.answer = answer

    assert link.zones(frozenset({NORTH})) == {NORTH: ZoneState()}


def test_an_incident_is_told_with_the_time_at_which_it_was_seen(
    playout: FakePlayout, link: PlayoutLink
) -> None:
    link.note(Reason.of("health.dead_zone", zone="north"))

    assert link.deliver() is None
    assert playout.notes == [
        {
            "key": "health.dead_zone",
            "values": {"zone": "north", "seen": "2026-12-01T05:00:00+00:00"},
        }
    ]


def test_incidents_wait_for_a_playout_that_is_away_and_keep_their_order(
    playout: FakePlayout, link: PlayoutLink, clock: FakeClock
) -> None:
    playout.failure = ControlError("control.not_running")
    link.note(Reason.of("health.dead_zone"))
    link.note(Reason.of("health.cabinet_hot"))
    retry = link.deliver()
    playout.failure = None
    clock.pass_time(5)

    assert retry == clock.monotonic()
    assert link.deliver() is None
    assert [note["key"] for note in playout.notes] == ["health.dead_zone", "health.cabinet_hot"]


def test_a_playout_that_is_away_is_not_asked_at_every_turn(
    playout: FakePlayout, link: PlayoutLink, clock: FakeClock
) -> None:
    playout.failure = ControlError("control.not_running")
    link.note(Reason.of("health.dead_zone"))

    for _ in range(10):
        link.deliver()
        clock.pass_time(1)

    assert playout.calls == 2


def test_an_incident_that_is_refused_does_not_block_the_others(
    playout: FakePlayout, link: PlayoutLink
) -> None:
    playout.failure = RefusedError("control.bad_value")
    link.note(Reason.of("health.dead_zone"))

    assert link.deliver() is None
    assert link.waiting == 0


def test_only_so_many_incidents_wait(playout: FakePlayout, link: PlayoutLink) -> None:
    playout.failure = ControlError("control.not_running")

    for number in range(KEPT + 5):
        link.note(Reason.of("health.dead_zone", number=number))

    assert link.waiting == KEPT
