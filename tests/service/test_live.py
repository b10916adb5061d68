"""Live voice with real processes and a real sound server: heard and ended in time, recorded."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bench.children import output_of
from bench.ear import ear
from bench.mouth import BurstMouth, Network, waits_ms
from bench.pulse import SINK, pulse
from broadcast.live.client import Client, Ending
from hub.clock import SystemClock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId
from hub.live_wire import Frame, Hello, decode_answers, encode_frame, encode_hello
from tests.live.voices import RATE, frames, tone
from tests.service.village import SmallHub, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]
needs_pulse = pytest.mark.skipif(not shutil.which("pulseaudio"), reason="needs pulseaudio")

START_S = 40.0
"""The built-in fallback is computed at the first start, on a busy machine."""

HELLO = Hello(OrderId("t"), "Bà Lan", frozenset(), Kind.ROUTINE, "", RATE)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[SmallHub]:
    made = SmallHub(tmp_path)
    child = made.start("broadcast")
    wait_for(made.is_up, START_S)
    yield made
    child.terminate()
    assert child.wait(10) == 0, (tmp_path / "log").read_text()


def wav(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(tone(500, seconds))
    return path


def on_air(hub: SmallHub) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hub.state()["on_air"]
    return found


def speaker(hub: SmallHub, seconds: float) -> subprocess.Popen[bytes]:
    words = ["live", "--file", str(wav(hub.folder / "talk.wav", seconds)), "--by", "Bà Lan"]
    return hub.start("hub", *words)


def test_a_talk_from_the_command_line_is_heard_logged_and_recorded(hub: SmallHub) -> None:
    done = hub.run("live", "--file", str(wav(hub.folder / "talk.wav", 1.5)), "--by", "Bà Lan")
    listed = json.loads(hub.run("live", "--records", "--json").stdout)

    assert done.returncode == 0, done.stderr
    assert [(found["by"], found["seconds"]) for found in listed] == [
        ("Bà Lan", pytest.approx(1.5, abs=0.3))
    ]
    assert "Bà Lan" in hub.run("log").stdout
    wait_for(lambda: not hub.is_line_on())


def test_a_killed_talker_is_off_the_air_within_a_second(hub: SmallHub) -> None:
    child = speaker(hub, 30)
    wait_for(lambda: bool(on_air(hub)))

    os.kill(child.pid, signal.SIGKILL)
    killed_s = time.monotonic()
    wait_for(lambda: not on_air(hub))
    took_s = time.monotonic() - killed_s
    child.wait()

    assert took_s < 1.0
    wait_for(lambda: not hub.is_line_on())


def test_a_phone_that_says_nothing_more_and_does_not_hang_up_is_off_within_a_second(
    hub: SmallHub,
) -> None:
    is_enough = threading.Event()
    with socket.socket(socket.AF_UNIX) as connection, ThreadPoolExecutor(1) as phone:
        connection.connect(str(hub.config.run_dir / "live.sock"))
        talk = phone.submit(talk_until, is_enough, connection)  # whatever a look at the hub takes
        try:
            wait_for(lambda: bool(on_air(hub)))
        finally:
            is_enough.set()
        silent_s = talk.result()
        wait_for(lambda: not on_air(hub))
        took_s = time.monotonic() - silent_s

    assert took_s < 1.0
    wait_for(lambda: not hub.is_line_on())


def talk_until(is_enough: threading.Event, connection: socket.socket) -> float:
    """Send a frame every 20 ms, for a second at least; answers when the last one was sent."""
    pieces = list(frames(tone(500, 60.0)))  # before the first word: it takes its time
    connection.sendall(encode_hello(HELLO))
    for number, piece in enumerate(pieces):
        connection.sendall(encode_frame(Frame(number, number * 20_000, piece)))
        time.sleep(0.02)
        if number >= 50 and is_enough.is_set():
            break
    return time.monotonic()


def test_letting_go_by_a_signal_ends_the_talk_well(hub: SmallHub) -> None:
    child = speaker(hub, 30)
    wait_for(lambda: bool(on_air(hub)))

    child.terminate()

    assert child.wait(10) == 0
    assert not on_air(hub)


def test_a_stop_ends_a_talk_and_switches_the_line_off(hub: SmallHub) -> None:
    child = speaker(hub, 30)
    wait_for(lambda: bool(on_air(hub)))

    hub.run("order", "stop")

    assert not hub.is_line_on()
    assert child.wait(10) == 1
    refused = hub.run("live", "--file", str(hub.folder / "talk.wav"))
    assert refused.returncode == 65
    assert refused.stderr


def test_a_playout_that_is_killed_in_a_talk_does_not_take_it_up_again(tmp_path: Path) -> None:
    hub = SmallHub(tmp_path)
    playout = hub.start("broadcast")
    wait_for(hub.is_up, START_S)
    child = speaker(hub, 30)
    wait_for(lambda: bool(on_air(hub)))

    playout.kill()
    playout.wait()
    told = child.wait(10)
    again = hub.start("broadcast")
    wait_for(hub.is_up, START_S)
    time.sleep(0.5)

    assert told != 0
    assert not on_air(hub)
    listed = hub.run("log").stdout
    again.terminate()
    assert again.wait(10) == 0
    assert "Bà Lan" in listed


def test_nonsense_on_the_socket_harms_nobody(hub: SmallHub) -> None:
    path = str(hub.config.run_dir / "live.sock")
    for data in (
        b"\0" * 9_000,
        b"[" * 4_000 + b"\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"{}\n",
        b"\xff\n",
        encode_hello(HELLO),
    ):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(path)
            connection.sendall(data)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(encode_hello(HELLO) + b"\xff" * 40)
        connection.settimeout(5.0)
        answers = b""
        while data := connection.recv(4096):
            answers += data

    assert decode_answers(answers)[-1]["why"] == "refused"
    wait_for(lambda: not on_air(hub))
    assert hub.run("live", "--file", str(wav(hub.folder / "ok.wav", 0.3))).returncode == 0


def test_the_socket_is_for_the_group_only(hub: SmallHub) -> None:
    assert (hub.config.run_dir / "live.sock").stat().st_mode & 0o777 == 0o660


@needs_pulse
@pytest.mark.parametrize("network", [Network(), Network(loss=0.02, jitter_s=0.1)])
def test_a_voice_is_heard_within_the_time_it_may_take(tmp_path: Path, network: Network) -> None:
    said: list[dict[str, Any]] = []
    clock = SystemClock()
    state = 7

    def chance() -> float:
        nonlocal state
        state = state * 1_103_515_245 % (1 << 31)
        return state / (1 << 31)

    with pulse(tmp_path) as env, ear(f"{SINK}.monitor", env) as horn:
        hub = SmallHub(tmp_path, device="pulse", host_api="alsa", environment=env)
        playout = hub.start("broadcast")
        wait_for(hub.is_up, START_S)
        wait_for(lambda: horn.hears)
        mouth = BurstMouth(clock, 5, 0.6, network, chance)
        client = Client(hub.config.run_dir / "live.sock", clock, said.append)
        last = client.talk(HELLO, mouth, Ending(), lambda _: None)
        time.sleep(0.5)
        waits = waits_ms(mouth.spoken_s, horn.onsets_s())
        playout.terminate()
        playout.wait(10)

    assert last["why"] == "released"
    assert len(waits) == 5
    assert sorted(waits)[2] < 700  # 400 on a machine that does nothing else: see bench


@needs_pulse
def test_the_microphone_at_the_hub_is_heard(tmp_path: Path) -> None:
    with pulse(tmp_path) as env:
        output_of(["pactl", "load-module", "module-null-sink", "sink_name=mouth"], env)
        output_of(["pactl", "set-default-sink", SINK], env)
        output_of(["pactl", "set-default-source", "mouth.monitor"], env)
        hub = SmallHub(tmp_path, device="pulse", host_api="alsa", environment=env)
        playout = hub.start("broadcast")
        wait_for(hub.is_up, START_S)
        sound = wav(tmp_path / "voice.wav", 8.0)
        for _ in range(3):  # a null sink stands still for a second now and then
            player = subprocess.Popen(["paplay", "--device=mouth", str(sound)], env={**env})
            done = hub.run("live", "--device", "pulse", "--seconds", "2", "--by", "Bà Lan")
            player.terminate()
            player.wait()
            if done.returncode == 0:
                break
        listed = json.loads(hub.run("live", "--records", "--json").stdout)
        playout.terminate()
        playout.wait(10)

    assert done.returncode == 0, done.stderr
    with wave.open(listed[-1]["file"]) as file:
        heard = file.readframes(file.getnframes())
    assert max(memoryview(heard).cast("h"), default=0) > 1_000


def test_a_machine_without_a_microphone_is_told_so(hub: SmallHub) -> None:
    done = hub.run("live", "--device", "no-such-microphone", "--seconds", "1")

    assert done.returncode == 66
    assert "no-such-microphone" in done.stderr


@needs_pulse
def test_the_talk_button_speaks_while_it_is_held(tmp_path: Path) -> None:
    with pulse(tmp_path) as env:
        output_of(["pactl", "load-module", "module-null-sink", "sink_name=mouth"], env)
        output_of(["pactl", "set-default-sink", SINK], env)
        output_of(["pactl", "set-default-source", "mouth.monitor"], env)
        hub = SmallHub(tmp_path, device="pulse", host_api="alsa", environment=env)
        with hub.path.open("a") as file:
            file.write('[hardware]\ntalk_button = 4\n[live]\ndevice = "pulse"\n')
        playout = hub.start("broadcast")
        wait_for(hub.is_up, START_S)
        (hub.config.run_dir / "talk-button").write_text("1\n")
        wait_for(lambda: bool(on_air(hub)), START_S)
        (hub.config.run_dir / "talk-button").write_text("0\n")
        wait_for(lambda: not on_air(hub))
        wait_for(lambda: not hub.is_line_on())
        log = hub.run("log").stdout
        playout.terminate()
        playout.wait(10)

    assert "the microphone at the machine" in log
