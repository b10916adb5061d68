"""Takes the titles out of an Icecast stream, where they stand between the sound (pure)."""

from __future__ import annotations

import re
from typing import Final

MOST_BETWEEN: Final = 1 << 20
TITLE_LETTERS: Final = 200
_TITLE: Final = re.compile(rb"StreamTitle='(.*?)';", re.DOTALL)


class Icy:
    """Parts sound from titles.

    Args:
        every: Bytes of sound between two titles, as ``icy-metaint`` says; 0 = there are none.
    """

    def __init__(self, every: int) -> None:
        self.title = ""
        """The newest, as people read it."""
        self._every = every if 0 < every <= MOST_BETWEEN else 0
        self._sound = self._every
        self._told = b""
        self._missing = -1
        """Bytes of a title still to come; -1 = its length too, 0 = none is under way."""

    def feed(self, data: bytes) -> bytes:
        """The sound in what came."""
        if not self._every:
            return data
        found = []
        while data:
            if self._sound:
                found.append(data[: self._sound])
                self._sound -= len(found[-1])
                data = data[len(found[-1]) :]
            elif self._missing < 0:
                self._missing, data = data[0] * 16, data[1:]
                self._told = b""
            if not self._sound and self._missing > 0:
                part, data = data[: self._missing], data[self._missing :]
                self._told += part
                self._missing -= len(part)
            if not self._sound and self._missing == 0:
                self._read()
                self._sound, self._missing = self._every, -1
        return b"".join(found)

    def _read(self) -> None:
        told = _TITLE.search(self._told)
        if told is not None:
            self.title = clean(told[1])


def clean(raw: bytes) -> str:
    """A foreign text as one short line."""
    text = raw.decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in text).strip()[:TITLE_LETTERS]
