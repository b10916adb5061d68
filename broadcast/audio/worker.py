"""A thread for calls that may block for long: opening and closing sound cards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final, Generic, TypeVar

from hub.errors import DeviceError

Result = TypeVar("Result")

HANG_S: Final = 10.0
"""A call that takes longer hangs; it may return all the same."""


class Task(Generic[Result]):
    """One call on its way.

    Args:
        job: What to call.
    """

    def __init__(self, job: Callable[[], Result]) -> None:
        self.began_s: float | None = None
        """Monotonic time at which the call began; None while it waits its turn."""
        self.error: DeviceError | None = None
        self.result: Result | None = None
        self._job = job
        self._done = threading.Event()

    @property
    def is_done(self) -> bool:
        """It has returned or failed."""
        return self._done.is_set()

    def hangs(self, now_s: float) -> bool:
        """It has begun long ago and has not returned."""
        return not self.is_done and self.began_s is not None and now_s > self.began_s + HANG_S

    def wait(self, limit_s: float) -> bool:
        """Wait until it is done, at most so long; True when it is."""
        return self._done.wait(limit_s)

    def run(self, now_s: float) -> None:
        """Make the call, on the thread that is for it."""
        self.began_s = now_s
        try:
            self.result = self._job()
        except DeviceError as error:
            self.error = error
        self._done.set()


class Worker:
    """Makes calls one after the other: sound libraries want no two at once.

    Args:
        name: Name of the thread.
        now: Monotonic clock.
        done: Called on the thread after each call.
    """

    def __init__(self, name: str, now: Callable[[], float], done: Callable[[], None]) -> None:
        self._now = now
        self._done = done
        self._tasks: SimpleQueue[Task[object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_alive(self) -> bool:
        """The thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def submit(self, task: Task[Result]) -> Task[Result]:
        """Have a call made."""
        self._tasks.put(task)  # type: ignore[arg-type]  # a queue of tasks of any result
        return task

    def stop(self) -> None:
        """End after the calls still to come."""
        self._tasks.put(None)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            task.run(self._now())
            self._done()
