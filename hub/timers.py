"""Housekeeping jobs by name, on `schedule`: the only user of it.

`schedule` reckons with the naive local time of `datetime.now()`.  After a step of the wall
clock its jobs would stand still for hours or years (dbader/schedule#323), or all be due at
once.  So a step is noticed here, by the monotonic clock, and every job is set anew for what
is left of its period.  Cues are never jobs: they have precedence and a moment.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import schedule

from hub.clock import Clock
from hub.errors import HubError

STEP_S: Final = 5.0
"""Wall and monotonic clock may drift apart by this much between two turns."""

LONGEST_WAIT_S: Final = 3600.0

Told = Callable[[str, HubError | None], None]


@dataclass(slots=True)
class _Job:
    """One job and when it is due.

    Attributes:
        name: What it is called in messages.
        period_s: Seconds from run to run.
        run: What it does.
        due: When it is due, monotonic seconds.
        is_failing: Its last run failed, and that was said.
    """

    name: str
    period_s: float
    run: Callable[[], None]
    due: float
    is_failing: bool = False


class Timers:
    """Runs jobs when they are due.

    A job that raises a `HubError` is tried again after its period and stops no other job.

    Args:
        clock: Tells of steps of the wall clock.
        told: Called with a job's name when it fails (and why), and when it works again
            (None); once for each change.
    """

    def __init__(self, clock: Clock, told: Told) -> None:
        self._clock = clock
        self._told = told
        self._scheduler = schedule.Scheduler()
        self._jobs: list[_Job] = []
        self._lead_s = self._lead()

    def every(
        self, name: str, period_s: float, run: Callable[[], None], first_s: float | None = None
    ) -> None:
        """Run a job every `period_s` seconds, for the first time after `first_s`."""
        wait_s = period_s if first_s is None else first_s
        job = _Job(name, period_s, run, self._clock.monotonic() + wait_s)
        self._jobs.append(job)
        self._set(job)

    def turn(self) -> float:
        """Run what is due; returns when to come again, monotonic seconds."""
        lead_s = self._lead()
        if abs(lead_s - self._lead_s) > STEP_S:
            self._scheduler.clear()
            for job in self._jobs:
                self._set(job)
        self._lead_s = lead_s
        self._scheduler.run_pending()
        wait_s = self._scheduler.idle_seconds
        if wait_s is None:
            wait_s = LONGEST_WAIT_S
        return self._clock.monotonic() + min(max(wait_s, 0.0), LONGEST_WAIT_S)

    def _lead(self) -> float:
        """How far the wall clock is ahead of the monotonic one; only changes mean anything."""
        return self._clock.wall_s() - self._clock.monotonic()

    def _set(self, job: _Job) -> None:
        left_s = max(1, math.ceil(job.due - self._clock.monotonic()))
        self._scheduler.every(left_s).seconds.do(self._run, job)

    def _run(self, job: _Job) -> object:
        try:
            job.run()
        except HubError as error:
            if not job.is_failing:
                self._told(job.name, error)
            job.is_failing = True
        else:
            if job.is_failing:
                self._told(job.name, None)
            job.is_failing = False
        job.due = self._clock.monotonic() + job.period_s
        self._set(job)
        return schedule.CancelJob
