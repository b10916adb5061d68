"""Riding, presence and stock: what happens to a station between the wire and the card."""

from __future__ import annotations

import audioop
import math
import re
import subprocess
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from broadcast.audio.wavfile import wav_header
from broadcast.relay.inflow import OF_A_STATION, StationInflow
from broadcast.relay.presence import SILENT_S, SOUNDING_S, Presence
from broadcast.relay.riding import MOST_DB, PEAK, TARGET_LUFS, Rider
from hub.media.loudness import block_power, lufs

RATE = 48_000
BLOCK = RATE // 10
SILENCE = bytes(2 * BLOCK)


def tone(level_dbfs: float, seconds: float, hertz: float = 997.0) -> list[bytes]:
    """Blocks of 0.1 s."""
    height = 32_768 * 10 ** (level_dbfs / 20) * math.sqrt(2)
    step = 2 * math.pi * hertz / RATE
    count = round(seconds * 10)
    every = array("h", (round(height * math.sin(step * n)) for n in range(count * BLOCK)))
    return [every[at : at + BLOCK].tobytes() for at in range(0, len(every), BLOCK)]


def speech(level_dbfs: float, seconds: float) -> list[bytes]:
    """Words of half a second with pauses between them."""
    blocks = tone(level_dbfs, seconds, 400.0)
    return [block if n % 8 < 5 else SILENCE for n, block in enumerate(blocks)]


def loudness(blocks: list[bytes]) -> float:
    powers = [block_power(block, RATE) for block in blocks]
    loud = [power for power in powers if lufs(power) > -50]
    return lufs(sum(loud) / len(loud))


@pytest.mark.parametrize("hertz", [120.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 7000.0])
def test_the_quick_meter_agrees_with_ffmpeg(hertz: float, tmp_path: Path) -> None:
    blocks = tone(-20.0, 2.0, hertz)
    data = b"".join(blocks)
    path = tmp_path / "tone.wav"
    path.write_bytes(wav_header(len(data), RATE, 1) + data)
    words = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128"]
    said = subprocess.run([*words, "-f", "null", "-"], capture_output=True, text=True, check=True)
    (whole,) = re.findall(r"I:\s+(\S+) LUFS", said.stderr[said.stderr.rindex("Summary") :])

    assert abs(loudness(blocks) - float(whole)) <= 1.0


@pytest.mark.parametrize("level", [-40.0, -30.0, -25.0, -20.0, -12.0, -8.0])
def test_any_station_ends_up_as_loud_as_speech_within_the_bounds(level: float) -> None:
    rider = Rider(RATE)
    blocks = speech(level, 20.0)
    ridden = [rider.ride(block) for block in blocks]
    before = loudness(blocks)
    wanted = max(before - MOST_DB, min(before + MOST_DB, TARGET_LUFS))

    assert abs(loudness(ridden[100:]) - wanted) <= 0.5


def test_nothing_is_pumped_up_in_pauses() -> None:
    rider = Rider(RATE)
    for block in tone(-25.0, 10.0):
        rider.ride(block)
    before = rider.gain_db

    noise = [rider.ride(block) for block in tone(-58.0, 10.0)]

    assert rider.gain_db == before
    assert loudness([audioop.mul(block, 2, 4.0) for block in noise]) < -30


def test_a_change_of_loudness_is_followed_slowly() -> None:
    rider = Rider(RATE)
    for block in tone(-16.0, 5.0):
        rider.ride(block)
    gains = []
    for block in tone(-26.0, 20.0):
        rider.ride(block)
        gains.append(rider.gain_db)

    assert max(after - before for before, after in pairwise(gains)) <= 0.101
    assert gains[9] < 1.1
    assert gains[-1] > 6.0


def test_no_sample_passes_the_peak_however_suddenly_it_comes() -> None:
    rider = Rider(RATE)
    quiet, loud = tone(-30.0, 5.0), tone(-4.0, 2.0)
    ridden = b"".join(rider.ride(block) for block in [*quiet, *loud, *quiet])

    assert audioop.max(ridden, 2) <= PEAK + 1


def test_the_gain_moves_without_a_step_that_could_be_heard() -> None:
    rider = Rider(RATE)
    ridden = b"".join(rider.ride(block) for block in [*tone(-16.0, 3.0), *tone(-22.0, 6.0)])
    values = array("h", ridden[2 * 5 * RATE :])
    bends = sorted(
        abs(c - 2 * b + a) for a, b, c in zip(values, values[1:], values[2:], strict=False)
    )

    assert bends[-1] < 1.3 * bends[len(bends) * 99 // 100]


def test_empty_blocks_and_digital_silence_are_left_alone() -> None:
    rider = Rider(RATE)

    assert rider.ride(b"") == b""
    assert rider.ride(SILENCE) == SILENCE


def hear(presence: Presence, level: float, seconds: float) -> list[bool]:
    return [presence.is_there for _ in range(round(seconds * 10)) if presence.hear(level, 0.1) or 1]


def test_a_station_is_there_after_two_seconds_of_sound() -> None:
    presence = Presence()

    states = hear(presence, -20.0, 3.0)

    assert states.index(True) == round(SOUNDING_S * 10) - 1


def test_it_is_away_after_two_seconds_of_silence_and_not_in_a_pause() -> None:
    presence = Presence()
    hear(presence, -20.0, 3.0)

    pause = hear(presence, -90.0, 1.5)
    hear(presence, -20.0, 0.5)
    silence = hear(presence, -90.0, 3.0)

    assert all(pause)
    assert silence.index(False) == round(SILENT_S * 10) - 1


def test_single_crackles_do_not_bring_it_back() -> None:
    presence = Presence()

    for _ in range(20):
        hear(presence, -20.0, 0.3)
        hear(presence, -90.0, 1.5)

    assert not presence.is_there
    assert not presence.is_worth_keeping


def test_after_its_connection_was_lost_it_has_to_prove_itself_again() -> None:
    presence = Presence()
    hear(presence, -20.0, 3.0)
    presence.lose()

    states = hear(presence, -20.0, 1.0)

    assert not any(states)


def drawn(inflow: StationInflow, seconds: float) -> array[int]:
    found = array("h")
    for _ in range(round(seconds * 100)):
        data = inflow.take(RATE // 100)
        found.frombytes(data + bytes(2 * (RATE // 100) - len(data)))
    return found


def test_where_a_station_begins_and_breaks_off_there_is_a_fade_and_no_click() -> None:
    inflow = StationInflow(RATE)
    for block in tone(-10.0, 1.0, 200.0):
        inflow.push(block)
    values = drawn(inflow, 1.5)
    usual = max(abs(b - a) for a, b in pairwise(values[RATE // 4 : RATE // 2]))

    assert max(abs(b - a) for a, b in pairwise(values)) <= 1.5 * usual
    assert abs(values[0]) < 50
    assert inflow.frames == RATE


def test_a_stock_keeps_the_newest_when_nobody_takes() -> None:
    inflow = StationInflow(RATE)
    for block in tone(-10.0, OF_A_STATION.most_s + 3.0):
        inflow.push(block)

    assert inflow.fill_s <= OF_A_STATION.most_s
    assert not inflow.is_taken


def test_what_is_in_stock_is_played_after_the_end() -> None:
    inflow = StationInflow(RATE)
    for block in tone(-10.0, 0.5):
        inflow.push(block)
    inflow.end()

    assert inflow.is_over
    assert len(inflow.take(RATE)) == RATE // 2 * 2
    assert inflow.take(RATE) == b""
