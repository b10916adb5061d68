"""Volumes with a real playout and a real sound server: what is set is what is heard."""

from __future__ import annotations

import json
import math
import shutil
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from broadcast.audio.pulse import PulseNullSink
from broadcast.audio.wavfile import HEADER_BYTES
from hub.clock import SystemClock
from hub.domain.ids import ZoneId
from hub.domain.rules import RuleBook
from hub.domain.volume import ZoneVolume
from hub.store.calendar import put_rule_book, rule_book
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.service.village import RATE, SmallHub, wait_for

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]

ONE = ZoneId("xom-1")
START_S = 40.0
PART = RATE // 10
"""Samples of which one level is measured."""
LENGTH_S = 6.0


def set_volume(hub: SmallHub, gain_db: float) -> None:
    with open_hub(hub.config.data_dir, Service.WEB) as store:
        book: RuleBook = rule_book(store)
        put_rule_book(store, replace(book, volumes={ONE: ZoneVolume(gain_db)}))


def levels_db(path: Path) -> list[float]:
    """Levels of the parts that sound, whole parts only, in their order."""
    data = path.read_bytes()[HEADER_BYTES:]  # its header is settled when the recorder ends
    every = struct.unpack(f"<{len(data) // 4 * 2}h", data[: len(data) // 4 * 4])[::2]
    first = next((n for n, value in enumerate(every) if value), len(every))
    parts = [every[n : n + PART] for n in range(first, len(every) - PART, PART)]
    found = []
    for part in parts:
        power = sum(value * value for value in part) / PART
        found.append(10 * math.log10(power) if power > 1 else -math.inf)
    while found and found[-1] == -math.inf:
        found.pop()
    return found[1:-1]


@contextmanager
def heard(folder: Path, during: Callable[[SmallHub], None], before_db: float) -> Iterator[Path]:
    """The recording of one tone that was played by a real playout."""
    folder.mkdir()
    sink = PulseNullSink(folder / "run", folder / "heard.wav", SystemClock(), rate=RATE)
    sink.start()
    hub = SmallHub(folder, device="pulse", host_api="alsa", environment=sink.environment())
    set_volume(hub, before_db)
    tone = hub.tone("tieng", LENGTH_S)
    playout = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        assert hub.run("order", "play", tone, "--by", "Hoa").returncode == 0
        wait_for(lambda: bool(hub.state()["on_air"]), START_S)
        during(hub)
        wait_for(lambda: not hub.state()["on_air"], START_S)
        time.sleep(1.0)  # what was handed out is being recorded
        yield folder / "heard.wav"
        logged = json.loads(hub.run("log", "--json").stdout)["rows"]
        (row,) = (each["fact"] for each in logged if each["sort"] == "cue")
        assert row["sent_db"][0] == [ONE, before_db]
    finally:
        playout.terminate()
        playout.wait(10)
        sink.stop()


@pytest.mark.parametrize("gain_db", [-6.0, -18.0])
def test_a_zone_is_heard_as_much_softer_as_was_set(tmp_path: Path, gain_db: float) -> None:
    def nothing(_: SmallHub) -> None:
        """Let it play."""

    with heard(tmp_path / "loud", nothing, 0.0) as loud:
        usual = levels_db(loud)
    with heard(tmp_path / "soft", nothing, gain_db) as soft:
        softer = levels_db(soft)

    middle, other = (sorted(found)[len(found) // 2] for found in (usual, softer))
    assert other - middle == pytest.approx(gain_db, abs=0.1)


def settled_db(levels: list[float]) -> float:
    """The level there is most of the time: a busy null sink drops out for moments."""
    return Counter(round(level, 2) for level in levels).most_common(1)[0][0]


def test_what_is_on_air_is_turned_within_seconds_and_without_a_jump(tmp_path: Path) -> None:
    def turn(hub: SmallHub) -> None:
        time.sleep(1.0)
        set_volume(hub, -12.0)

    with heard(tmp_path / "turned", turn, 0.0) as path:
        found = levels_db(path)

    loud = settled_db(found[:10])
    soft = settled_db([level for level in found if level < loud - 6.0])
    assert soft - loud == pytest.approx(-12.0, abs=0.1)
    on_the_way = [level for level in found if soft + 0.3 < level < loud - 0.3]
    assert len(on_the_way) >= 10  # of twenty tenths of a second: it was no step
