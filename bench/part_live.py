"""Part "live": from mouth to horn, over good and bad networks; and a phone that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.awake import awake
from bench.browser_phone import hold, let_go
from bench.children import output_of, wait_for
from bench.context import Context
from bench.control import ask
from bench.ear import Ear, ear
from bench.figures import summary
from bench.mouth import RATE, BurstMouth, Network, burst, waits_ms
from bench.phone_mouth import at_the_phone, spoken_s
from bench.pulse import SINK, pulse
from bench.report import Part
from bench.village import Village
from broadcast.live.client import Client, Ending
from hub.clock import SystemClock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId
from hub.live_wire import Hello

NAME = "live"
MOUTH = "mouth"
EVERY_S = 0.7
BAR_MS = 400.0
VANISH_BAR_MS = 1000.0
SETTLE_S = 1.5
"""The stock of a talk finds its size."""
TRIES = 3
"""A null sink stands still for a second now and then, which no microphone does."""
NETWORKS = {
    "LAN": Network(),
    "20 ms jitter": Network(jitter_s=0.02),
    "2 % loss, 100 ms jitter": Network(loss=0.02, jitter_s=0.1),
}


def measure(context: Context) -> Part:
    """Speak in bursts and listen to the card."""
    part = Part(NAME)
    with awake(), pulse(context.folder) as env:
        output_of(["pactl", "load-module", "module-null-sink", f"sink_name={MOUTH}"], env)
        output_of(["pactl", "set-default-sink", SINK], env)
        output_of(["pactl", "set-default-source", f"{MOUTH}.monitor"], env)
        with _village(context.folder, env) as village, ear(f"{SINK}.monitor", env) as horn:
            wait_for(lambda: horn.hears, 10.0, "the ear")
            for name, network in NETWORKS.items():
                waits = _over(village, horn, name, network, context.rounds)
                _say(part, f"mouth to horn, {name}", waits, context.rounds)
            _from_microphone(part, village, horn, env, max(5, context.rounds // 3))
            _vanished(part, village, horn, env, max(3, context.rounds // 10))
            _from_phone(part, village, horn, env, context.rounds)
    return part


@contextmanager
def _village(folder: Path, env: Mapping[str, str]) -> Iterator[Village]:
    home = folder / "v"
    home.mkdir()
    quiet = _wav(folder / "quiet.wav", bytes(RATE * 2))
    village = Village(home, "alsa", "pulse", env, fallback=quiet)
    village.set_up()
    village.start()
    try:
        yield village
    finally:
        village.stop()


def _over(village: Village, horn: Ear, name: str, network: Network, rounds: int) -> list[float]:
    clock = SystemClock()
    mouth = BurstMouth(clock, rounds, EVERY_S, network, _chances())
    said: list[dict[str, Any]] = []
    hello = Hello(OrderId(f"bench-{name}"), "bench", frozenset(), Kind.PRIORITY, "", RATE)
    client = Client(village.run_dir / "live.sock", clock, said.append)
    client.talk(hello, mouth, Ending(), lambda _: None)
    time.sleep(0.5)
    return waits_ms(mouth.spoken_s, horn.onsets_s())


def _from_microphone(
    part: Part, village: Village, horn: Ear, env: Mapping[str, str], rounds: int
) -> None:
    """A real capture device: the monitor of a second null sink."""
    pause = bytes(2 * round(RATE * (EVERY_S - 0.2)))
    sounds = _wav(village.folder / "bursts.wav", (pause + burst()) * rounds)
    for _ in range(TRIES):
        with ear(f"{MOUTH}.monitor", env) as mouth, _talking(village, env, "--device", "pulse"):
            time.sleep(1.5)
            subprocess.run(
                ["paplay", f"--device={MOUTH}", "--latency-msec=20", str(sounds)],
                env=dict(env), check=True, timeout=120,
            )  # fmt: skip
            time.sleep(0.5)
            spoken = mouth.onsets_s()
        waits = waits_ms(spoken, horn.onsets_s())
        if len(waits) == len(spoken):
            break
    _say(part, "microphone to horn, PyAudio", waits, len(spoken))


def _from_phone(
    part: Part, village: Village, horn: Ear, env: Mapping[str, str], rounds: int
) -> None:
    """A real browser: its microphone, its posts, the web service, the card; then it is killed."""
    pause = bytes(2 * round(RATE * (EVERY_S - 0.2)))
    sounds = _wav(village.folder / "phone.wav", (pause + burst()) * 20)
    with at_the_phone(village, env, sounds) as page:
        hold(page)
        time.sleep(SETTLE_S)
        since_s = time.monotonic()
        time.sleep(rounds * EVERY_S)
        spoken = spoken_s(page, since_s, time.monotonic() - 1.0)
        let_go(page)
        waits = waits_ms(spoken, horn.onsets_s())
        _say(part, "phone to horn, Chromium", waits, len(spoken))
        hold(page)
        time.sleep(SETTLE_S)
        killed_s = time.monotonic()
        page.context.browser.close()  # type: ignore[union-attr]
        wait_for(lambda: not _is_on_air(village), 5.0, "the end of the talk")
        over_ms = (time.monotonic() - killed_s) * 1000
        part.say("browser gone to end of cue", "at most", over_ms, "ms", bar=VANISH_BAR_MS)


def _vanished(part: Part, village: Village, horn: Ear, env: Mapping[str, str], rounds: int) -> None:
    """SIGKILL of whoever speaks: until silence, and until the cue is over."""
    sound = _wav(village.folder / "long.wav", (burst(0.25) + bytes(RATE // 10)) * 40)
    silent, over = [], []
    for _ in range(rounds):
        with _talking(village, env, "--file", str(sound)) as child:
            time.sleep(1.5)
            killed_s = time.monotonic()
            os.kill(child.pid, signal.SIGKILL)
            wait_for(lambda: not _is_on_air(village), 5.0, "the end of the talk")
            over.append((time.monotonic() - killed_s) * 1000)
        time.sleep(0.5)
        ends = [at - killed_s for at in horn.ends_s() if at > killed_s - 0.5]
        silent.append(max(0.0, *ends) * 1000)
    _say(part, "phone killed to silence", silent, rounds, VANISH_BAR_MS)
    _say(part, "phone killed to end of cue", over, rounds, VANISH_BAR_MS)


@contextmanager
def _talking(
    village: Village, env: Mapping[str, str], *words: str
) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "hub", "--config", str(village.config), "live", *words]
    child = subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: _is_on_air(village), 10.0, "the talk")
        yield child
    finally:
        child.terminate()
        child.wait(10)
        wait_for(lambda: not _is_on_air(village), 10.0, "the end of the talk")


def _is_on_air(village: Village) -> bool:
    found = ask(village.run_dir / "broadcast.sock", "State")
    return bool(found["state"]["on_air"])


def _say(part: Part, subject: str, found: Sequence[float], count: int, bar: float = BAR_MS) -> None:
    part.raw[subject] = list(found)
    known = summary(found)
    part.say(subject, "heard", len(found), "", bar=count * 0.95, at_least=True)
    if known is not None:
        note = f"{known.low:.0f} … {known.high:.0f}, n = {known.count}"
        part.say(subject, "median", known.median, "ms", note=note)
        part.say(subject, "p99", known.p99, "ms", bar=bar)


def _wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return path


def _chances(seed: int = 20_261_122) -> Callable[[], float]:
    """The same numbers from 0 to 1 in each run."""
    state = seed

    def chance() -> float:
        nonlocal state
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        return (state >> 11) / (1 << 53)

    return chance
