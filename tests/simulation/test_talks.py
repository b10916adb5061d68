"""Talks on a clock by hand: admitted, heard, ended, preempted, stopped, logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from broadcast.live.messages import Ask, Ended, Feed, Over, ToPlayout, ToTalker, Warming
from broadcast.live.talks import Talks
from broadcast.post import Post
from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import BusId, OrderId, ZoneId
from hub.domain.order import Verb
from hub.domain.talk import Talk
from hub.domain.zone import Zone
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village

SEVEN = datetime(2026, 11, 1, 7, 0)


class TalkingVillage(Village):
    """A village where people speak."""

    def __init__(self, start: str, zones: dict[ZoneId, Zone] | None = None) -> None:
        calendar = MemoryCalendar()
        calendar.put(daily("sang", SEVEN, calendar.programme("ban-tin", 300)))
        calendar.programme("lu-quet", 20)
        self.told: list[ToTalker] = []
        self.inbox: Post[ToPlayout] = Post()
        self.talks = Talks(self.inbox, self.told.append, 48_000)
        super().__init__(start, calendar, zones, sound=self.talks.sound, also=self.talks.turn)
        self.talks.attach(self.parts, self.studio.playout)

    def ask(self, name: str, *zones: str, kind: Kind = Kind.ROUTINE, limit_s: float = 300) -> None:
        named = frozenset(ZoneId(zone) for zone in zones)
        talk = Talk(OrderId(name), named, self.clock.now(), "Bà Lan", "Nói", kind, limit_s)
        self.inbox.put(Ask(talk))

    def speak(self, name: str, seconds: float) -> None:
        """Samples that arrive at once."""
        (feed,) = [x for x in self.told if isinstance(x, Feed) and x.talk == name][-1:]
        for buffer in feed.buffers:
            buffer.push(bytes(round(seconds * 48_000) * 2))

    def over(self, name: str, why: str) -> None:
        self.inbox.put(Over(OrderId(name), why))

    def ended(self) -> dict[str, str]:
        return {x.talk: x.why for x in self.told if isinstance(x, Ended)}

    def row(self, name: str) -> AsRun:
        return next(row for key, row in self.log.rows.items() if key == f"talk:{name}")


@pytest.fixture
def here() -> Iterator[TalkingVillage]:
    village = TalkingVillage("2026-12-01T06:50")
    yield village
    village.inbox.close()


def test_a_talk_is_heard_and_has_its_row(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:09")
    here.speak("t", 0.3)
    here.run_until("2026-12-01T06:50:10")
    here.over("t", "released")
    here.run_until("2026-12-01T06:50:20")

    row = here.row("t")
    assert here.ended() == {"t": "released"}
    assert (row.outcome, row.because, row.author) == (Outcome.PLAYED, None, "Bà Lan")
    assert row.frames_played == 14_400
    assert any(isinstance(x, Warming) for x in here.told)
    assert not any(here.lines().values())


def test_a_phone_that_vanishes_ends_the_cue_within_a_second_and_is_logged(
    here: TalkingVillage,
) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:09")
    here.speak("t", 0.3)
    here.run_until("2026-12-01T06:50:10")
    here.over("t", "vanished")
    here.run_until("2026-12-01T06:50:11")

    row = here.row("t")
    assert here.ended() == {"t": "vanished"}
    assert row.outcome is Outcome.CUT
    assert row.because is not None
    assert row.because.key == "because.talk_vanished"


def test_the_limit_ends_a_talk(here: TalkingVillage) -> None:
    here.ask("t", limit_s=30)
    here.run_until("2026-12-01T06:51")

    row = here.row("t")
    assert here.ended() == {"t": "limit"}
    assert row.because is not None
    assert row.because.key == "because.talk_limit"
    assert row.ended is None or row.started is None or (row.ended - row.started).seconds <= 30


def test_a_talk_preempts_a_bulletin(here: TalkingVillage) -> None:
    here.run_until("2026-12-01T07:01")
    here.ask("t")
    here.run_until("2026-12-01T07:01:10")

    cut = [row for row in here.log.rows.values() if row.outcome is Outcome.CUT]
    assert [row.because.key for row in cut if row.because] == ["because.preempted"]
    assert "t" not in here.ended()


def test_an_emergency_preempts_a_talk(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:51")
    here.emergency(here.calendar.programme("vo-de", 20))
    here.run_until("2026-12-01T06:52")

    assert here.ended() == {"t": "preempted"}


def test_a_stop_ends_a_talk_and_refuses_the_next(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:51")
    here.order(Verb.STOP)
    here.run_until("2026-12-01T06:51:01")
    here.ask("u")
    here.run_until("2026-12-01T06:51:02")

    assert here.ended() == {"t": "stopped", "u": "refused"}


def test_a_second_talker_in_the_zone_is_refused_by_name(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:10")
    here.ask("u")
    here.run_until("2026-12-01T06:50:11")

    (refused,) = [x for x in here.told if isinstance(x, Ended)]
    assert (refused.talk, refused.key) == ("u", "live.taken")
    assert ("by", "Bà Lan") in refused.values


def test_an_emergency_talk_takes_the_zone_from_a_calm_one(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:10")
    here.ask("u", kind=Kind.EMERGENCY)
    here.run_until("2026-12-01T06:50:30")

    assert here.ended() == {"t": "preempted"}


def test_who_lets_go_before_the_amplifiers_are_warm_leaves_nothing(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:01")
    here.over("t", "released")
    here.run_until("2026-12-01T06:51")

    assert here.ended() == {"t": "released"}
    assert here.log.rows == {}
    assert not any(here.lines().values())


def test_two_zones_with_buses_of_their_own_hear_one_talk_or_two() -> None:
    zones = {
        ZoneId(name): Zone(ZoneId(name), name, BusId(f"main:{n}"), line=17 + n)
        for n, name in enumerate(("xom-1", "xom-2"))
    }
    here = TalkingVillage("2026-12-01T06:50", zones)
    here.ask("t", "xom-1")
    here.ask("u", "xom-2")
    here.run_until("2026-12-01T06:50:10")
    assert here.ended() == {}
    here.over("t", "released")
    here.over("u", "released")
    here.run_until("2026-12-01T06:50:20")

    here.ask("both")
    here.run_until("2026-12-01T06:50:30")

    feed = [x for x in here.told if isinstance(x, Feed) and x.talk == "both"][-1]
    assert len(feed.buffers) == 2
    here.inbox.close()


def test_a_lost_card_ends_a_talk_for_good(here: TalkingVillage) -> None:
    here.ask("t")
    here.run_until("2026-12-01T06:50:30")
    here.sink.lose("main")
    here.run_until("2026-12-01T06:50:31")
    here.sink.bring_back("main")
    here.run_until("2026-12-01T06:52")

    assert here.ended() == {"t": "failed"}
    assert here.row("t").outcome is Outcome.FAILED


def test_the_bulletin_after_a_talk_is_played(here: TalkingVillage) -> None:
    here.run_until("2026-12-01T06:59:30")
    here.ask("t")
    here.run_until("2026-12-01T07:00:30")
    here.over("t", "released")
    here.run_until("2026-12-01T07:10")

    played: dict[str, Any] = {str(row.slot): row.outcome for row in here.log.rows.values()}
    assert played["sang"] is Outcome.PLAYED


def test_a_zone_with_a_longer_delay_has_so_much_more_in_stock() -> None:
    zones = {
        ZoneId(name): Zone(ZoneId(name), name, BusId(f"main:{n}"), line=17 + n, delay_ms=delay_ms)
        for n, (name, delay_ms) in enumerate((("xom-1", 50), ("xom-2", 170)))
    }
    village = TalkingVillage("2026-12-01T06:50", zones)

    village.ask("t")
    village.run_until("2026-12-01T06:50:09")

    (feed,) = [told for told in village.told if isinstance(told, Feed)][-1:]
    assert sorted(round(buffer.delay_s, 3) for buffer in feed.buffers) == [0.0, 0.12]
    village.inbox.close()
