"""A thread for calls that may block or hang: opening and closing sound cards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

from hub.errors import DeviceError

Result = TypeVar("Result")


class Task(Generic[Result]):
    """One call on its way.

    Args:
        job: What to call.
        undo: Takes a result that came after the task had been given up.
    """

    def __init__(
        self, job: Callable[[], Result], undo: Callable[[Result], None] | None = None
    ) -> None:
        self.began_s: float | None = None
        """Monotonic time at which the call began; None while it waits its turn."""
        self.error: DeviceError | None = None
        self.result: Result | None = None
        self.given_up = False
        self._job = job
        self._undo = undo
        self._done = threading.Event()

    @property
    def is_done(self) -> bool:
        """It has returned or failed."""
        return self._done.is_set()

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
        if self.given_up and self._undo is not None and self.result is not None:
            self._undo(self.result)


class Worker:
    """Makes calls one after the other; a call that hangs is left behind with its thread.

    Args:
        name: Name of the thread.
        now: Monotonic clock.
        done: Called on the thread after each call.
    """

    def __init__(self, name: str, now: Callable[[], float], done: Callable[[], None]) -> None:
        self._name = name
        self._now = now
        self._done = done
        self._tasks: SimpleQueue[Task[object] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, task: Task[Result]) -> Task[Result]:
        """Have a call made."""
        self._tasks.put(task)  # type: ignore[arg-type]  # a queue of tasks of any result
        if self._thread is None:
            self._begin()
        return task

    def give_up(self, task: Task[Result]) -> None:
        """Leave a hanging call behind; a new thread makes the calls still to come."""
        task.given_up = True
        if task.began_s is not None and not task.is_done:
            self._begin()

    def stop(self) -> None:
        """End the thread after the calls still to come."""
        self._tasks.put(None)

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        mine = threading.current_thread()
        while self._thread is mine:
            task = self._tasks.get()
            if task is None:
                return
            task.run(self._now())
            self._done()
