"""Gate, automatic gain, limiter, howl guard: each alone, and all in a room that feeds back."""

from __future__ import annotations

import audioop

import pytest

from broadcast.audio.level import FULL_SCALE
from broadcast.live.gate import HOLD_S, Gate
from broadcast.live.guards import Guards
from broadcast.live.howl import HowlGuard
from broadcast.live.limiter import Limiter
from broadcast.live.ramp import ramped
from tests.live.voices import (
    FRAME,
    RATE,
    Room,
    frames,
    level_dbfs,
    needs_voice,
    noise,
    speech,
    steepest,
    talk_in,
    tone,
)

CEILING = FULL_SCALE * 10 ** (-1.5 / 20)


def test_a_gain_that_changes_makes_no_step() -> None:
    flat = (20_000).to_bytes(2, "little", signed=True) * FRAME

    out = ramped(flat, 1.0, 0.0)

    assert len(out) == len(flat)
    assert steepest(flat[:2] + out) <= 20_000 // 39
    assert ramped(flat, 1.0, 1.0) is flat


def test_the_gate_opens_with_the_first_frame_of_a_voice() -> None:
    gate = Gate()

    assert gate.hear(-60.0, 0.02) == 0.0
    assert gate.hear(-25.0, 0.02) == 1.0


def test_the_gate_stays_open_over_the_pause_between_two_words() -> None:
    gate = Gate()
    gate.hear(-25.0, 0.02)

    gains = [gate.hear(-70.0, 0.02) for _ in range(int(HOLD_S / 0.02) - 1)]

    assert min(gains) == 1.0


def test_the_gate_shuts_after_a_voice_and_does_not_flutter() -> None:
    gate = Gate()
    gate.hear(-25.0, 0.02)
    for _ in range(50):
        gate.hear(-70.0, 0.02)
    was_shut = not gate.is_open

    gate.hear(-45.0, 0.02)

    assert was_shut
    assert not gate.is_open


def test_the_noise_of_a_place_does_not_open_the_gate() -> None:
    gate = Gate()

    gains = [gate.hear(-38.0, 0.02) for _ in range(2_000)]

    assert gains[-1] == 0.0
    assert gate.hear(-20.0, 0.02) == 1.0


@pytest.mark.parametrize("gain", [0.5, 1.0, 4.0, 8.0])
def test_nothing_leaves_over_the_ceiling_and_no_sample_is_lost(gain: float) -> None:
    limiter = Limiter(RATE)
    loud = tone(300, 0.3, -30.0) + tone(300, 0.3, -4.0) + noise(0.3, -9.0) + tone(80, 0.11, -30.0)

    out = b"".join(limiter.limit(piece, gain, gain) for piece in frames(loud, 333))
    rest = loud[len(loud) // 666 * 666 :]
    out += limiter.limit(rest, gain, gain) + limiter.flush(gain)

    assert len(out) == len(loud)
    assert audioop.max(out, 2) <= CEILING + 1


def test_turning_down_makes_no_click() -> None:
    limiter = Limiter(RATE)
    step = tone(200, 0.2, -20.0) + tone(200, 0.4, -3.1)

    out = b"".join(limiter.limit(piece, 2.0, 2.0) for piece in frames(step))

    at_ceiling = CEILING * 2 * 3.1416 * 200 / RATE
    assert steepest(out) < 1.5 * at_ceiling


def test_a_voice_that_is_not_too_loud_passes_the_limiter_as_it_is() -> None:
    limiter = Limiter(RATE)
    calm = noise(0.5, -25.0)

    out = b"".join(limiter.limit(piece, 1.0, 1.0) for piece in frames(calm))

    first = RATE // 200 * 2  # opens from silence
    assert out[first:] == calm[first : len(out)]


@pytest.mark.parametrize("hertz", [400, 1_000, 2_500, 4_800])
def test_a_growing_ring_is_turned_down_within_a_third_of_a_second(hertz: float) -> None:
    guard = HowlGuard(RATE)
    growing = b"".join(tone(hertz, 0.02, -28.0 + n) for n in range(18))

    for piece in frames(growing):
        guard.hear(piece, 0.02)

    assert guard.is_howling
    assert guard.gain_db <= -6.0


def test_a_short_beep_is_no_ring() -> None:
    guard = HowlGuard(RATE)

    for piece in frames(tone(1_000, 0.3, -15.0) + bytes(RATE * 2)):
        guard.hear(piece, 0.02)

    assert guard.count == 0


def test_it_comes_back_slowly_and_never_to_where_it_howled() -> None:
    guard = HowlGuard(RATE)
    for piece in frames(tone(1_000, 1.0, -15.0)):
        guard.hear(piece, 0.02)
    down = guard.gain_db

    for piece in frames(bytes(60 * RATE * 2)):
        guard.hear(piece, 0.02)

    assert down < guard.gain_db <= -3.0
    assert not guard.is_howling


@needs_voice
@pytest.mark.parametrize("level", [-36.0, -26.0, -18.0, -9.0])
def test_a_voice_comes_out_at_one_loudness_and_is_never_taken_for_a_howl(level: float) -> None:
    guards = Guards(RATE)

    out = b"".join(guards.pass_on(piece) for piece in frames(speech(level)))

    second_half = out[len(out) // 2 :]
    assert guards.howl.count == 0
    assert level_dbfs(second_half) == pytest.approx(-16.5, abs=3.0)
    assert audioop.max(out, 2) <= CEILING + 1


@needs_voice
@pytest.mark.parametrize("gain_db", [6.0, 12.0, 20.0])
@pytest.mark.parametrize("hertz", [None, 700.0, 3_000.0])
def test_a_loudspeaker_that_feeds_the_microphone_does_not_blow_up(
    gain_db: float, hertz: float | None
) -> None:
    guards = Guards(RATE)

    levels = talk_in(Room(gain_db, 0.1, hertz), speech(), guards.pass_on)

    last = levels[-150:]
    assert max(levels) <= -1.5
    assert sum(last) / len(last) < -14.0


@needs_voice
def test_a_howl_at_full_power_is_broken() -> None:
    guards = Guards(RATE)

    talk_in(Room(20.0, 0.1, 1_500.0), speech(), guards.pass_on)

    assert guards.howl.count >= 2
    assert guards.howl.gain_db <= -6.0


def test_silence_stays_silence() -> None:
    guards = Guards(RATE)

    out = b"".join(guards.pass_on(piece) for piece in frames(noise(1.0, -65.0)))

    assert audioop.max(out, 2) == 0


def test_what_goes_in_comes_out_whole() -> None:
    guards = Guards(RATE)

    out = b"".join(guards.pass_on(bytes(size)) for size in (100, 1_920, 38, 5_000, 2))

    assert len(out + guards.flush()) == 100 + 1_920 + 38 + 5_000 + 2


def test_a_microphone_that_hears_nothing_is_noticed() -> None:
    guards = Guards(RATE)

    for piece in frames(noise(3.5, -60.0)):
        guards.pass_on(piece)

    assert guards.is_faint
