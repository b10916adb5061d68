"""`village-hub run` as a person uses it: plays, is heard, obeys, ends with everything off."""

from __future__ import annotations

import json
import os
import signal
import wave
from array import array
from pathlib import Path

import pytest

from tests.service.village import RATE, START_S, SmallHub, ended, wait_for

LOUD = 3000


def loud_seconds(path: Path) -> float:
    """How long the recording is loud, in windows of 10 ms."""
    with wave.open(str(path), "rb") as file:
        channels, step = file.getnchannels(), RATE // 100
        samples = array("h", file.readframes(file.getnframes()))[::channels]
    windows = [samples[n : n + step] for n in range(0, len(samples), step)]
    return sum(bool(w) and max(w) > LOUD for w in windows) / 100


def cues(hub: SmallHub) -> int:
    """How many rows of cues the log has."""
    told = json.loads(hub.run("log", "--json").stdout)["rows"]
    return sum(row["sort"] == "cue" for row in told)


@pytest.mark.service
@pytest.mark.timeout(180)
def test_what_the_calendar_says_is_heard_whole_and_logged(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path, device="default")
    hub.slots(hub.tone("tin", 2.0), 2, 6.0, 8.0)
    heard = tmp_path / "heard.wav"
    process = hub.start("hub", "run", "--record", str(heard))
    try:
        wait_for(hub.is_up, START_S)
        wait_for(lambda: bool(hub.state()["on_air"]), 30)
        assert hub.is_line_on()
        wait_for(lambda: cues(hub) == 2, 40)
        state = json.loads(hub.run("state", "--json").stdout)
    finally:
        assert ended(process) == 0

    assert 3.9 <= loud_seconds(heard) <= 4.1
    assert state["cards"]["main"]["is_open"]
    assert not hub.is_line_on()
    assert hub.run("log", "--verify").returncode == 0


@pytest.mark.service
@pytest.mark.timeout(180)
def test_orders_from_the_command_line_are_obeyed_and_answered(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    hub.tone("dai", 60.0)
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        playing = hub.run("order", "play", "dai", "--kind", "emergency", "--by", "Lan")
        wait_for(lambda: bool(hub.state()["on_air"]), 10)
        stopped = hub.run("order", "stop")
        assert not hub.is_line_on()
        refused = hub.run("order", "play", "dai")
        resumed = hub.run("order", "resume", "--json")
        unknown = hub.run("order", "play", "khong-co", "--zones", "xom-1")
    finally:
        ended(process)

    assert playing.stdout.startswith("Playing at")
    assert stopped.stdout.startswith("Silent since")
    assert refused.returncode == 65
    assert "stop" in refused.stderr.lower()
    assert json.loads(resumed.stdout)["state"] == "resumed"
    assert unknown.returncode == 65
    assert "khong-co" in unknown.stderr


@pytest.mark.service
@pytest.mark.timeout(180)
def test_without_a_playout_an_order_says_that_nothing_was_confirmed(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)

    answer = hub.run("order", "stop")

    assert answer.returncode == 69
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr


@pytest.mark.service
@pytest.mark.timeout(180)
def test_a_stop_survives_a_kill(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    hub.slots(hub.tone("tin", 1.0), 30, 1.5, 4.0)
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        hub.run("order", "stop")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process = hub.start("broadcast")
        wait_for(hub.is_up, START_S)
        state = hub.state()
    finally:
        ended(process)

    assert state["zones"]["xom-1"]["halt"]["verb"] == "stop"
    assert state["on_air"] == []


@pytest.mark.service
@pytest.mark.timeout(180)
def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path, assume=False)

    away = hub.run("doctor")
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, START_S)
        found = json.loads(hub.run("doctor", "--json").stdout)
    finally:
        ended(process)

    assert away.returncode == 1
    assert "systemctl restart hub-broadcast" in away.stdout
    checks = {item["check"] for item in found}
    assert {"playout", "store", "clock", "card", "line", "disk", "next"} <= checks
