"""Part "prepare": loudness and true peak of what is prepared, and what half an hour costs."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from bench.context import Context
from bench.report import Part
from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
from tests.prepare import making
from tests.prepare.meter import meter

NAME = "prepare"
RATE = 48_000
LOUDNESS_BAR_LU = 0.5
LONG_BAR_S = 40.0
MEMORY_BAR_MIB = 150.0
LONG_S = 1800.0
QUICK_S = 60.0
WITHOUT_HORN = Wish(Preparing(), RATE, horn=False)
IN_A_PROCESS = """
import sys
from pathlib import Path
from hub.clock import SystemClock
from hub.domain.preparing import Preparing
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.transcode import Wish, prepare
prepare(Path(sys.argv[1]), Path(sys.argv[2]), Wish(Preparing(), 48000), Surroundings(SystemClock()))
import resource
print(*(resource.getrusage(who).ru_maxrss for who in (0, -1)))
"""


def measure(context: Context) -> Part:
    """Prepare every kind of sound, then half an hour of mp3."""
    part = Part(NAME)
    sounds, out = context.folder / "sounds", context.folder / "out"
    sounds.mkdir()
    target, ceiling = Preparing().target_lufs, Preparing().peak_dbtp
    for kind, path in _kinds(sounds, quick=context.quick).items():
        for profile, wish in (("", Wish(Preparing(), RATE)), (", no horn", WITHOUT_HORN)):
            taken, _ = prepare(path, out, wish, Surroundings(SystemClock()))
            lufs, peak = meter(out / taken.media)
            part.raw[f"{kind}{profile}"] = {"lufs": lufs, "peak_dbtp": peak}
            subject = f"{kind}{profile}"
            part.say(subject, "off target", abs(lufs - target), "LU", bar=LOUDNESS_BAR_LU)
            part.say(subject, "true peak", peak, "dBTP", bar=ceiling)
    _long(part, sounds, out, QUICK_S if context.quick else LONG_S)
    return part


def _kinds(folder: Path, *, quick: bool) -> Mapping[str, Path]:
    kinds = {fault: making.faulty(folder, fault) for fault in making.FAULTS}
    if not quick:
        kinds |= {f"as {form}": making.formed(folder, form) for form in making.FORMS}
    return {**kinds, "whisper": making.whisper(folder), "music": making.music(folder)}


def _long(part: Part, folder: Path, out: Path, seconds: float) -> None:
    path = folder / "long.mp3"
    once = making.speech(folder)
    form = ("-t", seconds, "-ar", "44100", "-ac", "2", "-b:a", "128k")
    making.ffmpeg("-stream_loop", "-1", "-i", once, *form, path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = perf_counter()
    command = [sys.executable, "-c", IN_A_PROCESS, str(path), str(out)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    took_s = perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ours, ffmpeg = (int(kib) / 1024 for kib in answer.stdout.split())
    part.raw["long"] = {
        "length_s": seconds,
        "took_s": took_s,
        "cpu_s": cpu_s,
        "mib": [ours, ffmpeg],
    }
    subject = f"{seconds / 60:.0f} min of mp3"
    note = f"{cpu_s:.1f} s of processor, niceness 15"
    part.say(subject, "prepared in", took_s, "s", bar=LONG_BAR_S, note=note)
    note = f"{ours:.0f} of them ours, the rest ffmpeg's, one at a time"
    part.say(subject, "peak memory", ours + ffmpeg, "MiB", bar=MEMORY_BAR_MIB, note=note)
