"""The real sink on a real PulseAudio: heard whole, cut, lost and taken up again."""

import os
import shutil
import signal
import struct
import subprocess
import time
import wave
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from broadcast.audio.pulse import DEVICE, PulseNullSink
from hub.clock import SystemClock
from hub.errors import DeviceError
from tests.audio.sounds import clip, sine
from tests.service.audio_player import RATE, player

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]

SETTLE_S = 1.0
"""Until what was handed out has been recorded, on a busy machine."""


@pytest.fixture
def card(tmp_path: Path) -> Iterator[PulseNullSink]:
    made = PulseNullSink(tmp_path / "run", tmp_path / "heard.wav", SystemClock(), rate=RATE)
    made.start()
    yield made
    made.stop()


def tone(folder: Path, seconds: float, level: float = 0.5) -> tuple[list[list[object]], list[int]]:
    """A clip as the player wants it, and its samples; none of them is 0."""
    values = [value or 1 for value in sine(round(seconds * RATE), level, RATE)]
    made = clip(folder / f"{seconds}-{level}.wav", values, RATE)
    return [[str(made.path), made.frames]], values


def heard(path: Path) -> tuple[list[int], list[int]]:
    """What sounded on the two channels, without the silence around and between."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        every = struct.unpack(f"<{file.getnframes() * 2}h", file.readframes(file.getnframes()))
    return [v for v in every[::2] if v], [v for v in every[1::2] if v]


def test_every_sample_of_a_voice_is_heard_and_the_recording_is_whole(tmp_path: Path) -> None:
    lost = play_once(tmp_path / "1")
    for again in "23":
        if not any(lost):
            break
        lost = play_once(tmp_path / again)  # a busy machine held a daemon up

    assert lost == (0, 0)


def play_once(folder: Path) -> tuple[int, int]:
    """Samples of a voice from the first wrong one on, by channel; its row is right in any case."""
    folder.mkdir()
    clips, values = tone(folder, 1.0)
    card = PulseNullSink(folder / "run", folder / "heard.wav", SystemClock(), rate=RATE)
    card.start()
    with player(card.environment(), device=DEVICE) as play:
        play.until("CardBack")
        start_s = time.time() + 0.5
        play.call("arm", voice="v", clips=clips, start_s=start_s)
        ended = play.until("Ended")
        time.sleep(SETTLE_S)
    card.stop()

    assert ended["frames"] == len(values)
    assert ended["level_dbfs"] == pytest.approx(-9.03, abs=0.05)
    assert abs(ended["started_s"] - start_s) < 0.001 or ended["estimated"] or ended["xruns"]
    left, right = heard(folder / "heard.wav")
    return wrong(left, values), wrong(right, values)


def wrong(found: list[int], values: list[int]) -> int:
    """Samples from the first on that is not as it should be."""
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, values, strict=False))
    )
    return max(len(found), len(values)) - same


def test_a_stop_is_heard_within_a_tenth_of_a_second(card: PulseNullSink, tmp_path: Path) -> None:
    clips, _ = tone(tmp_path, 1.0)
    with player(card.environment(), device=DEVICE) as play:
        play.until("CardBack")
        play.call("arm", voice="v", clips=clips, loop=True)
        play.until("Started")
        time.sleep(0.5)
        asked_s = time.time()
        play.call("silence")
        ended = play.until("Ended")

    assert ended["cut"]
    assert ended["ended_s"] - asked_s < 0.1


def test_a_card_that_dies_and_returns_is_taken_up_again(
    card: PulseNullSink, tmp_path: Path
) -> None:
    clips, values = tone(tmp_path, 0.5)
    with player(card.environment(), device=DEVICE) as play:
        play.until("CardBack")
        play.call("arm", voice="lost", clips=clips, loop=True)
        play.until("Started")
        module = _pactl(card, "list", "short", "modules")
        index = next(line.split()[0] for line in module.splitlines() if "null-sink" in line)
        _pactl(card, "unload-module", index)
        ended = play.until("Ended")
        play.until("CardLost", limit_s=3)
        _pactl(card, "load-module", "module-null-sink", "sink_name=village", f"rate={RATE}")
        play.until("CardBack")
        play.call("arm", voice="again", clips=clips)
        again = play.until("Ended", "again")

    assert "audio.asks_nothing" in ended["error"]
    assert ended["ended_s"] > ended["started_s"]
    assert (again["frames"], again["error"]) == (len(values), "")


def test_a_recording_is_readable_even_when_everything_is_killed(tmp_path: Path) -> None:
    lost = kill_all(tmp_path / "1")
    for again in "23":
        if not any(lost):
            break
        lost = kill_all(tmp_path / again)  # a busy machine held a daemon up

    assert lost == (0, 0)


def kill_all(folder: Path) -> tuple[int, int]:
    """What was wrong of a recording when all were killed, and after it was closed."""
    folder.mkdir()
    path = folder / "heard.wav"
    made = PulseNullSink(folder / "run", path, SystemClock(), rate=RATE)
    made.start()
    clips, values = tone(folder, 0.5)
    with player(made.environment(), device=DEVICE) as play:
        play.until("CardBack")
        play.call("arm", voice="v", clips=clips)
        play.until("Ended")
        time.sleep(SETTLE_S)
        os.kill(play.process.pid, signal.SIGKILL)
    for process in (made._recorder, made._daemon):
        assert process is not None
        process.kill()
        process.wait()
    data = path.read_bytes()
    left = [v for v in struct.unpack(f"<{(len(data) - 44) // 4 * 2}h", data[44:])[::2] if v]
    assert struct.unpack("<I", data[40:44])[0] > 4_000_000_000  # "as long as it gets"
    made.stop()
    return wrong(left, values), wrong(heard(path)[0], values)


def test_the_daemon_ends_with_whoever_started_it(card: PulseNullSink) -> None:
    assert card.is_alive
    folder = Path(card.environment()["PULSE_SERVER"].removeprefix("unix:")).parent

    card.stop()
    card.stop()

    assert not card.is_alive
    assert not folder.exists()


def test_a_machine_without_pulseaudio_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DeviceError) as caught:
        PulseNullSink(tmp_path / "run", tmp_path / "heard.wav", SystemClock()).start()

    assert caught.value.key == "audio.no_program"


def test_a_daemon_that_does_not_come_up_leaves_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pulseaudio").write_text("#!/bin/sh\necho no luck today >&2\n")
    (programs / "pulseaudio").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")

    with pytest.raises(DeviceError) as caught:
        PulseNullSink(tmp_path / "run", tmp_path / "heard.wav", SystemClock()).start()

    assert caught.value.key == "audio.no_pulse"
    assert "no luck today" in Path(str(caught.value.values["log"])).read_text()


def _pactl(card: PulseNullSink, *arguments: str) -> str:
    done = subprocess.run(
        ["pactl", *arguments],
        env={**os.environ, **card.environment()},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
