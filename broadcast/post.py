"""A queue between two threads that wakes the one that waits in a select."""

from __future__ import annotations

import socket
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Post(Generic[Item]):
    """A queue that wakes a thread which waits in a select; nobody ever waits to put."""

    def __init__(self) -> None:
        self._items: SimpleQueue[Item] = SimpleQueue()
        self._out, self._in = socket.socketpair()
        self._out.setblocking(False)
        self._in.setblocking(False)

    def fileno(self) -> int:
        """Readable when something was put."""
        return self._in.fileno()

    def put(self, item: Item) -> None:
        """Put something in; any thread."""
        self._items.put(item)
        try:
            self._out.send(b"!")
        except BlockingIOError:
            return  # it is full of rings already

    def take(self) -> list[Item]:
        """Everything that was put in, oldest first; one thread."""
        try:
            while self._in.recv(4096):
                pass
        except BlockingIOError:
            pass
        found = []
        while True:
            try:
                found.append(self._items.get_nowait())
            except Empty:
                return found

    def close(self) -> None:
        """Give the sockets back."""
        self._out.close()
        self._in.close()
