"""Part "orders": an emergency into a programme, and a stop, from the control socket to the ear."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import count

from bench.answered import Answered, Trial, answers
from bench.awake import awake
from bench.context import Context
from bench.control import Control
from bench.figures import summary
from bench.jack import Jack, jack, recorder
from bench.ours.process import DEVICES, connect_new
from bench.report import Part
from bench.systems import Stage
from bench.tones import Tone, write
from bench.village import Village

NAME = "orders"
ROUTINE = Tone(1000, length_s=30.0, level=0.05)
EMERGENCY = Tone(3000, length_s=5.0, level=0.5)
PORT = "hub"
ON_AIR_S = 0.5
"""The programme is on air this long before the emergency comes."""
AFTER_S = 0.4
"""After each of the two orders."""
STEP_S = 0.00037
"""Each trial waits so much longer, so that orders meet the card at every phase of its block."""
PHASES = 37
EMERGENCY_BAR_MS = {"jack": 20.0, "alsa": 60.0}
STOP_BAR_MS = 50.0


def measure(context: Context) -> Part:
    """Run the trials on JACK and on the ALSA path."""
    part = Part(NAME)
    trials = context.rounds if context.quick else 2 * context.rounds
    for host_api, device in DEVICES.items():
        folder = context.folder / host_api
        folder.mkdir()
        with awake(), jack(folder) as server:
            found = _run(server, host_api, device, trials)
        part.raw[host_api] = [asdict(one) for one in found]
        _say(part, host_api, found)
    return part


def _run(server: Jack, host_api: str, device: str, trials: int) -> list[Answered]:
    with ExitStack() as stack:
        tape = stack.enter_context(recorder(server, (PORT,)))
        stage = Stage(server, tape.port(PORT), server.folder / "v", server.folder / "emergency.wav")
        stage.folder.mkdir()
        routine = write(ROUTINE, server.folder / "routine.wav")
        village = Village(stage.folder, host_api, device, server.env, fallback=routine)
        village.set_up()
        village.programme("routine", routine)
        village.programme("emergency", write(EMERGENCY, stage.item), kind="emergency")
        before = set(server.ports())
        stack.callback(village.stop)
        village.start()
        connect_new(stage, before)
        time.sleep(1.0)
        control = village.control()
        stack.callback(control.close)
        numbers = count()
        done = [_trial(control, lambda: f"bench-{next(numbers)}", n) for n in range(trials)]
    recording = tape.result()
    return answers(recording, recording.ports[PORT], done, village.line_changes())


def _trial(control: Control, name: Callable[[], str], number: int) -> Trial:
    control.give(name(), "play", programme="routine", kind="routine", resume=True)
    time.sleep(ON_AIR_S + number % PHASES * STEP_S)
    played_s, play_s = control.give(name(), "play", programme="emergency", kind="emergency")
    time.sleep(AFTER_S)
    stopped_s, stop_s = control.give(name(), "stop")
    time.sleep(AFTER_S)
    return Trial(played_s, stopped_s, play_s * 1000, stop_s * 1000)


def _say(part: Part, host_api: str, found: Sequence[Answered]) -> None:
    right = [one for one in found if one.heard_ms is not None and abs(one.hertz - 3000) < 150]
    subject = f"emergency into a programme, {host_api.upper()}"
    _say_wait(
        part, subject, [one.heard_ms for one in right], len(found), EMERGENCY_BAR_MS[host_api]
    )
    silent = [one.silent_ms for one in found]
    _say_wait(part, f"stop to silence, {host_api.upper()}", silent, len(found), STOP_BAR_MS)
    first = sum(1 for one in found if one.is_line_first)
    lines = summary([one.line_off_ms for one in found if one.line_off_ms is not None])
    note = f"line off after {lines.median:.1f} ms, p99 {lines.p99:.1f} ms" if lines else ""
    share = 100 * first / max(1, len(found))
    part.say(
        f"stop to silence, {host_api.upper()}",
        "line off before the sound",
        share,
        "%",
        bar=100.0,
        at_least=True,
        note=note,
    )


def _say_wait(
    part: Part, subject: str, waits: Sequence[float | None], trials: int, bar_ms: float
) -> None:
    known = summary([wait for wait in waits if wait is not None])
    if known is None or known.count < trials:
        heard = known.count if known else 0
        part.say(subject, "answered", heard, "", bar=trials, at_least=True)
    if known is not None:
        note = f"{known.low:.1f} … {known.high:.1f}, n = {known.count}"
        part.say(subject, "median", known.median, "ms", note=note)
        part.say(subject, "p99", known.p99, "ms", bar=bar_ms)
