"""The automatic gain: short talks as loud as long ones, known voices from the first word on."""

from __future__ import annotations

import audioop
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from broadcast.audio.level import FULL_SCALE
from broadcast.live.guards import Guards
from broadcast.live.limiter import CEILING_DBFS
from broadcast.live.loudness import CALM_DB, DOWN_DB_S, MOST_DB, TARGET_LUFS, UP_DB_S, AutoGain
from tests.live.voices import RATE, Room, frames, needs_voice, noise, speech, talk_in, tone
from tests.prepare.meter import meter

CEILING = FULL_SCALE * 10 ** (CEILING_DBFS / 20)


@pytest.mark.parametrize(("level", "wanted"), [(-30.0, 15.5), (-10.0, -4.5), (-14.5, 0.0)])
def test_the_gain_brings_a_voice_to_the_target_within_its_first_words(
    level: float, wanted: float
) -> None:
    gain = AutoGain()

    gains = [gain.hear(level, 0.02, speaks=True) for _ in range(25)]

    assert gains[-1] == pytest.approx(wanted, abs=0.1)
    assert max(abs(b - a) for a, b in pairwise(gains)) <= 1.3


@pytest.mark.parametrize(("level", "most_db_s"), [(-30.0, UP_DB_S), (-10.0, DOWN_DB_S)])
def test_later_the_gain_changes_slowly(level: float, most_db_s: float) -> None:
    gain = AutoGain()
    for _ in range(100):
        gain.hear(TARGET_LUFS, 0.02, speaks=True)

    gains = [gain.hear(level, 0.02, speaks=True) for _ in range(500)]

    assert max(abs(b - a) for a, b in pairwise(gains)) <= most_db_s * 0.02 + 0.001
    assert gains[-1] == pytest.approx(TARGET_LUFS - level, abs=CALM_DB)


def test_a_voice_that_is_known_begins_as_loud_as_it_ended() -> None:
    gain = AutoGain(15.5)

    gains = [gain.hear(-30.0, 0.02, speaks=True) for _ in range(25)]

    assert gains == pytest.approx([15.5] * 25, abs=0.1)
    assert AutoGain(99.0).gain_db == MOST_DB


def test_the_gain_is_bounded_and_does_not_follow_a_pause() -> None:
    gain = AutoGain()

    assert max(gain.hear(-60.0, 0.02, speaks=True) for _ in range(2_000)) == MOST_DB
    assert gain.hear(-90.0, 0.02, speaks=False) == MOST_DB


@needs_voice
@pytest.mark.service
@pytest.mark.parametrize("level", [-30.0, -24.0, -12.0])
@pytest.mark.parametrize(("seconds", "most_lu"), [(2.0, 3.0), (3.4, 2.0), (8.0, 2.0)])
def test_a_short_talk_is_as_loud_as_everything_else(
    level: float, seconds: float, most_lu: float, tmp_path: Path
) -> None:
    guards, path = Guards(RATE), tmp_path / "talk.wav"
    said = speech(level)[: round(seconds * RATE) * 2]
    heard = bytes(RATE) + said + bytes(RATE * 2)

    out = b"".join(
        guards.pass_on(piece)
        for piece in frames(audioop.add(heard, noise(len(heard) / 2 / RATE, -55.0), 2))
    )

    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(out)
    lufs, _ = meter(path)
    assert lufs == pytest.approx(-16.0, abs=most_lu)
    assert audioop.max(out, 2) <= CEILING + 1
    assert audioop.max(out[-RATE:], 2) == 0
    assert guards.howl.count == 0


def test_a_chime_that_the_microphone_hears_before_a_talk_does_not_turn_it_down() -> None:
    guards = Guards(RATE)
    for piece in frames(tone(880, 1.5, -12.0)):
        guards.pass_on(piece)
    turned_down = guards.howl.gain_db

    guards.begin()

    assert turned_down < 0.0
    assert (guards.howl.gain_db, guards.learnt_db) == (0.0, None)


@needs_voice
def test_what_a_voice_needs_is_learnt_and_a_howl_lifts_nothing() -> None:
    calm, howling = Guards(RATE), Guards(RATE)
    for piece in frames(speech(-30.0)):
        calm.pass_on(piece)
    talk_in(Room(20.0, 0.1, 1_500.0), speech(-30.0), howling.pass_on)

    assert calm.learnt_db == pytest.approx(14.0, abs=2.0)
    assert howling.howl.count > 0
    assert howling.learnt_db is not None
    assert howling.learnt_db <= 0.0
