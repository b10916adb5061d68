"""Sixteen access points behind a router, and the service at its usual pace, in a network alone.

Usage: wifi_scene.py FOLDER REST_S CUTS; prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.usage import Usage, look
from tests.service.wifi_scenes import FAST, Scene
from tests.wifi.net import PREFIX

POINTS = 16
APART_S = 3.1
"""Between two cables that are pulled: no part of a round is met more often than another."""
GIVE_UP_S = 90.0
CLOCK = time.CLOCK_MONOTONIC


def spell(pid: int, seconds: float) -> dict[str, Any]:
    """Two looks at the process, and nothing but its own work in between."""
    before = look(pid)
    time.sleep(seconds)
    return {"before": asdict(before), "after": asdict(look(pid))}


def missed_s(scene: Scene, cuts: int) -> list[float]:
    """How long after its cable was pulled each point is said to be down, seconds."""
    pulled: dict[str, float] = {}
    found: dict[str, float] = {}
    began = time.clock_gettime(CLOCK)
    while len(found) < cuts:
        now = time.clock_gettime(CLOCK)
        if len(pulled) < cuts and now - began >= APART_S * len(pulled):
            name = f"ap{len(pulled) + 1}"
            scene.net.cut(name)
            pulled[name] = time.clock_gettime(CLOCK)
        for name, state in scene.states().items():
            if state == "down" and name not in found:
                found[name] = now - pulled[name]
        if now - began > APART_S * cuts + GIVE_UP_S:
            raise TimeoutError(json.dumps(found))
        time.sleep(0.1)
    return list(found.values())


def uplink(scene: Scene, seconds: float) -> dict[str, int]:
    """The router goes and comes back: how many points are said to be down meanwhile."""
    scene.told.clear()
    scene.net.cut("uplink")
    scene.during(seconds)
    scene.net.mend("uplink")
    scene.until(lambda: set(scene.states().values()) <= {"up", "down"}, GIVE_UP_S)
    said = [states for name, states in scene.told.items() if name.startswith("ap")]
    return {
        "down": sum("down" in states and states[0] != "down" for states in said),
        "unreachable": sum("unreachable" in states for states in said),
    }


def main() -> None:
    """Measure."""
    folder, rest_s, cuts = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    with ExitStack() as stack:
        scene = Scene(folder, stack, points=POINTS)
        scene.config.write_text(scene.config.read_text("utf-8").replace(FAST, ""), "utf-8")
        for number in range(1, POINTS + 1):
            scene.card(f"ap{number}", f"{PREFIX}.{10 + number}")
        process = scene.start()
        scene.until(lambda: scene.all_up(POINTS))
        usage = spell(process.pid, rest_s)
        storm = uplink(scene, 90.0)
        took = missed_s(scene, cuts)
    print(json.dumps({"usage": usage, "storm": storm, "missed_s": took}))


def usage_of(told: dict[str, Any]) -> Usage:
    """A look that was told as JSON."""
    return Usage(**told)


if __name__ == "__main__":
    main()
