"""Processes that are killed while they write: what was acknowledged is there, once, chained."""

from __future__ import annotations

import logging
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from broadcast.asrun import AsRunLog
from hub.clock import SystemClock
from hub.domain.facts import AsRun, Incident
from hub.domain.order import Order
from hub.logs import Changes
from hub.store.asrun import done_cues, on_air, rows
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.orders import all_since
from hub.store.permits import Service
from tests.store.samples import MORNING, make_store

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]

KILLS = 12
ALWAYS = (MORNING.replace(year=2000), MORNING.replace(year=2100))

WRITER = """
import itertools, pathlib, sys
from hub.store import asrun, orders
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.store.samples import MORNING, make_cue, make_incident, make_order

store = open_hub(pathlib.Path(sys.argv[1]), Service.BROADCAST)
for n in itertools.count(int(sys.argv[2])):
    asrun.mark_on_air(store, make_cue(n).cue, MORNING, "{}", 0)
    asrun.append(store, make_cue(n), MORNING)
    print("cue", make_cue(n).cue, flush=True)
    orders.add(store, make_order(n))
    asrun.append_many(store, [(make_order(n), MORNING), (make_incident(n), MORNING)])
    print("order", make_order(n).id, flush=True)
"""

PEN = """
import itertools, logging, pathlib, sys
from broadcast.asrun import AsRunLog
from hub.clock import SystemClock
from hub.logs import Changes
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.store.samples import MORNING, make_cue, make_incident, make_order

folder, clock = pathlib.Path(sys.argv[1]), SystemClock()
logging.disable()
store = open_hub(folder, Service.BROADCAST)
log = AsRunLog(store, folder, clock, Changes(logging.getLogger()), 0.002)
for n in itertools.count(int(sys.argv[2])):
    log.mark_on_air(make_cue(n), MORNING, 0)
    log.write(make_cue(n))
    print("cue", make_cue(n).cue, flush=True)
    log.keep(make_order(n))
    log.write(make_order(n))
    log.write(make_incident(n))
    print("order", make_order(n).id, flush=True)
    log.flush(clock.monotonic() + 99)
"""


def run_and_kill(code: str, folder: Path, first: int, delay_s: float) -> list[list[str]]:
    """Let it write for a while, kill it, and return what it acknowledged."""
    command = [sys.executable, "-c", code, str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        killer = threading.Timer(delay_s, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        said += process.stdout.readlines()
        killer.join()
    return [line.split() for line in said if line.endswith("\n")]


def look(folder: Path, acknowledged: list[list[str]]) -> None:
    with open_hub(folder, Service.CLI) as store:
        verdict = verify(store)
        facts = [row.fact for row in rows(store, *ALWAYS)]
        kept = [order.id for order in all_since(store, ALWAYS[0])]
        still_on_air = {found.cue for found in on_air(store)}
        done = done_cues(store, *ALWAYS)
    assert verdict.is_whole, verdict
    assert verdict.rows == len(facts)
    cues = [fact.cue for fact in facts if isinstance(fact, AsRun)]
    orders = [fact.id for fact in facts if isinstance(fact, Order)]
    incidents = [fact for fact in facts if isinstance(fact, Incident)]
    for found in (cues, orders, incidents, kept):
        assert len(set(found)) == len(found)
    assert {name for sort, name in acknowledged if sort == "cue"} <= set(cues)
    assert {name for sort, name in acknowledged if sort == "order"} <= set(orders) & set(kept)
    assert still_on_air.isdisjoint(done)


def test_killed_writers_lose_and_double_nothing(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    chance = random.Random(2)
    acknowledged: list[list[str]] = []

    for life in range(KILLS):
        # Each life begins a little before the last one ended: the same facts come again.
        first = max(0, len(acknowledged) // 2 - 2)
        acknowledged += run_and_kill(WRITER, tmp_path, first, chance.uniform(0.0, 0.2))
        assert len(acknowledged) > life

    look(tmp_path, acknowledged)


def test_a_killed_pen_loses_and_doubles_nothing_while_another_holds_the_lock(
    tmp_path: Path,
) -> None:
    make_store(tmp_path).close()
    chance = random.Random(3)
    acknowledged: list[list[str]] = []
    is_over = threading.Event()

    def hold_the_lock_now_and_then() -> None:
        jitter = random.Random(4)
        with open_hub(tmp_path, Service.WEB) as other:
            while not is_over.is_set():
                with other.transaction():
                    is_over.wait(jitter.uniform(0.0, 0.02))
                is_over.wait(jitter.uniform(0.0, 0.02))

    holder = threading.Thread(target=hold_the_lock_now_and_then)
    holder.start()
    try:
        for life in range(KILLS):
            first = max(0, len(acknowledged) // 2 - 2)
            acknowledged += run_and_kill(PEN, tmp_path, first, chance.uniform(0.0, 0.2))
            assert len(acknowledged) > life
    finally:
        is_over.set()
        holder.join()
    with open_hub(tmp_path, Service.BROADCAST) as store:
        log = AsRunLog(store, tmp_path, SystemClock(), Changes(logging.getLogger("test")))
        assert log.waiting == 0

    look(tmp_path, acknowledged)
