"""PINs: six digits, kept by argon2id."""

from __future__ import annotations

import itertools
from ctypes import CDLL
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.errors import RefusedError

DIGITS: Final = 6
MEMORY_KIB: Final = 19 * 1024
"""19 MiB, 2 passes: OWASP's least for argon2id; about 40 ms here, 150 ms on a Pi 4."""

_KNOWN: Final = ("123456", "654321", "123123", "112233", "121212", "159753", "147258", "123321")


M_MMAP_THRESHOLD: Final = -3
"""glibc's number for it (malloc.h)."""
GIVEN_BACK_BYTES: Final = 1 << 20
M_ARENA_MAX: Final = -8
"""glibc's number for it, too."""


def give_memory_back() -> None:
    """Let glibc give the memory of each check back to the system.

    It learns from the first large block that such blocks come again and keeps 19 MiB for each
    thread that ever checked a PIN (measured: 90 MiB instead of 38); a fixed border stops that.
    And it opens a heap for each thread, though Python lets only one work at a time: with one heap
    for all, a service that has shown every page keeps 44 MiB instead of 49.  To be called before
    there is any other thread.
    """
    settings = CDLL(None)
    settings.mallopt(M_MMAP_THRESHOLD, GIVEN_BACK_BYTES)
    settings.mallopt(M_ARENA_MAX, 1)


class Pins:
    """Makes and checks hashes of PINs.

    Args:
        memory_kib: Memory of one check; tests take less.
    """

    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1)

    def hash(self, pin: str) -> str:
        """What is kept of a PIN.

        Raises:
            RefusedError: It is not six digits, or one of the first that anybody would try.
        """
        if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
            raise RefusedError("enter.pin_form", digits=DIGITS)
        if is_guessable(pin):
            raise RefusedError("enter.pin_easy")
        return self._hasher.hash(pin)

    def is_right(self, pin: str, kept: str) -> bool:
        """True when the PIN is the one whose hash was kept."""
        try:
            return self._hasher.verify(kept, pin[:64])
        except (VerificationError, InvalidHashError):
            return False


def is_guessable(pin: str) -> bool:
    """True for PINs that a stranger would try first: 111111, 123456, 345678, 202020."""
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    return steps in ({0}, {1}, {9}) or pin in _KNOWN or pin == pin[:2] * 3 or pin == pin[:3] * 2
