"""Events between threads: a deque and a file that wakes the playout's loop."""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress

from broadcast.audio.sink import SinkEvent


class Bell:
    """Any thread rings; one thread answers.  Ringing neither locks nor waits."""

    def __init__(self) -> None:
        self._events: deque[SinkEvent] = deque()
        self._file = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def emit(self, event: SinkEvent) -> None:
        """Add an event and wake the loop."""
        self._events.append(event)
        self.ring()

    def ring(self) -> None:
        """Wake the loop without an event."""
        os.eventfd_write(self._file, 1)

    def answer(self) -> list[SinkEvent]:
        """Take all events, oldest first; the file is quiet again."""
        with suppress(BlockingIOError):  # nobody rang
            os.eventfd_read(self._file)
        events = []
        while self._events:
            events.append(self._events.popleft())
        return events

    def fileno(self) -> int:
        """Readable when it rings."""
        return self._file

    def close(self) -> None:
        """Give the file back; the last thing to be done."""
        os.close(self._file)
