"""Carries out jobs of preparation of one line, one at a time, on a thread of its own.

The thread waits for ffmpeg and for the store; the sound itself never passes through the
service's loop.  Whatever kills the service: the job begins anew, and nothing half done is a
programme, because a prepared file gets its name when it is complete and on the disk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from hub.clock import Clock
from hub.errors import HubError, MediaError, RefusedError, StoreBusyError
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.turns import Rank, Turns
from hub.prepare.worker import MOST_TRIES, EndingError, Worker
from hub.prepare.workshop import Workshop, tidy
from hub.store.database import Database
from hub.store.preparation import (
    DONE,
    REFUSED,
    Job,
    Lane,
    Sort,
    begin_job,
    end_job,
    move_job,
    next_job,
)
from hub.words import say

RANKS: Final = {Lane.FILE: Rank.FILE, Lane.SPEECH: Rank.SPEECH, Lane.URGENT: Rank.URGENT}


class Runner(Worker):
    """One job after the other.

    Args:
        lane: Which jobs; somebody who typed a sentence does not wait for somebody's concert.
        open_store: Opens the store for this thread.
        workshop: Makes the sound.
        is_near: Whether a cue is so near that nothing heavy may be done.
        turns: Shared by everybody who does heavy work.
        clock: The clock.
        logger: Hears of jobs that are over.
    """

    def __init__(
        self,
        lane: Lane,
        open_store: Callable[[], Database],
        workshop: Workshop,
        *,
        is_near: Callable[[], bool],
        turns: Turns,
        clock: Clock,
        logger: logging.Logger,
    ) -> None:
        super().__init__(f"prepare-{lane}", open_store)
        self._lane = lane
        self._workshop = workshop
        self._is_near = is_near
        self._turns = turns
        self._clock = clock
        self._logger = logger
        self._now: tuple[str, str, float, bool] = ("", "", 0.0, False)

    def progress(self, job: Job) -> tuple[str, float, bool]:
        """State, progress and whether it waits for a cue; newer than what the store says."""
        name, state, share, is_held = self._now
        if name != job.id or job.is_over:
            return job.state, job.progress, False
        return state, share, is_held

    def _begin(self, store: Database) -> None:
        if self._lane is Lane.FILE:
            with suppress(StoreBusyError):
                tidy(store, self._workshop.folders, self._clock)

    def _turn(self, store: Database) -> bool:
        job = next_job(store, self._lane)
        if job is None or not self._wait_for_airtime(job):
            return False
        with self._turns.at_work(RANKS[self._lane]):
            self._carry_out(store, job)
        return True

    def _wait_for_airtime(self, job: Job) -> bool:
        """Wait until no cue is near and nobody goes first; False when the service ends."""
        while not self._is_ending:
            is_near = self._is_near_cue()
            self._now = (job.id, job.state, job.progress, is_near)
            if not is_near and not self._turns.must_wait(RANKS[self._lane]):
                break
            self._rest()
        return not self._is_ending

    def _carry_out(self, store: Database, job: Job) -> None:
        begin_job(store, job.id)
        self._now = (job.id, "queued", 0.0, False)
        if job.tries >= MOST_TRIES:
            self._refuse(store, job, MediaError("prepare.keeps_failing", path=job.name))
            return
        try:
            result = self._make(store, job)
        except (MediaError, RefusedError) as error:
            self._refuse(store, job, error)
            return
        end_job(store, job.id, DONE, result)
        self._workshop.forget(job)
        self._logger.info("%s", say("prepare.log.done", "en", job=job.id, name=job.name))

    def _make(self, store: Database, job: Job) -> Mapping[str, Any]:
        stage = ""

        def told(now: Stage, share: float) -> None:
            nonlocal stage
            self._now = (job.id, now, share, False)
            if now not in {stage, Stage.SPEAKING}:  # an SD card hears of stages, not of percents
                stage = now
                move_job(store, job.id, now, share)

        return self._workshop.make(store, job, Surroundings(self._clock, told, self._hold))

    def _hold(self) -> bool:
        """Asked by the child that is running; ends it when the service ends."""
        if self._is_ending:
            raise EndingError
        is_near = self._is_near_cue()
        name, state, share, _ = self._now
        self._now = (name, state, share, is_near)
        return is_near or self._turns.must_wait(RANKS[self._lane])

    def _is_near_cue(self) -> bool:
        """What is for an emergency is to be heard before that cue."""
        return self._lane is not Lane.URGENT and self._is_near()

    def _refuse(self, store: Database, job: Job, error: HubError) -> None:
        values = {name: str(value) for name, value in error.values.items()}
        if job.sort is Sort.FILE:
            values["path"] = job.name
        end_job(store, job.id, REFUSED, {"key": error.key, "values": values})
        self._workshop.forget(job)
        self._logger.warning("%s", say(error.key, "en", **values))
