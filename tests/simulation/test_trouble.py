"""Trouble on a clock by hand: dead air, missing media, crashes, lost cards, broken lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadcast.asrun import Begun
from broadcast.audio.sink import SinkEvent
from broadcast.restart import take_up
from hub.domain.facts import Outcome
from hub.domain.ids import CueId, OrderId, ProgrammeId
from hub.domain.order import Order, Verb
from hub.domain.programme import Source
from tests.fakes.calendar import MemoryCalendar, daily
from tests.simulation.studio import Village, local

FIVE = datetime(2026, 11, 1, 5, 0)
CUE = CueId("sang@20261130T220000Z")


def village(seconds: float = 300.0, source: Source = Source.FILE) -> Village:
    calendar = MemoryCalendar()
    programme = calendar.programme("ban-tin", seconds, source=source)
    calendar.put(daily("sang", FIVE, programme, source=source))
    return Village("2026-12-01T04:55", calendar)


def crash(here: Village, heard_frames: int | None) -> None:
    """Kill the playout and start it again, with what the log and the run folder kept."""
    for line in here.board.lines.values():
        line.is_on = False
    here.board.lines.clear()
    here.build(local("2026-12-01T04:00"))
    now = here.clock.now()
    book = here.studio.playout._parts.book
    book.refresh()
    take_up(
        [Begun(*mark) for mark in here.log.on_air.values()],
        {} if heard_frames is None else {CUE: heard_frames},
        timeline=here.studio.playout.preview(now),
        journal=here.journal,
        programmes=book.programmes,
        now=now,
    )


def test_dead_air_is_answered_with_the_fallback_and_ends_when_the_sound_is_back() -> None:
    here = village()
    here.run_until("2026-12-01T05:01")
    (voice,) = here.journal.runs[CUE].voices.values()

    here.sink.fall_silent(voice)
    here.run_until("2026-12-01T05:02")
    here.sink.sound_again(voice)
    here.run_until("2026-12-01T05:10")

    fallback = [h for h in here.sink.heard if h.voice.startswith("fallback")]
    assert len(fallback) == 1
    assert 50 < fallback[0].frames / 48_000 < 62
    row = here.log.rows[CUE]
    assert row.outcome is Outcome.PLAYED
    assert [i.what.key for i in here.log.incidents] == ["incident.dead_air"]


def test_missing_media_is_answered_with_the_fallback_for_a_minute_and_logged_as_failed() -> None:
    here = village()
    here.sink.spoil(Path("/media/ban-tin.wav"))

    here.run_until("2026-12-01T05:10")

    row = here.log.rows[CUE]
    assert row.outcome is Outcome.FAILED
    (fallback,) = [h for h in here.sink.heard if h.voice.startswith("fallback")]
    assert 55 < fallback.frames / 48_000 < 65
    assert not any(here.lines().values())


@pytest.mark.parametrize(
    ("heard_s", "outcome", "frames"),
    [(10.0, Outcome.PLAYED, 310.0), (100.0, Outcome.CUT, 100.0), (None, Outcome.PLAYED, 300.0)],
)
def test_a_crash_plays_a_bulletin_again_only_if_little_was_heard(
    heard_s: float | None, outcome: Outcome, frames: float
) -> None:
    here = village()
    here.run_until("2026-12-01T05:01:40")

    crash(here, None if heard_s is None else int(heard_s * 48_000))
    here.run_until("2026-12-01T05:20")

    row = here.log.rows[CUE]
    assert row.outcome is outcome
    assert row.frames_played == frames * 48_000
    assert row.interruptions == 1


def test_a_crash_joins_a_relay_again() -> None:
    here = village(30, Source.RELAY)
    here.run_until("2026-12-01T05:05")

    crash(here, 300 * 48_000)
    here.run_until("2026-12-01T05:20")

    row = here.log.rows[CUE]
    assert row.outcome is Outcome.PLAYED
    assert row.interruptions == 1
    assert row.ended == local("2026-12-01T05:10")
    assert row.started == local("2026-12-01T05:00")


def test_a_card_that_is_away_at_five_and_back_at_five_past_is_caught_up() -> None:
    here = village()
    here.run_until("2026-12-01T04:58")
    here.sink.lose("main")

    here.run_until("2026-12-01T05:05")
    here.sink.bring_back("main")
    here.run_until("2026-12-01T05:20")

    row = here.log.rows[CUE]
    assert row.outcome is Outcome.PLAYED
    assert row.started is not None
    assert local("2026-12-01T05:05") <= row.started <= local("2026-12-01T05:05:10")


def test_a_card_that_is_away_for_the_hour_is_the_cause_in_the_log() -> None:
    here = village()
    here.run_until("2026-12-01T04:58")
    here.sink.lose("main")

    here.run_until("2026-12-01T05:30")

    row = here.log.rows[CUE]
    assert row.outcome is Outcome.MISSED


def test_a_broken_line_is_an_incident_and_the_other_zones_are_heard() -> None:
    here = village()
    here.board.lines[27].is_broken = True

    here.run_until("2026-12-01T05:01")

    lines = here.lines()
    assert lines == {"xom-1": True, "xom-2": False, "xom-3": True}
    assert "amplifier.line_stuck" in [i.what.key for i in here.log.incidents]


def test_five_years_back_plays_nothing_until_the_clock_is_right_again() -> None:
    here = village()
    here.run_until("2026-12-01T04:58")
    back = 5 * 365 * 86_400

    here.clock.step_wall(-back)
    here.is_trusted = False
    here.run_until(here.clock.now().replace(hour=23))
    assert here.sink.heard == []

    here.clock.step_wall(back)
    here.is_trusted = True
    here.run_until("2026-12-03T06:00")
    keys = [i.what.key for i in here.log.incidents]
    assert keys.count("incident.clock_step") == 2
    assert keys.count("incident.clock_lost") == 1
    assert keys.count("incident.clock_trusted") == 1


@pytest.mark.parametrize("back", [0.25, 0.5, 30.0])
def test_a_cue_that_began_as_quiet_hours_ended_goes_on_when_the_clock_is_set_back_a_little(
    back: float,
) -> None:
    here = village()
    here.run_until("2026-12-01T05:00:00")

    here.clock.step_wall(-back)
    here.run_until("2026-12-01T05:10")

    assert here.log.rows[CUE].outcome is Outcome.PLAYED
    assert here.log.rows[CUE].frames_played == 300 * 48_000


def test_a_cue_on_air_ends_when_the_clock_is_set_back_far_into_quiet_hours() -> None:
    here = village()
    here.run_until("2026-12-01T05:01:00")

    here.clock.step_wall(-3600)
    here.run_until("2026-12-01T04:05")

    assert here.log.rows[CUE].outcome is Outcome.CUT


def test_an_hour_forward_over_a_cue_says_the_clock_was_the_cause() -> None:
    here = village()
    here.run_until("2026-12-01T04:56")

    here.clock.step_wall(3600)
    here.run_until("2026-12-01T06:30")

    row = here.log.rows[CUE]
    assert row.outcome is Outcome.MISSED
    assert row.because is not None
    assert row.because.key == "because.missed_clock"


def test_nothing_is_decided_by_a_step_within_a_turn_before_it_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = village()
    here.run_until("2026-12-01T04:56")
    steps = [3600.0]

    def events() -> tuple[SinkEvent, ...]:
        if steps:
            here.clock.step_wall(steps.pop())
        return ()

    with monkeypatch.context() as held_up:
        held_up.setattr(here.sink, "events", events)
        here.studio.playout.touch()
        here.studio.playout.turn()
    here.run_until("2026-12-01T06:30")

    row = here.log.rows[CUE]
    assert (row.outcome, row.because and row.because.key) == (
        Outcome.MISSED,
        "because.missed_clock",
    )


def test_what_is_on_air_is_not_cut_by_a_step_within_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    here = village()
    here.run_until("2026-12-01T05:01")

    def events() -> tuple[SinkEvent, ...]:
        here.clock.step_wall(3600.0)
        return ()

    with monkeypatch.context() as held_up:
        held_up.setattr(here.sink, "events", events)
        here.studio.playout.turn()
    here.run_until("2026-12-01T06:30")

    row = here.log.rows[CUE]
    assert (row.outcome, row.frames_played) == (Outcome.PLAYED, 300 * 48_000)


def test_an_order_that_comes_with_a_step_is_told_when_it_begins() -> None:
    here = village()
    here.emergency(here.calendar.programme("vo-de", 120))
    here.run_until("2026-12-01T04:56")

    here.clock.step_wall(3600.0)
    zones, now = frozenset(here.lines()), here.clock.now()
    play = Order(OrderId("moi"), Verb.PLAY, zones, now, "Hoa", programme=ProgrammeId("ban-tin"))
    answer = here.studio.desk.give(play)

    assert local("2026-12-01T05:57") < answer.since < local("2026-12-01T05:57:10")


@pytest.mark.parametrize("step_s", [0.5, -0.5, -240.0])
def test_a_step_while_a_relay_is_on_air_leaves_it_its_length(step_s: float) -> None:
    here = village(30, Source.RELAY)
    here.run_until("2026-12-01T05:05")

    here.clock.step_wall(step_s)
    here.run_until(here.clock.now() + timedelta(minutes=30))

    row = here.log.rows[CUE]
    assert abs(row.frames_played / 48_000 - 600) < 1
    assert len([h for h in here.sink.heard if "sang" in h.voice]) == 1


@pytest.mark.parametrize(
    ("step_s", "why"), [(3600.0, "because.slot_over"), (-3600.0, "because.quiet_hours")]
)
def test_a_relay_that_the_right_time_forbids_is_cut_and_the_log_says_why(
    step_s: float, why: str
) -> None:
    here = village(30, Source.RELAY)
    here.run_until("2026-12-01T05:05")

    here.clock.step_wall(step_s)
    here.run_until(here.clock.now() + timedelta(minutes=30))

    row = here.log.rows[CUE]
    assert abs(row.frames_played / 48_000 - 300) < 1
    assert row.because is not None
    assert row.because.key == why
