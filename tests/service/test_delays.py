"""Two neighbouring zones as they are heard: the second as much later as its delay says."""

from __future__ import annotations

import shutil
import struct
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broadcast.audio.pulse import DEVICE, PulseNullSink
from broadcast.audio.wavfile import HEADER_BYTES
from hub.clock import SystemClock
from tests.live.voices import tone
from tests.service.village import RATE, SmallHub, wait_for

pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]

DELAY_MS = 120
SECOND_ZONE = f"""
[[zones]]
id = "xom-2"
channel = 1
delay_ms = {DELAY_MS}
line = 27
warm_up_s = {{warm_up}}
tail_s = 0.2
min_off_s = 0.2
"""
START_S = 40.0
NEAR_MS = 0.1
"""The delay is counted in samples; the recording is of the card's own."""


@contextmanager
def village(folder: Path, warm_up_s: float) -> Iterator[SmallHub]:
    """A playout whose card is recorded into ``heard.wav``, left for the second zone."""
    sink = PulseNullSink(folder / "run", folder / "heard.wav", SystemClock(), rate=RATE)
    sink.start()
    hub = SmallHub(
        folder, DEVICE, warm_up_s=warm_up_s, host_api="alsa", environment=sink.environment()
    )
    told = hub.path.read_text("utf-8").replace('name = "main"', 'name = "main"\nchannels = 2')
    hub.path.write_text(told + SECOND_ZONE.format(warm_up=warm_up_s), "utf-8")
    playout = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        yield hub
        wait_for(lambda: not hub.state()["on_air"], START_S)
        time.sleep(1.0)  # what was handed out is being recorded
    finally:
        playout.terminate()
        playout.wait(10)
        sink.stop()


def between_ms(folder: Path, level: int = 1) -> float:
    """How much later the second zone begins than the first."""
    data = (folder / "heard.wav").read_bytes()[HEADER_BYTES:]
    every = struct.unpack(f"<{len(data) // 4 * 2}h", data[: len(data) // 4 * 4])
    first, second = (
        next(n for n, value in enumerate(every[channel::2]) if abs(value) >= level)
        for channel in (0, 1)
    )
    return (second - first) * 1000 / RATE


def test_a_slot_is_heard_in_the_second_zone_as_much_later(tmp_path: Path) -> None:
    with village(tmp_path, warm_up_s=0.2) as hub:
        hub.slots(hub.tone("tin", 1.0), 1, 60.0, 5.0)
        wait_for(lambda: bool(hub.state()["on_air"]), START_S)

    assert between_ms(tmp_path) == pytest.approx(DELAY_MS, abs=NEAR_MS)


def test_an_emergency_that_comes_too_late_for_the_card_keeps_the_delay(tmp_path: Path) -> None:
    with village(tmp_path, warm_up_s=0.0) as hub:
        alert = hub.tone("bao-dong", 1.0)
        done = hub.run("order", "play", alert, "--kind", "emergency", "--by", "Hoa")
        assert done.returncode == 0, done.stderr

    assert between_ms(tmp_path) == pytest.approx(DELAY_MS, abs=NEAR_MS)


def test_a_talk_keeps_the_delay(tmp_path: Path) -> None:
    spoken = tmp_path / "spoken.wav"
    with wave.open(str(spoken), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(RATE) + tone(500, 1.5))
    with village(tmp_path, warm_up_s=0.2) as hub:
        done = hub.run("live", "--file", str(spoken), "--by", "Hoa")
        assert done.returncode == 0, done.stderr

    assert between_ms(tmp_path, level=500) == pytest.approx(DELAY_MS, abs=NEAR_MS)
