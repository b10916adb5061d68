"""Orders that wait for an idle hub, and previews under other rules: asked as a page asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

import pytest

from broadcast.control_api import Methods, give
from broadcast.preview_api import Previewer
from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme
from hub.domain.rules import OperatingRules, RuleBook
from hub.errors import RefusedError
from hub.store.calendar_json import rules_document
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import TZ, Village

EVENING = datetime(2026, 11, 1, 20, 30)


def village() -> Village:
    calendar = MemoryCalendar()
    bulletin = calendar.programme("ban-tin", 300)
    calendar.programme("thu-loa", 3)
    calendar.put(daily("toi", EVENING, bulletin))
    return Village("2026-12-01T20:20", calendar)


def methods(here: Village) -> Methods:
    parts = here.parts
    return Methods(
        name="Thôn",
        playout=here.studio.playout,
        desk=here.studio.desk,
        journal=here.journal,
        book=parts.book,
        amplifiers=here.amplifiers,
        zones=here.zones,
        tz=TZ,
        clock=here.clock,
        lived=here.clock,
        evidence=lambda: "ntp",
        health=dict,
    )


def try_out(here: Village) -> dict[str, object]:
    """Ask for a tone."""
    return give(
        methods(here),
        {
            "id": "thu-1", "verb": "play", "by": "Hoa", "programme": "thu-loa",
            "zones": ["xom-2"], "idle": True,
        },
    )  # fmt: skip


def test_a_tone_is_heard_in_its_zone_and_leaves_a_row() -> None:
    here = village()
    here.run_until("2026-12-01T20:21")

    assert try_out(here)["state"] == "playing"
    here.run_until("2026-12-01T20:22")

    (row,) = here.log.rows.values()
    assert (row.zones, row.author, row.frames_played) == (("xom-2",), "Hoa", 3 * 48_000)


def test_a_tone_is_refused_while_something_is_on_air() -> None:
    here = village()
    here.run_until("2026-12-01T20:31")

    with pytest.raises(RefusedError, match=r"order\.busy"):
        try_out(here)


def test_a_tone_is_refused_when_something_comes_at_once() -> None:
    here = village()
    here.run_until("2026-12-01T20:29:35")

    with pytest.raises(RefusedError, match=r"order\.soon"):
        try_out(here)


def test_the_same_tone_asked_for_twice_is_one_tone() -> None:
    here = village()
    here.run_until("2026-12-01T20:21")

    first = try_out(here)
    here.run_until("2026-12-01T20:21:04")

    assert try_out(here) == first
    here.run_until("2026-12-01T20:25")
    assert len(here.log.rows) == 1


def test_a_preview_under_other_rules_changes_nothing_but_its_answer() -> None:
    here = village()
    here.run_until("2026-12-01T20:21")
    playout = here.studio.playout
    previewer = Previewer(here.parts.book, playout.situation, TZ, here.clock)
    earlier = RuleBook(OperatingRules(quiet_from=time(20, 0)))

    now = previewer.answer({"days": 1})["cues"]
    then = previewer.answer({"days": 1, "rules": rules_document(earlier)})["cues"]

    assert [cue["state"] for cue in now] == ["planned"]
    assert [cue["state"] for cue in then] == ["dropped"]
    assert "20:00" in then[0]["because"]
    assert previewer.answer({"days": 1})["cues"] == now


@pytest.mark.parametrize("told", [{"commune": 3}, {}, {"commune": {"quiet_from": "25:99"}}])
def test_what_are_no_rules_is_refused(told: dict[str, object]) -> None:
    here = village()
    playout = here.studio.playout

    with pytest.raises(RefusedError):
        Previewer(here.parts.book, playout.situation, TZ, here.clock).answer({"rules": told})


class Signed(MemoryCalendar):
    """A calendar whose test programme Hoa wrote and approved as an emergency."""

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        found = dict(super().programmes())
        own = replace(found[ProgrammeId("thu-loa")], kind=Kind.EMERGENCY, author="Hoa")
        return {**found, own.id: own}


@pytest.mark.parametrize("by", ["Hoa", "Lan"])
def test_an_order_from_the_terminal_obeys_the_rule_of_two_people(by: str) -> None:
    calendar = Signed()
    calendar.programme("thu-loa", 3)
    calendar.set_rules(RuleBook(other_approver=True))
    here = Village("2026-12-01T20:20", calendar)
    here.run_until("2026-12-01T20:21")
    told = {"id": "a", "verb": "play", "by": by, "programme": "thu-loa", "kind": "routine"}

    if by == "Hoa":
        with pytest.raises(RefusedError, match=r"approval\.needs_other"):
            give(methods(here), told)
    else:
        assert give(methods(here), told)["state"] == "playing"
    assert give(methods(here), {**told, "id": "b", "kind": "emergency"})["state"] == "playing"
