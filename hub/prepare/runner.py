"""Carries out jobs of preparation, one at a time, on a thread of its own.

The thread waits for ffmpeg and for the store; the sound itself never passes through the
service's loop.  Whatever kills the service: the job begins anew, and nothing half done is a
programme, because a prepared file gets its name when it is complete and on the disk.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from hub.clock import Clock
from hub.domain.preparing import Preparing
from hub.errors import HubError, MediaError, StoreBusyError
from hub.media.draft import sweep
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.originals import keep_original
from hub.prepare.transcode import Wish, prepare
from hub.store.database import Database
from hub.store.preparation import (
    DONE,
    REFUSED,
    Job,
    begin_job,
    end_job,
    files_wanted,
    forget_jobs,
    move_job,
    next_job,
)
from hub.words import say

MOST_TRIES: Final = 3
"""A job that took the service down so often is not tried again."""
RETRY_S: Final = 30.0
"""Until a store that could not be written is tried again."""
NEAR_S: Final = 1.0
KEPT: Final = timedelta(days=30)
UNCLAIMED_S: Final = 48 * 3600.0
"""An upload that no job wants is removed after this long."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things lie.

    Attributes:
        uploads: What people brought.
        originals: What is kept of it.
        media: Prepared media.
    """

    uploads: Path
    originals: Path
    media: Path


class _EndingError(Exception):
    """The service ends: leave the job as it is, it begins anew next time."""


class Runner:
    """One job after the other.

    Args:
        open_store: Opens the store for this thread.
        folders: Where things lie.
        preparing: Limits and targets.
        rate: Samples a second of prepared media.
        is_near: Whether a cue is so near that nothing heavy may be done.
        clock: The clock.
        logger: Hears of jobs that are over.
    """

    def __init__(
        self,
        open_store: Callable[[], Database],
        folders: Folders,
        preparing: Preparing,
        *,
        rate: int,
        is_near: Callable[[], bool],
        clock: Clock,
        logger: logging.Logger,
    ) -> None:
        self._open_store = open_store
        self._folders = folders
        self._preparing = preparing
        self._rate = rate
        self._is_near = is_near
        self._clock = clock
        self._logger = logger
        self._wake = threading.Event()
        self._is_ending = False
        self._now: tuple[str, str, float, bool] = ("", "", 0.0, False)
        self._thread = threading.Thread(target=self._run, name="preparation", daemon=True)

    def start(self) -> None:
        """Begin with what was left over."""
        self._thread.start()

    def close(self) -> None:
        """End; a job under way is left for next time."""
        self._is_ending = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)

    @property
    def is_alive(self) -> bool:
        """The thread runs."""
        return self._thread.is_alive()

    def wake(self) -> None:
        """There is a new job."""
        self._wake.set()

    def progress(self, job: Job) -> tuple[str, float, bool]:
        """State, progress and whether it waits for a cue; newer than what the store says."""
        name, state, share, is_held = self._now
        if name != job.id or job.is_over:
            return job.state, job.progress, False
        return state, share, is_held

    def _run(self) -> None:
        with self._open_store() as store:
            with suppress(StoreBusyError):
                self._tidy(store)
            while not self._is_ending:
                self._wake.clear()
                wait_s: float | None = None
                try:
                    job = next_job(store)
                    if job is not None and self._wait_for_airtime(job):
                        self._carry_out(store, job)
                        continue
                except StoreBusyError:
                    wait_s = RETRY_S
                    store.reopen()
                except _EndingError:
                    return
                if not self._is_ending:
                    self._wake.wait(wait_s)

    def _wait_for_airtime(self, job: Job) -> bool:
        """Wait until no cue is near; False when the service ends."""
        while not self._is_ending and self._is_near():
            self._now = (job.id, job.state, job.progress, True)
            self._wake.wait(NEAR_S)
            self._wake.clear()
        return not self._is_ending

    def _carry_out(self, store: Database, job: Job) -> None:
        path = self._folders.uploads / job.file
        begin_job(store, job.id)
        self._now = (job.id, "queued", 0.0, False)
        if job.tries >= MOST_TRIES:
            self._refuse(store, job, MediaError("prepare.keeps_failing", path=job.name))
            return
        try:
            result = self._prepare(store, job, path)
        except MediaError as error:
            self._refuse(store, job, error)
            return
        end_job(store, job.id, DONE, result)
        self._forget(path)
        self._logger.info("%s", say("prepare.log.done", "en", job=job.id, name=job.name))

    def _prepare(self, store: Database, job: Job, path: Path) -> Mapping[str, Any]:
        stage = ""

        def told(now: Stage, share: float) -> None:
            nonlocal stage
            self._now = (job.id, now, share, False)
            if now != stage:  # an SD card hears of stages, not of every percent
                stage = now
                move_job(store, job.id, now, share)

        wish = Wish(self._preparing, self._rate, job.horn, follow=False)
        around = Surroundings(self._clock, told, self._hold)
        taken, report = prepare(path, self._folders.media, wish, around)
        most_mib = self._preparing.originals_mib
        if most_mib:
            keep_original(path, self._folders.originals, most_mib, follow=False)
        told_as = {one: report.document(_speaker(one)) for one in ("vi", "en")}
        for each in told_as.values():
            each["name"] = job.name
        return {"taken": asdict(taken), "report": told_as}

    def _hold(self) -> bool:
        """Asked by the child that is running; ends it when the service ends."""
        if self._is_ending:
            raise _EndingError
        held = self._is_near()
        name, state, share, _ = self._now
        self._now = (name, state, share, held)
        return held

    def _refuse(self, store: Database, job: Job, error: HubError) -> None:
        values = {name: str(value) for name, value in error.values.items()}
        values["path"] = job.name
        end_job(store, job.id, REFUSED, {"key": error.key, "values": values})
        self._forget(self._folders.uploads / job.file)
        self._logger.warning("%s", say(error.key, "en", **values))

    def _forget(self, path: Path) -> None:
        with suppress(OSError):
            path.unlink()

    def _tidy(self, store: Database) -> None:
        """What a power failure left behind, and jobs that nobody asks for any more."""
        now_s = self._clock.wall_s()
        sweep(self._folders.media, now_s)
        sweep(self._folders.originals, now_s)
        forget_jobs(store, self._clock.now() - KEPT)
        wanted = files_wanted(store)
        if not self._folders.uploads.is_dir():
            return
        for path in self._folders.uploads.iterdir():
            with suppress(OSError):
                if path.name not in wanted and now_s - path.lstat().st_mtime > UNCLAIMED_S:
                    path.unlink()


def _speaker(language: str) -> Callable[..., str]:
    def speak(key: str, /, **values: object) -> str:
        return say(key, language, **values)

    return speak
