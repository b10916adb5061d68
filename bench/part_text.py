"""Part "text": how right, how fast and how small the reading of written Vietnamese is."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from time import process_time

from bench.context import Context
from bench.report import Part
from hub.prepare.text import read_out
from tests.prepare.text.scoring import HERE, Line, lines, score

NAME = "text"
FILES = tuple(sorted(path.name for path in HERE.glob("lines_*.tsv")))
RIGHT_BAR = 97.0
LINES_BAR = 2000.0
MEMORY_BAR_MIB = 15.0
ROUNDS = 20
QUICK_ROUNDS = 2
MIB = 2**20
HOSTILE = "1/0 -A1.+84 " * (MIB // 12)
"""A megabyte in which every character asks for a rule."""
GROWTH = """
from pathlib import Path
import re, tomllib, unicodedata, dataclasses, functools, importlib.resources
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4
before = resident()
from hub.prepare.text import read_out
for _ in range(200):
    read_out("UBND xã họp lúc 7h30 ngày 20/11/2026, gọi 0912.345.678, 150.000đ/hộ.")
print(resident() - before)
"""


def measure(context: Context) -> Part:
    """Score every file of lines, then time them all."""
    part = Part(NAME)
    every = [line for name in FILES for line in lines(name)]
    for name in FILES:
        _accuracy(part, name, list(lines(name)))
    _accuracy(part, "all lines", every)
    part.say("all lines", "lines", len(every), "", bar=400.0, at_least=True)
    rounds = QUICK_ROUNDS if context.quick else ROUNDS
    start = process_time()
    for _ in range(rounds):
        for line in every:
            read_out(line.written)
    speed = rounds * len(every) / (process_time() - start)
    part.raw["lines_a_second"] = speed
    part.say("speed", "lines a second", speed, "/s", bar=LINES_BAR, at_least=True)
    if not context.quick:
        start = process_time()
        read_out(HOSTILE)
        part.say("speed", "a hostile megabyte", process_time() - start, "s")
    _memory(part, every)
    return part


def _accuracy(part: Part, name: str, every: list[Line]) -> None:
    scores = [score(read_out(line.written).spoken, line.expected) for line in every]
    words, wrong = sum(s.words for s in scores), sum(s.wrong for s in scores)
    right = 100 * (1 - wrong / words)
    part.raw[name] = {"words": words, "wrong": wrong, "lines": len(every)}
    note = f"{wrong} of {words} words in {sum(s.wrong > 0 for s in scores)} of {len(every)} lines"
    part.say(name, "words right", right, "%", bar=RIGHT_BAR, at_least=True, note=note)


def _memory(part: Part, every: list[Line]) -> None:
    grown = subprocess.run(
        [sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True
    )
    part.say("memory", "code and table", int(grown.stdout) / 1024, "MiB", bar=MEMORY_BAR_MIB)
    tracemalloc.start()
    for line in every:
        read_out(line.written)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    part.say("memory", "peak while reading", peak / MIB, "MiB", bar=MEMORY_BAR_MIB)
