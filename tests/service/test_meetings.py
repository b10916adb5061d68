"""A meeting's sound as a village hears it: a real station or line input, and the real playout."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from broadcast.audio.pulse import DEVICE, PulseNullSink
from broadcast.audio.wavfile import HEADER_BYTES
from hub.clock import SystemClock
from hub.control import ControlClient
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.store.calendar import put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.relay.icecast import QUIET, TONE, icecast
from tests.service.village import RATE, SmallHub, ended, wait_for

pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio"),
]

HOUSE = """
[[zones]]
id = "nha-van-hoa"
channel = 1
line = 27
warm_up_s = 0.2
tail_s = 0.2
min_off_s = 0.2
[relay]
hosts = ["127.0.0.1"]
[[relay.devices]]
name = "line"
device = "pulse"
"""
PATIENCE_S = 60.0
WINDOW = RATE // 10
LOUD = 500
SERVICES = ("hub.relay.listener", "broadcast")


def village(folder: Path, stream: str, **more: Any) -> SmallHub:
    """A hamlet on the first channel, the house on the second, and where a meeting comes from."""
    hub = SmallHub(folder, **more)
    told = hub.path.read_text("utf-8").replace('name = "main"', 'name = "main"\nchannels = 2')
    hub.path.write_text(told + HOUSE, "utf-8")
    programme = Programme(
        ProgrammeId("hop"), "Tiếng họp", Kind.ROUTINE, Level.COMMUNE, Source.RELAY, "", 0, RATE,
        "0" * 64, "Bình", "Hoa", (stream,),
    )  # fmt: skip
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        put_programme(store, programme)
    return hub


@contextmanager
def running(hub: SmallHub) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    children = {name: hub.start(name) for name in SERVICES}
    try:
        wait_for(hub.is_up, PATIENCE_S)
        yield children
    finally:
        for child in reversed(children.values()):
            ended(child)


def give(hub: SmallHub, verb: str, **more: Any) -> str:
    """Give an order; its id."""
    order = f"test-{uuid.uuid4()}"
    client = ControlClient(hub.config.run_dir / "broadcast.sock", timeout_s=10.0)
    client.call("vn.hub.Broadcast.Give", {"id": order, "verb": verb, "by": "Hoa", **more})
    return order


def turn_on(hub: SmallHub) -> str:
    where = {"zones": ["nha-van-hoa"], "programme": "hop", "minutes": 30, "title": "Họp xã"}
    return give(hub, "play", **where)


def stands(hub: SmallHub, state: str) -> Callable[[], bool]:
    return lambda: [one["state"] for one in hub.state()["meetings"]] == [state]


def rows(hub: SmallHub, sort: str) -> list[dict[str, Any]]:
    told = json.loads(hub.run("log", "--json").stdout)["rows"]
    return [row["fact"] for row in told if row["sort"] == sort]


def incidents(hub: SmallHub) -> list[str]:
    return [fact["what"]["key"].removeprefix("incident.") for fact in rows(hub, "incident")]


def heard(path: Path) -> tuple[list[str], list[str]]:
    """What sounded on each channel, one after the other: "meeting", "alarm" or "silence"."""
    data = path.read_bytes()[HEADER_BYTES:]
    every = struct.unpack(f"<{len(data) // 4 * 2}h", data[: len(data) // 4 * 4])
    first, second = (_told(every[channel::2]) for channel in (0, 1))
    return first, second


def _told(samples: tuple[int, ...]) -> list[str]:
    found = [_sound(samples[at : at + WINDOW]) for at in range(0, len(samples), WINDOW)]
    runs = [(name, len(list(run))) for name, run in groupby(found)]
    kept = [name for name, length in runs if length > 3]  # no word of a change between two
    return [name for name, _ in groupby(kept)]


def _sound(window: tuple[int, ...]) -> str:
    if max(map(abs, window)) < LOUD:
        return "silence"
    turns = sum(a < 0 <= b for a, b in pairwise(window))
    return "alarm" if turns * RATE / WINDOW > 720 else "meeting"  # 1000 Hz or 440 Hz


def test_it_is_heard_in_the_house_alone_and_an_emergency_goes_first(tmp_path: Path) -> None:
    record = tmp_path / "heard.wav"
    sink = PulseNullSink(tmp_path / "pulse", record, SystemClock(), rate=RATE)
    sink.start()
    try:
        with icecast(tmp_path / "icecast") as station:
            station.feed("hop.mp3")
            hub = village(
                tmp_path, station.url("hop.mp3"), device=DEVICE, host_api="alsa",
                environment=sink.environment(),
            )  # fmt: skip
            alarm = hub.tone("bao-dong", 3.0)
            with running(hub):
                order = turn_on(hub)
                wait_for(stands(hub, "on"), PATIENCE_S)
                time.sleep(4.0)  # a few seconds of it are recorded
                give(hub, "play", programme=alarm, kind="emergency")
                wait_for(stands(hub, "waits"), PATIENCE_S)
                wait_for(stands(hub, "on"), PATIENCE_S)
                time.sleep(4.0)
                assert not hub.is_line_on()  # the hamlet's
                give(hub, "end", ends=order)
                wait_for(lambda: hub.state()["meetings"] == [], PATIENCE_S)
                assert hub.state()["on_air"] == []
                time.sleep(2.0)
                fact = next(row for row in rows(hub, "cue") if row["title"] == "Họp xã")
                assert "dead_air" not in incidents(hub)
    finally:
        sink.stop()

    hamlet, house = heard(record)
    assert hamlet == ["silence", "alarm", "silence"]
    assert house[-5:] == ["meeting", "alarm", "silence", "meeting", "silence"] or house[-4:] == [
        "meeting", "alarm", "meeting", "silence"
    ]  # fmt: skip
    assert (fact["outcome"], fact["zones"]) == ("played", ["nha-van-hoa"])


def test_silence_is_no_dead_air_and_a_station_that_goes_is_told_of_once(tmp_path: Path) -> None:
    with icecast(tmp_path / "icecast") as station:
        station.feed("hop.mp3", "mp3", QUIET)
        hub = village(tmp_path, station.url("hop.mp3"))
        with running(hub):
            order = turn_on(hub)
            wait_for(stands(hub, "silent"), PATIENCE_S)
            assert "dead_air" not in incidents(hub)
            station.starve("hop.mp3")
            wait_for(stands(hub, "away"), PATIENCE_S)
            time.sleep(12.0)  # it is called again three times
            assert incidents(hub).count("relay_off") <= 2  # it ended; nobody sends it
            assert "dead_air" not in incidents(hub)
            station.feed("hop.mp3", "mp3", TONE)
            wait_for(stands(hub, "on"), PATIENCE_S)
            give(hub, "end", ends=order)
            wait_for(lambda: hub.state()["meetings"] == [], PATIENCE_S)

            assert incidents(hub)[-1] == "relay_on"


def test_what_may_not_be_relayed_is_said_so(tmp_path: Path) -> None:
    hub = village(tmp_path, "http://radio.example/hop.mp3")
    with running(hub):
        turn_on(hub)
        wait_for(stands(hub, "refused"), PATIENCE_S)

        assert hub.state()["meetings"][0]["because"]["key"] == "relay.host_not_listed"
        assert "dead_air" not in incidents(hub)


def test_a_playout_that_was_killed_takes_it_up_and_not_what_was_turned_off(tmp_path: Path) -> None:
    with icecast(tmp_path / "icecast") as station:
        station.feed("hop.mp3")
        hub = village(tmp_path, station.url("hop.mp3"))
        with running(hub) as children:
            order = turn_on(hub)
            wait_for(stands(hub, "on"), PATIENCE_S)
            children["broadcast"].kill()
            children["broadcast"].wait()
            children["broadcast"] = hub.start("broadcast")
            wait_for(hub.is_up, PATIENCE_S)
            wait_for(stands(hub, "on"), PATIENCE_S)

            give(hub, "end", ends=order)
            children["broadcast"].kill()
            children["broadcast"].wait()
            children["broadcast"] = hub.start("broadcast")
            wait_for(hub.is_up, PATIENCE_S)
            time.sleep(3.0)  # it would have been called by now
            assert hub.state()["meetings"] == []
            assert hub.state()["on_air"] == []


def test_a_computer_at_the_line_input_is_heard(tmp_path: Path) -> None:
    """What a null sink plays stands for the computer: its monitor is the line input."""
    line = PulseNullSink(tmp_path / "pulse", tmp_path / "line.wav", SystemClock(), rate=RATE)
    line.start()
    player = None
    try:
        environment = {**os.environ, **line.environment()}
        hub = village(tmp_path, "device:line", environment=line.environment())
        words = ["ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", TONE]
        with running(hub):
            order = turn_on(hub)
            wait_for(stands(hub, "silent"), PATIENCE_S)  # nobody has said anything yet
            player = subprocess.Popen([*words, "-f", "pulse", "line"], env=environment)
            wait_for(stands(hub, "on"), PATIENCE_S)
            time.sleep(3.0)
            give(hub, "end", ends=order)
            wait_for(lambda: hub.state()["meetings"] == [], PATIENCE_S)
            (fact,) = rows(hub, "cue")
            assert incidents(hub).count("relay_off") == 0
    finally:
        if player is not None:
            player.kill()
            player.wait()
        line.stop()

    assert (fact["outcome"], fact["because"]) == ("played", None)
    assert fact["dead_air_s"] == 0.0
