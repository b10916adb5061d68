"""SIGKILL of the playout at random moments, under its supervisor."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest

from bench.figures import percentile
from hub.domain.facts import AsRun, Outcome
from hub.domain.order import Order
from hub.domain.slot import Slot
from hub.store.asrun import rows
from hub.store.asrun_chain import verify
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.service.village import RATE, START_S, SmallHub, ended, wait_for

KILLS = int(os.environ.get("KILLS", "12"))
OFF_WITHIN_S = 0.1
OFF_SHARE = 95 if KILLS >= 100 else 50
"""Per cent of the kills on air; what a busy machine adds to the slowest is not ours."""
TONE_S = 1.5
CATCH_UP_S = 20.0
"""Some sessions behind each other, each with its warm-up."""
AGES = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def playout_of(supervisor: int) -> int | None:
    """The playout's process: the supervisor's child that runs `broadcast`."""
    for task in Path(f"/proc/{supervisor}/task").iterdir():
        for child in (task / "children").read_text().split():
            with suppress(OSError):
                if b"\0broadcast\0" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
    return None


@dataclass
class Killing:
    """What was seen while the playout was killed again and again."""

    acknowledged: set[str] = field(default_factory=set)
    off_air_s: list[float] = field(default_factory=list)
    on_air_s: list[float] = field(default_factory=list)

    def once(self, hub: SmallHub, supervisor: int, number: int, wait_s: float) -> None:
        """Give an order, wait, kill, and see how long the line stays on."""
        wait_for(hub.is_up, START_S)
        if hub.run("order", "resume", "--id", f"k{number}").returncode == 0:
            self.acknowledged.add(f"k{number}")
        time.sleep(wait_s)
        playout = playout_of(supervisor)
        assert playout is not None
        took_s = self.on_air_s if hub.is_line_on() else self.off_air_s
        killed = time.monotonic()
        os.kill(playout, signal.SIGKILL)
        wait_for(lambda: not hub.is_line_on(), 2)
        took_s.append(time.monotonic() - killed)


def due_before(slots: list[Slot], before: datetime) -> set[str]:
    """The slots that had begun by then."""
    return {slot.id for slot in slots if slot.recurrence.start < before}


def facts(hub: SmallHub) -> list[object]:
    """All that is in the log."""
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        return [row.fact for row in rows(store, *AGES)]


def told_slots(hub: SmallHub) -> set[str]:
    """The slots that have a row."""
    return {str(fact.slot) for fact in facts(hub) if isinstance(fact, AsRun)}


def assert_each_is_told(due: set[str], told: list[AsRun]) -> None:
    """Every session that was due has one row, and what it says fits together."""
    names = [str(fact.slot) for fact in told]
    assert len(names) == len(set(names))
    assert due <= set(names)
    whole = int(TONE_S * RATE)
    for fact in told:
        most = whole * (1 + fact.interruptions)
        if fact.outcome is Outcome.PLAYED:
            assert whole <= fact.frames_played <= most
        elif fact.outcome is Outcome.CUT:
            assert fact.because is not None
            assert fact.frames_played <= most
        else:
            assert fact.started is None


@pytest.mark.service
@pytest.mark.timeout(60 + 10 * KILLS)
def test_after_every_kill_the_lines_are_off_and_the_log_is_whole(tmp_path: Path) -> None:
    dice = random.Random(int(os.environ.get("SEED", "7")))
    hub = SmallHub(tmp_path)
    slots = hub.slots(hub.tone("tin", TONE_S), 40 + KILLS * 3, 4.0, 3.0)
    killing = Killing()

    supervisor = hub.start("hub", "run")
    try:
        for number in range(KILLS):
            killing.once(hub, supervisor.pid, number, dice.uniform(0.0, 4.0))
        wait_for(hub.is_up, START_S)
        due = due_before(slots, datetime.now(hub.config.timezone).replace(tzinfo=None))
        # Sessions that kills held up wait for each other: two take longer than any fixed sleep.
        wait_for(lambda: due <= told_slots(hub), CATCH_UP_S)
    finally:
        ended(supervisor)

    with open_hub(hub.config.data_dir, Service.CLI) as store:
        verdict = verify(store)
    found = facts(hub)
    told = [fact for fact in found if isinstance(fact, AsRun)]
    orders = [fact.id for fact in found if isinstance(fact, Order)]
    seen_s = sorted(killing.on_air_s)
    slowest = ", ".join(f"{one:.3f}" for one in seen_s[-3:])
    print(f"{KILLS} kills, {len(seen_s)} on air: {median(seen_s):.4f} s, slowest {slowest} s")
    assert killing.on_air_s
    assert killing.off_air_s
    assert percentile(seen_s, OFF_SHARE) <= OFF_WITHIN_S
    assert len(orders) == len(set(orders))
    assert killing.acknowledged <= set(orders)
    assert_each_is_told(due, told)
    assert verdict.first_broken is None
    assert not hub.is_line_on()
