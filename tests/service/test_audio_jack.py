"""Starts on a card with a clock of its own: to a fraction of a millisecond, and whole."""

import os
import shutil
import signal
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.children import NotReadyError
from bench.jack import Jack, jack, recorder
from bench.recording import Recording
from tests.audio.sounds import clip, sine
from tests.service.audio_player import RATE, player
from tests.service.village import SmallHub, wait_for

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not shutil.which("jackd"), reason="needs jackd2"),
]

STARTS = 12
FRAMES = 2_400
PERIOD = 1_024
"""21 ms: other guests of the same computer hold this one up for longer than JACK's usual 5 ms."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Jack]:
    try:
        with jack(tmp_path, PERIOD) as made:
            yield made
    except NotReadyError as error:
        pytest.skip(str(error))


def onsets(recording: Recording) -> list[tuple[float, int]]:
    """When each burst began, and how many of its samples were heard."""
    found: list[list[int]] = []
    for first, chunk in recording.ports["in"]:
        for index, value in enumerate(chunk):
            if value:
                if not found or first + index - found[-1][-1] > RATE // 10:
                    found.append([first + index, 0, 0])
                found[-1][1] += 1
                found[-1][-1] = first + index
    return [(recording.wall_s(begin), count) for begin, count, _ in found]


def test_every_start_is_exact_and_every_sample_heard(server: Jack, tmp_path: Path) -> None:
    wanted, recording = play_bursts(server, tmp_path)
    for _ in range(2):
        if not recording.xruns and not recording.skipped:
            break
        wanted, recording = play_bursts(server, tmp_path)
    if recording.xruns or recording.skipped:
        pytest.skip("the machine is too busy to measure on, three times")

    heard = onsets(recording)

    assert [count for _, count in heard] == [FRAMES] * STARTS
    errors = [at_s - start_s for (at_s, _), start_s in zip(heard, wanted, strict=True)]
    offset = statistics.median(errors)  # a period JACK counts and the recorder does not
    assert abs(offset) < 1.1 * PERIOD / RATE
    assert max(abs(error - offset) for error in errors) < 0.001


def play_bursts(server: Jack, folder: Path) -> tuple[list[float], Recording]:
    """Bursts at odd moments: when they should begin (POSIX s), and what was heard of them."""
    burst = clip(folder / "b.wav", [value or 1 for value in sine(FRAMES, 0.5, RATE)], RATE)
    clips = [[str(burst.path), burst.frames]]
    with player({**os.environ, **server.env}, device="default", host_api="jack") as play:
        play.until("CardBack")
        with recorder(server, ("in",)) as tape:
            source = next(port for port in server.ports() if "PortAudio" in port)
            server.connect(source, tape.port("in"))
            first_s = time.time() + 1.0
            wanted = [first_s + 0.4 * index + 0.01 * (index * 7 % 10) for index in range(STARTS)]
            for index, start_s in enumerate(wanted):
                play.call("arm", voice=str(index), clips=clips, start_s=start_s)
            for index in range(STARTS):
                ended = play.until("Ended", str(index))
                assert (ended["frames"], ended["estimated"]) == (FRAMES, False)
            time.sleep(0.2)
    return wanted, tape.result()


def test_a_dead_server_ends_the_playout_so_that_a_new_one_is_not_held_up(
    server: Jack, tmp_path: Path
) -> None:
    hub = SmallHub(tmp_path, device="system", host_api="jack", environment=server.env)
    process = hub.start("broadcast")
    try:
        wait_for(lambda: hub.is_up() and hub.state()["cards"]["main"]["is_open"], 20)
        os.kill(server.server.pid, signal.SIGKILL)

        code = process.wait(40)
    finally:
        process.kill()

    assert code == 74
    assert "starts anew" in (tmp_path / "log").read_text("utf-8")
