"""The mixer: voices added, crossfaded, silenced; channels kept apart; what is told."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.audio.mixer import Mixer
from broadcast.audio.playing import Block, Playing
from broadcast.audio.sink import DeadAir, Ended, SinkEvent, SoundBack, Started
from hub.errors import DeviceError, MediaError
from tests.audio.sounds import RATE, pcm, ramp, samples, sine, voice

BLOCK = 80
NOW = 1_700_000_000.0


class Desk:
    """A mixer, the time, and what it has said."""

    def __init__(self, channels: int = 1) -> None:
        self.events: list[SinkEvent] = []
        self.mixer = Mixer(channels, RATE, self.events.append)
        self.blocks = 0

    def arm(self, name: str, values: list[int], at: int | None = None, channel: int = 0) -> Playing:
        start_s = None if at is None else NOW + at / RATE
        made = Playing(voice(name, start_s=start_s), channel, RATE)
        made.chunks.append(pcm(values))
        made.brought, made.complete = len(values), True
        self.mixer.arm(made)
        return made

    def run(self, blocks: int, *, gap: bool = False) -> list[int]:
        out: list[int] = []
        for _ in range(blocks):
            block = Block(NOW + self.blocks * BLOCK / RATE, gap=gap)
            out += samples(self.mixer.render(BLOCK, block))
            self.blocks += 1
        return out

    def said(self, kind: type) -> list[str]:
        return [event.voice for event in self.events if isinstance(event, kind)]  # type: ignore[union-attr]


def test_two_voices_are_added() -> None:
    desk = Desk()
    desk.arm("a", [1_000] * 160)
    desk.arm("b", [30] * 160, at=80)

    assert desk.run(3) == [1_000] * 80 + [1_030] * 80 + [30] * 80


@given(
    st.lists(
        st.lists(st.integers(-32_768, 32_767), min_size=80, max_size=80), min_size=1, max_size=4
    )
)
def test_a_sum_saturates_and_never_wraps(voices: list[list[int]]) -> None:
    desk = Desk()
    for index, values in enumerate(voices):
        desk.arm(str(index), values)

    out = desk.run(1)

    expected = [0] * BLOCK
    for values in voices:
        expected = [
            max(-32_768, min(32_767, before + value))
            for before, value in zip(expected, values, strict=True)
        ]
    assert out == expected


@given(first=st.integers(1, 300), fade=st.integers(1, 300))
def test_a_preemption_is_one_unbroken_change_of_voices(first: int, fade: int) -> None:
    desk = Desk()
    desk.arm("old", [10_000] * 1_000, at=0)
    desk.arm("new", [5_000] * 1_000, at=first)
    desk.mixer.cut("old", fade / RATE, NOW + first / RATE)

    out = desk.run(9)

    assert out[:first] == [10_000] * first
    assert out[first] <= 15_000
    assert all(before >= after for before, after in pairwise(out[first : first + fade + 1]))
    assert set(out[first + fade :]) == {5_000}


def test_a_crossfade_of_tones_makes_no_click() -> None:
    desk = Desk()
    tone = sine(4_000, level=0.3)
    desk.arm("old", tone, at=0)
    desk.arm("new", [0, *tone], at=1_017)
    desk.mixer.cut("old", 0.05, NOW + 1_017 / RATE)

    out = desk.run(20)

    steepest = max(abs(after - before) for before, after in pairwise(tone))
    assert max(abs(after - before) for before, after in pairwise(out)) < 2 * steepest


def test_silence_acts_with_the_very_next_block() -> None:
    desk = Desk()
    desk.arm("sounding", [7] * 1_000)
    desk.arm("armed", [9] * 1_000, at=200)
    assert desk.run(1) == [7] * 80

    desk.mixer.silence(None)

    assert desk.run(4) == [0] * 320
    assert sorted(desk.said(Ended)) == ["armed", "sounding"]
    assert desk.mixer.is_idle


def test_silence_of_one_channel_leaves_the_other() -> None:
    desk = Desk(channels=2)
    desk.arm("left", [7] * 1_000, channel=0)
    desk.arm("right", [9] * 1_000, channel=1)
    desk.run(1)

    desk.mixer.silence(0)

    assert desk.run(1) == [0, 9] * 80


def test_a_voice_armed_after_silence_is_heard() -> None:
    desk = Desk()
    desk.arm("old", [7] * 1_000)
    desk.mixer.silence(None)
    desk.arm("new", [9] * 1_000)

    assert desk.run(1) == [9] * 80


@pytest.mark.parametrize("channels", [1, 2, 3, 8])
def test_each_channel_has_its_own_voice(channels: int) -> None:
    desk = Desk(channels)
    for channel in range(channels):
        desk.arm(str(channel), ramp(80, first=100 * (channel + 1)), channel=channel)

    out = desk.run(1)

    for channel in range(channels):
        assert out[channel::channels] == ramp(80, first=100 * (channel + 1))


def test_start_and_end_are_told_once_with_what_was_measured() -> None:
    desk = Desk()
    desk.arm("a", ramp(100), at=40)

    desk.run(4)

    started, ended = desk.events
    assert isinstance(started, Started)
    assert started.report.started_s == pytest.approx(NOW + 40 / RATE)
    assert isinstance(ended, Ended)
    assert (ended.cut, ended.error, ended.report.frames) == (False, None, 100)


def test_a_file_that_fails_ends_its_voice_with_the_error() -> None:
    desk = Desk()
    desk.arm("a", ramp(100)).error = MediaError("audio.short", path=Path("a.wav"), missing=1)

    desk.run(2)

    (ended,) = [event for event in desk.events if isinstance(event, Ended)]
    assert isinstance(ended.error, MediaError)
    assert not ended.cut


def test_dead_air_and_its_end_are_told() -> None:
    desk = Desk()
    desk.arm("a", [5_000] * 80 + [0] * 3 * RATE + [5_000] * 800)

    desk.run(int(3.5 * RATE / BLOCK))

    assert desk.said(DeadAir) == desk.said(SoundBack) == ["a"]


def test_dead_air_of_a_voice_nobody_watches_is_not_told() -> None:
    desk = Desk()
    made = Playing(voice("a", watch=False), 0, RATE)
    made.chunks.append(bytes(6 * RATE))
    desk.mixer.arm(made)

    desk.run(int(2.5 * RATE / BLOCK))

    assert desk.said(DeadAir) == []


def test_a_card_that_runs_dry_is_counted_for_what_is_on_air() -> None:
    desk = Desk()
    desk.arm("on air", [7] * 1_000)
    desk.arm("armed", [9] * 100, at=500)
    desk.run(1)
    desk.run(2, gap=True)

    reports = {name: desk.mixer.report(name) for name in ("on air", "armed")}

    assert [report.xruns for report in reports.values() if report] == [2, 0]


def test_a_lost_card_ends_every_voice_with_the_error_and_says_when() -> None:
    desk = Desk()
    desk.arm("on air", [7] * 1_000)
    desk.arm("armed", [9] * 100, at=5_000)
    desk.run(2)

    desk.mixer.abandon(DeviceError("audio.card_away", card="main"))

    ended = {event.voice: event for event in desk.events if isinstance(event, Ended)}
    assert all(isinstance(event.error, DeviceError) for event in ended.values())
    assert ended["on air"].report.ended_s == pytest.approx(NOW + 160 / RATE)
    assert ended["armed"].report.started_s is None


def test_nobody_is_told_twice_that_a_voice_is_over() -> None:
    desk = Desk()
    desk.arm("a", [7] * 100)
    desk.run(4)

    desk.mixer.abandon(DeviceError("audio.card_away", card="main"))
    desk.mixer.cut("a", 0.0, None)
    desk.mixer.silence(None)
    desk.run(2)

    assert desk.said(Ended) == ["a"]


def test_blocks_of_silence_are_made_once() -> None:
    mixer = Desk(channels=2).mixer

    assert mixer.quiet(480) is mixer.quiet(480)
    assert mixer.quiet(480) == bytes(480 * 4)
