"""A day of the village on a clock by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.order import Verb
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village, local

MORNING = datetime(2026, 11, 1, 5, 0)


def morning(seconds: float = 300.0) -> MemoryCalendar:
    calendar = MemoryCalendar()
    bulletin = calendar.programme("ban-tin", seconds)
    calendar.put(daily("sang", MORNING, bulletin))
    return calendar


def test_the_morning_bulletin_plays_at_five_and_is_logged() -> None:
    village = Village("2026-12-01T04:50", morning())

    village.run_until("2026-12-01T05:30")

    (row,) = village.log.rows.values()
    assert row.outcome is Outcome.PLAYED
    assert row.started == local("2026-12-01T05:00")
    assert row.frames_played == 300 * 48_000
    assert row.because is None


def test_lines_go_on_before_the_first_sample_and_off_after_the_last() -> None:
    village = Village("2026-12-01T04:50", morning())

    village.run_until("2026-12-01T04:59:56")
    assert not any(village.lines().values())
    village.run_until("2026-12-01T04:59:58")
    assert all(village.lines().values())
    village.run_until("2026-12-01T05:05:01")
    assert all(village.lines().values())
    village.run_until("2026-12-01T05:05:03")
    assert not any(village.lines().values())


def test_after_a_stop_nothing_plays_until_resume() -> None:
    village = Village("2026-12-01T04:50", morning())
    village.run_until("2026-12-01T05:01")

    village.order(Verb.STOP)
    village.run_until("2026-12-02T06:00")
    village.order(Verb.RESUME)
    village.run_until("2026-12-03T06:00")

    outcomes = [row.outcome for row in village.log.rows.values()]
    assert outcomes == [Outcome.CUT, Outcome.MISSED, Outcome.PLAYED]
    assert len(village.sink.heard) == 2


def test_an_emergency_cuts_a_programme_at_once() -> None:
    village = Village("2026-12-01T04:50", morning())
    siren = village.calendar.programme("lu-quet", 60)
    village.run_until("2026-12-01T05:01")

    village.emergency(siren)
    village.run_until("2026-12-01T06:00")

    cut, emergency = village.log.rows.values()
    assert cut.outcome is Outcome.CUT
    assert cut.frames_played == 60 * 48_000 or abs(cut.frames_played - 60 * 48_000) < 4_800
    assert emergency.kind is Kind.EMERGENCY
    assert emergency.outcome is Outcome.PLAYED
    assert emergency.started == local("2026-12-01T05:01")


def test_a_relay_is_joined_again_after_an_emergency_and_has_one_row() -> None:
    calendar = MemoryCalendar()
    relay = calendar.programme("voh", 30, source=Source.RELAY)
    calendar.put(
        daily(
            "tiep-song",
            MORNING,
            relay,
            source=Source.RELAY,
            after_preemption=AfterPreemption.JOIN,
            length_s=1800.0,
        )
    )
    siren = calendar.programme("lu-quet", 60)
    village = Village("2026-12-01T04:50", calendar)
    village.run_until("2026-12-01T05:10")

    village.emergency(siren)
    village.run_until("2026-12-01T06:00")

    rows = {row.title: row for row in village.log.rows.values()}
    relayed = rows["Tiep-Song"]
    assert relayed.outcome in {Outcome.PLAYED, Outcome.CUT}
    assert abs(relayed.frames_played / 48_000 - (1800 - 60)) < 2
    assert relayed.ended == local("2026-12-01T05:30")


def test_a_power_cut_across_five_is_caught_up_within_ten_minutes() -> None:
    village = Village("2026-12-01T05:07", morning())

    village.run_until("2026-12-01T06:00")

    (row,) = [r for r in village.log.rows.values() if r.planned_start >= local("2026-12-01T00:00")]
    assert row.outcome is Outcome.PLAYED
    assert row.started == local("2026-12-01T05:07:08")  # min_off_s counts from the start
    assert row.because is not None
    assert row.because.key == "because.late"


def test_a_power_cut_for_longer_is_logged_as_missed() -> None:
    village = Village("2026-12-01T05:11", morning())

    village.run_until("2026-12-01T06:00")

    row = village.log.rows[max(village.log.rows)]
    assert row.outcome is Outcome.MISSED


def test_a_clock_that_steps_back_an_hour_plays_nothing_twice() -> None:
    village = Village("2026-12-01T04:50", morning())
    village.run_until("2026-12-01T05:20")

    village.clock.step_wall(-3600)
    village.run_until("2026-12-01T06:00")

    assert len(village.log.rows) == 1
    assert len(village.sink.heard) == 1
    assert [i.what.key for i in village.log.incidents] == ["incident.clock_step"]


def test_half_a_second_while_on_air_cuts_nothing() -> None:
    village = Village("2026-12-01T04:50", morning())
    village.run_until("2026-12-01T05:01")

    village.clock.step_wall(0.5)
    village.run_until("2026-12-01T06:00")

    today = [r for r in village.log.rows.values() if r.planned_start >= local("2026-12-01T00:00")]
    assert [r.outcome for r in today] == [Outcome.PLAYED]
    assert today[0].frames_played == 300 * 48_000


def test_nothing_routine_plays_on_an_untrusted_clock() -> None:
    village = Village("2026-12-01T04:50", morning())
    village.is_trusted = False

    village.run_until("2026-12-01T06:00")

    assert village.sink.heard == []


def test_a_lost_card_is_taken_up_again_and_the_relay_with_it() -> None:
    calendar = MemoryCalendar()
    relay = calendar.programme("voh", 30, source=Source.RELAY)
    calendar.put(daily("tiep-song", MORNING, relay, source=Source.RELAY, length_s=1800.0))
    village = Village("2026-12-01T04:50", calendar)
    village.run_until("2026-12-01T05:10")

    village.sink.lose("main")
    village.run_until("2026-12-01T05:11")
    assert not any(village.lines().values())
    village.sink.bring_back("main")
    village.run_until("2026-12-01T06:00")

    (row,) = village.log.rows.values()
    assert row.interruptions == 1
    assert abs(row.frames_played / 48_000 - (1800 - 60)) < 5
    assert row.ended == local("2026-12-01T05:30") + timedelta(0)


def test_what_comes_next_is_told_until_it_is_heard() -> None:
    village = Village("2026-12-01T04:50", morning())

    village.run_until("2026-12-01T04:59:58")

    coming = village.studio.playout.next_cue
    assert coming is not None
    assert coming.start == local("2026-12-01T05:00")
