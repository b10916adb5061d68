"""Part "starts": every system starts the same item at whole seconds, in turn, in one recording."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench.children import NotReadyError
from bench.heard import Start, heard
from bench.jack import Jack, recorder
from bench.systems import Stage, System
from bench.tones import ITEM, write

PREPARE_S = 0.6
"""How long before a start a system is told to get ready."""
SPIN_S = 0.002
"""The last stretch before a start is waited awake, so that the bench itself is on time."""
SETTLE_S = 3.0
"""At least this long from the last system's coming up to the first start."""
TURN_S = 1.0
"""From one system's start to the next one's; the item's length."""

Moment = tuple[float, str, Callable[[], None]]


class Round:
    """Who plays when.

    Args:
        systems: All that take part.
        first_s: Wall clock of the first start, a whole second.
        rounds: Starts of each system.
    """

    def __init__(self, systems: Sequence[System], first_s: float, rounds: int) -> None:
        self.by_second = [s for s in systems if not s.minutely]
        self.cycle_s = max(2.0, TURN_S * len(self.by_second))
        self.end_s = first_s + self.cycle_s * rounds
        self.due: dict[str, list[float]] = {}
        for number, system in enumerate(self.by_second):
            turn_s = first_s + TURN_S * number
            self.due[system.name] = [turn_s + self.cycle_s * n for n in range(rounds)]
        minutes = range(math.ceil(first_s / 60), math.ceil((self.end_s - 3) / 60))
        for system in systems:
            if system.minutely:
                self.due[system.name] = [60.0 * minute for minute in minutes]


class Outcome:
    """What came of one run.

    Attributes:
        starts: Every start of every system that ran.
        missing: Systems that did not run, or not to the end, and why.
        recording: Figures of the recording itself.
    """

    def __init__(self) -> None:
        self.starts: dict[str, list[Start]] = {}
        self.missing: dict[str, str] = {}
        self.recording: dict[str, float] = {}


def run(server: Jack, systems: Sequence[System], rounds: int) -> Outcome:
    """Let `systems` start the item `rounds` times each, in turn.

    Raises:
        NotReadyError: The recorder does not come up.
        RecordingError: The recording cannot be trusted.
    """
    outcome = Outcome()
    item = write(ITEM, server.folder / "item.wav")
    names = {system.name: f"s{number}" for number, system in enumerate(systems)}
    with ExitStack() as stack:
        tape = stack.enter_context(recorder(server, tuple(names.values())))
        up = [
            system
            for system in systems
            if _come_up(system, _stage(server, tape.port(names[system.name]), item), stack, outcome)
        ]
        lead_s = SETTLE_S + sum(system.lead_s for system in up)
        plan = Round(up, math.ceil(time.time() + lead_s), rounds)
        for system in up:
            _act(system.name, outcome, partial(system.expect, plan.due[system.name]))
        told = _drive(plan, outcome)
        time.sleep(max(0.0, plan.end_s + SETTLE_S - time.time()))
    recording = tape.result()
    outcome.recording = {
        "periods": len(recording.periods),
        "xruns": recording.xruns,
        "skipped_frames": recording.skipped,
    }
    for system in up:
        late = told.get(system.name, {})
        within_s = 30.0 if system.minutely else plan.cycle_s - 0.4
        chunks = recording.ports[names[system.name]]
        outcome.starts[system.name] = heard(
            recording,
            chunks,
            ITEM,
            due=plan.due[system.name],
            within_s=within_s,
            told_ms=late,
        )
    return outcome


def _stage(server: Jack, port: str, item: Path) -> Stage:
    folder = server.folder / port.replace(":", "-")
    folder.mkdir()
    return Stage(server, port, folder, item)


def _come_up(system: System, stage: Stage, stack: ExitStack, outcome: Outcome) -> bool:
    if missing := system.missing():
        outcome.missing[system.name] = f"not installed: {missing}"
        return False
    stack.callback(system.stop)
    try:
        system.start(stage)
    except (NotReadyError, OSError) as error:
        outcome.missing[system.name] = f"did not come up: {error}"
        return False
    return True


def _drive(plan: Round, outcome: Outcome) -> Mapping[str, Mapping[float, float]]:
    """Tell every system in its turn; answers how late it was told, ms, by due time."""
    told: dict[str, dict[float, float]] = {}
    moments: list[Moment] = []
    for system in plan.by_second:
        late = told.setdefault(system.name, {})
        for due in plan.due[system.name]:
            moments.append((due - PREPARE_S, system.name, system.prepare))
            moments.append((due, system.name, _firing(system, due, late)))
    for moment_s, name, act in sorted(moments, key=lambda moment: moment[0]):
        wait_until(moment_s)
        _act(name, outcome, act)
    return told


def _act(name: str, outcome: Outcome, act: Callable[[], None]) -> None:
    """Ask something of a system; one that broke is noted and not asked again."""
    if name in outcome.missing:
        return
    try:
        act()
    except (NotReadyError, OSError) as error:
        outcome.missing[name] = f"broke: {error}"


def _firing(system: System, due: float, late: dict[float, float]) -> Callable[[], None]:
    def fire() -> None:
        late[due] = (time.time() - due) * 1000
        system.fire()

    return fire


def wait_until(wall_s: float) -> None:
    """Wait for a moment of the wall clock; the last 2 ms awake."""
    while (left := wall_s - time.time()) > 0:
        if left > SPIN_S:
            time.sleep(left - SPIN_S)
