"""What the figures were measured on: processor, kernel, programs, load, how fast it wakes."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Mapping
from pathlib import Path

from bench.children import output_of
from bench.figures import percentile

PACKAGES = (
    "jackd2",
    "mpv",
    "mpd",
    "liquidsoap",
    "cron",
    "alsa-utils",
    "pulseaudio",
    "portaudio19-dev",
)
_WAKES = 400
_WAKE_EVERY_S = 0.005


def describe() -> dict[str, object]:
    """Everything about the machine that somebody would ask who doubts a figure."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2,
        "virtual": output_of(["systemd-detect-virt"]).strip() or "unknown",
        "kernel": platform.release(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "python": platform.python_version(),
        "packages": versions(),
    }


def line(machine: Mapping[str, object]) -> str:
    """The machine in one line."""
    return (
        f"{machine['cpu']}, {machine['cores']} cores ({machine['virtual']}), "
        f"{machine['memory_mib']} MiB, {machine['system']}, Linux {machine['kernel']}, "
        f"Python {machine['python']}"
    )


def versions() -> dict[str, str]:
    """Versions of the Debian packages that take part; those not installed are left out."""
    form = "${Package} ${Version}\\n"
    found: dict[str, str] = {}
    for package in PACKAGES:
        said = output_of(["dpkg-query", "-W", f"-f={form}", package]).split()
        if len(said) == 2:
            found[said[0]] = said[1]
    return found


def load() -> dict[str, float]:
    """Load averages, and the share of the processors that the host kept to itself since boot."""
    one, five, fifteen = os.getloadavg()
    ticks = [int(n) for n in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]]
    return {
        "load_1m": round(one, 2),
        "load_5m": round(five, 2),
        "load_15m": round(fifteen, 2),
        "stolen_percent": round(100 * ticks[7] / max(1, sum(ticks)), 2),
    }


def wake_latency_ms() -> dict[str, float]:
    """How late a thread wakes from a short sleep, ms: what spoils every timing figure."""
    late: list[float] = []
    for _ in range(_WAKES):
        due = time.monotonic() + _WAKE_EVERY_S
        time.sleep(_WAKE_EVERY_S)
        late.append((time.monotonic() - due) * 1000)
    return {
        "median": round(percentile(late, 50), 3),
        "p99": round(percentile(late, 99), 3),
        "high": round(max(late), 3),
    }


def _cpu() -> str:
    said = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    named = {name.strip(): value.strip() for name, _, value in (t.partition(":") for t in said)}
    return named.get("Model") or named.get("model name") or platform.machine()
