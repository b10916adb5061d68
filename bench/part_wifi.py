"""Part "wifi": what watching sixteen access points costs, and how soon one that fails is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.context import Context
from bench.figures import median, percentile
from bench.report import Part
from bench.wifi_scene import POINTS, usage_of

NAME = "wifi"
ROOT = Path(__file__).parents[1]
CPU, PSS_MIB, MISSED_S, LOOK_MS = 0.5, 40.0, 47.0, 1.0
"""47 s: a whole round of 30, three looks over 15, and the last of them waits 1.5 for an answer."""
ROUND_S = 30.0


def measure(context: Context) -> Part:
    """Play the scene in a network of its own."""
    part = Part(NAME)
    subject = f"{POINTS} access points and a router, every {ROUND_S:g} s"
    rest_s, cuts = (30.0, 4) if context.quick else (240.0, 15)
    folder = context.folder / "scene"
    folder.mkdir()
    told = _told(folder, rest_s, cuts)
    if told is None:
        part.say(subject, "processor", None, "%", note="this machine lets us make no network")
        return part
    part.raw.update(told)
    before, after = (usage_of(told["usage"][name]) for name in ("before", "after"))
    seconds, used_s = after.at_s - before.at_s, after.exact_cpu_s - before.exact_cpu_s
    looks = (POINTS + 1) * seconds / ROUND_S
    part.say(subject, "processor, of one core", 100 * used_s / seconds, "%", bar=CPU)
    part.say(subject, "processor of a look, all in", 1000 * used_s / looks, "ms", bar=LOOK_MS)
    part.say(subject, "memory (PSS)", after.pss_mib, "MiB", bar=PSS_MIB)
    part.say(subject, "written to the disk", after.written_bytes - before.written_bytes, "B", bar=0)
    missed = told["missed_s"]
    subject = "a cable is pulled, until the point is said to be down"
    part.say(subject, "median", median(missed), "s")
    part.say(subject, "p95", percentile(missed, 95), "s", bar=MISSED_S)
    part.say(subject, "shortest", min(missed), "s", bar=15.0, at_least=True)
    subject = "the router is away for 90 s"
    part.say(subject, "points said to be down", told["storm"]["down"], "", bar=0)
    part.say(subject, "points that cannot be reached", told["storm"]["unreachable"], "")
    return part


def _told(folder: Path, rest_s: float, cuts: int) -> dict[str, Any] | None:
    command = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        return None
    script = str(ROOT / "bench/wifi_scene.py")
    inner = 'ip link set lo up && exec "$0" "$@"'
    done = subprocess.run(
        [*command, "sh", "-c", inner, sys.executable, script, str(folder), str(rest_s), str(cuts)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
