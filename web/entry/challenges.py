"""Challenges that a passkey signs: each good once, soon, for one page and one purpose."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LASTS_S: Final = 120.0
"""A person looks for the finger they showed the phone; browsers give up after a minute."""
MOST: Final = 256
"""Waiting at once; the oldest is forgotten.  A page has one, an address asks for 12 a minute."""
BYTES: Final = 32


class Purpose(StrEnum):
    """What a signature is for: one for another purpose is worth nothing."""

    ADD = "add"
    """A new passkey of this phone."""
    OPEN = "open"
    """Open this phone."""
    AGAIN = "again"
    """The second question, before something that cannot be taken back."""
    PAIR = "pair"
    """A phone without its cookie comes back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a challenge was made for.

    Attributes:
        purpose: Its purpose.
        holder: Which browser and phone: the mark of its forms.
        site: The hub's name under which it was asked.
    """

    purpose: Purpose
    holder: str
    site: str


class Challenges:
    """Those that wait for their answer, in memory; several threads use them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[Asked, bytes, float]] = OrderedDict()

    def give(self, asked: Asked, now_s: float) -> bytes:
        """A new one; an earlier one of the same page is no good any more.

        Args:
            asked: What for.
            now_s: Monotonic seconds.
        """
        made = secrets.token_bytes(BYTES)
        with self._lock:
            self._waiting.pop(asked.holder, None)
            self._waiting[asked.holder] = (asked, made, now_s + LASTS_S)
            if len(self._waiting) > MOST:
                self._waiting.popitem(last=False)
        return made

    def take(self, asked: Asked, now_s: float) -> bytes | None:
        """Use it up, whatever comes of it; None when there is none for this."""
        with self._lock:
            found, made, ends_s = self._waiting.pop(asked.holder, (None, b"", 0.0))
        return made if found == asked and now_s < ends_s else None
