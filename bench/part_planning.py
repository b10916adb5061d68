"""Part "planning": expanding the calendar, planning a week, planning again after one change."""

from __future__ import annotations

import gc
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bench.calendars import (
    MONDAY,
    OPEN_RULES,
    TZ,
    Shelf,
    StoredShelf,
    daily_slots,
    programmes,
    weekly_slots,
    zones,
)
from bench.context import Context
from bench.figures import median, slope, summary
from bench.report import Part
from broadcast.book import Book
from broadcast.planner import Kept, plan
from broadcast.recurrence import occurrences
from broadcast.situation import Situation
from hub.clock import SystemClock
from hub.domain.ids import CueId
from hub.domain.slot import Occurrence, Slot
from hub.domain.timeline import Timeline

NAME = "planning"
SLOTS = 10_000
DAYS = 7
CHANGES_OF = 500
SIZES = (1_000, 2_000, 4_000, 8_000)
WEEK = timedelta(days=DAYS)


def measure(context: Context) -> Part:
    """Time the pure core on made-up calendars."""
    part = Part(NAME)
    repeats = 2 if context.quick else 5
    _week(part, repeats)
    changes = 10 if context.quick else 100
    slots = daily_slots(CHANGES_OF)
    _again(part, changes, Shelf(slots), "in memory")
    _again(part, changes, StoredShelf(context.folder / "store", slots), "from the store")
    _linear(part, repeats)
    return part


def _week(part: Part, repeats: int) -> None:
    slots = weekly_slots(SLOTS)
    expanding = [timed(lambda: expand(slots, MONDAY, MONDAY + WEEK)) for _ in range(repeats)]
    whole: list[float] = []
    for _ in range(repeats):
        began = time.perf_counter()
        timeline = _plan(expand(slots, MONDAY, MONDAY + WEEK), MONDAY)
        whole.append(time.perf_counter() - began)
    states = Counter(str(cue.state) for cue in timeline.cues)
    part.raw["week_s"] = whole
    part.raw["expanding_s"] = expanding
    part.raw["week_cues"] = dict(states)
    subject = f"{SLOTS} slots over {DAYS} days"
    note = f"{len(timeline.cues)} cues: {_counts(states)}; n = {repeats}"
    part.say(subject, "calendar to timeline", median(whole), "s", bar=2.0, note=note)
    part.say(subject, "expansion of a slot", median(expanding) / SLOTS * 1e6, "µs")
    crowd = expand(daily_slots(SLOTS), MONDAY, MONDAY + WEEK)
    seconds = timed(lambda: _plan(crowd, MONDAY))
    part.raw["crowd_s"] = seconds
    part.say(f"{SLOTS} daily slots", f"{len(crowd)} cues to timeline", seconds, "s")


def _again(part: Part, changes: int, shelf: Shelf | StoredShelf, where: str) -> None:
    """One slot is moved by a minute; the book reads it and everything is planned again.

    As on a hub that was up: what came yesterday has its rows in the log.
    """
    slots = daily_slots(CHANGES_OF)
    book = Book(shelf, TZ, SystemClock(), MONDAY)
    book.refresh()
    done = frozenset(one.id for one in book.around(MONDAY) if one.start < MONDAY)
    kept = Kept()
    _plan(book.around(MONDAY), MONDAY, done, kept)
    took: list[float] = []
    worked: list[float] = []
    for number in range(changes):
        slot = slots[number % CHANGES_OF]
        start = slot.recurrence.start + timedelta(minutes=1)
        shelf.put(replace(slot, recurrence=replace(slot.recurrence, start=start)))
        began, worked_before = time.perf_counter(), time.process_time()
        book.refresh()
        timeline = _plan(book.around(MONDAY), MONDAY, done, kept)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - worked_before) * 1000)
    part.raw[f"again_ms, {where}"] = took
    part.raw[f"again_processor_ms, {where}"] = worked
    found = summary(took)
    assert found is not None
    subject = f"planning again {where}, {CHANGES_OF} daily slots, one changed"
    note = f"{len(timeline.cues)} cues from today on; n = {changes}"
    part.say(subject, "median", found.median, "ms", bar=50.0, note=note)
    part.say(subject, "p99", found.p99, "ms", bar=50.0)
    part.say(subject, "processor, median", median(worked), "ms")


def _linear(part: Part, repeats: int) -> None:
    """Processor time at the same density over longer stretches, and of ever fuller weeks."""
    for name, days_of in (
        ("same density", lambda count: count * DAYS // max(SIZES)),
        ("same week", lambda _: DAYS),
    ):
        costs = [(count, _cost(count, days_of(count), repeats)) for count in SIZES]
        part.raw[f"linear_s, {name}"] = costs
        power = slope([(math.log(count), math.log(cost)) for count, cost in costs])
        each = " ".join(f"{cost / count * 1e6:.0f}" for count, cost in costs)
        sizes = ", ".join(str(count) for count in SIZES)
        note = f"{each} µs a cue at {sizes} cues"
        part.say(f"growth of cost, {name}", "power of the count", power, "", bar=1.2, note=note)


def _cost(count: int, days: int, repeats: int) -> float:
    found = expand(weekly_slots(count, max(1, days)), MONDAY, MONDAY + WEEK)
    return min(_worked(lambda: _plan(found, MONDAY)) for _ in range(repeats))


def expand(slots: Sequence[Slot], first: datetime, last: datetime) -> list[Occurrence]:
    """Every occurrence of the slots in [first, last)."""
    return [found for slot in slots for found in occurrences(slot, first, last, TZ)]


def _plan(
    found: Sequence[Occurrence],
    now: datetime,
    done: frozenset[CueId] = frozenset(),
    kept: Kept | None = None,
) -> Timeline:
    situation = Situation(
        now=now, tz=TZ, zones=zones(), rules=OPEN_RULES, programmes=programmes(), done=done
    )  # fmt: skip
    return plan(found, situation, kept)


def timed(act: Callable[[], object]) -> float:
    """Seconds that `act` takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _worked(act: Callable[[], object]) -> float:
    """Seconds of processor that `act` takes: how a cost grows is not for other programs to say.

    Nor for the garbage collector, which walks whatever else this process holds; it rests here as
    it does in `timeit`, and works in every other figure of this part.
    """
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        act()
        return time.process_time() - began
    finally:
        gc.enable()


def _counts(states: Counter[str]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
