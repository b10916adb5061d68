"""The callback: wall time of a block, silence when idle, gaps counted."""

from datetime import UTC, datetime

import pytest

from broadcast.audio.bell import Bell
from broadcast.audio.feed import Feed, wall_offset
from broadcast.audio.mixer import Mixer
from broadcast.audio.playing import Playing
from tests.audio.sounds import pcm, samples, voice
from tests.fakes.clock import FakeClock

RATE = 48_000
FRAMES = 480


class Stream:
    """A feed that is asked punctually."""

    def __init__(self, offset_ms: float = 0.0) -> None:
        self.clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
        self.bell = Bell()
        self.mixer = Mixer(1, RATE, self.bell.emit)
        self.feed = Feed(
            self.mixer, RATE, self.clock, self.bell, offset_s=offset_ms / 1000, latency_s=0.02
        )

    def run(self, seconds: float) -> list[int]:
        out: list[int] = []
        for _ in range(round(seconds * RATE / FRAMES)):
            now = self.clock.monotonic()
            out += samples(self.feed.block(FRAMES, now, now + 0.02, gap=False))
            self.clock.pass_time(FRAMES / RATE)
        return out

    def arm(self, after_s: float) -> Playing:
        made = Playing(voice(start_s=self.clock.wall_s() + after_s), 0, RATE)
        made.chunks.append(pcm([9] * RATE))
        made.brought, made.complete = RATE, True
        self.mixer.arm(made)
        return made


@pytest.mark.parametrize("offset_ms", [0.0, 5.2, -5.3])
def test_the_first_sample_is_heard_at_its_wall_clock_time(offset_ms: float) -> None:
    stream = Stream(offset_ms)
    stream.run(1)
    stream.arm(0.5)

    out = stream.run(1)

    # handed out earlier by the latency, and by what the device does not say of itself
    assert out.index(9) == round((0.5 - 0.02 - offset_ms / 1000) * RATE)


def test_a_step_of_the_wall_clock_moves_an_armed_voice_at_once() -> None:
    stream = Stream()
    stream.run(1)
    made = stream.arm(0.5)
    stream.clock.step_wall(0.3)
    due_s = made.voice.start_s

    out = stream.run(1)

    assert out.index(9) == round((0.2 - 0.02) * RATE)
    assert made.started_s == pytest.approx(due_s, abs=1e-4)


def test_a_voice_on_air_does_not_notice_a_step() -> None:
    stream = Stream()
    stream.run(1)
    stream.arm(0.0)
    stream.run(0.2)

    stream.clock.step_wall(-3_600)

    assert set(stream.run(0.5)) == {9}


def test_a_cut_of_a_voice_on_air_keeps_its_moment_over_a_step() -> None:
    stream = Stream()
    stream.run(1)
    made = stream.arm(0.0)
    stream.mixer.cut("v", 0.0, stream.clock.wall_s() + 0.5)
    stream.run(0.2)

    stream.clock.step_wall(-3_600)
    stream.run(1)

    assert made.meter.frames == pytest.approx((0.5 - 0.02) * RATE, abs=2)


def test_an_idle_stream_hands_out_the_same_silence_again_and_again() -> None:
    stream = Stream()
    stream.run(1)

    blocks = {id(stream.feed.block(FRAMES, 2_000.0, 2_000.02, gap=False)) for _ in range(5)}

    assert len(blocks) == 1


def test_a_stream_that_is_given_up_plays_nothing_and_keeps_its_voices() -> None:
    stream = Stream()
    stream.run(1)
    made = stream.arm(0.0)
    stream.feed.is_live = False

    assert not any(stream.run(0.5))
    assert made.meter.frames == 0


def test_gaps_are_counted() -> None:
    stream = Stream()
    stream.run(1)

    stream.feed.block(FRAMES, 3_000.0, 3_000.02, gap=True)

    assert stream.feed.xruns == 1


def test_the_difference_of_the_clocks_is_read_in_one_moment() -> None:
    clock = FakeClock(datetime(2026, 12, 1, 5, tzinfo=UTC))

    assert wall_offset(clock) == clock.wall_s() - clock.monotonic()


def test_a_switch_of_threads_between_two_readings_does_not_spoil_it() -> None:
    class Interrupted(FakeClock):
        calls = 0

        def wall_s(self) -> float:
            self.calls += 1
            if self.calls == 1:
                self.pass_time(0.004)  # another thread had its turn
            return super().wall_s()

    clock = Interrupted(datetime(2026, 12, 1, 5, tzinfo=UTC))

    assert wall_offset(clock) == pytest.approx(clock.wall_s() - clock.monotonic(), abs=1e-6)
