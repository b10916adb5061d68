"""What every kind of probe can do; each is a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Told = Callable[[], None]
"""Called once when the target answers; not at all when it does not."""
Cancel = Callable[[], None]
"""Called when nobody waits for the answer any more, or it has come."""


class Method(Protocol):
    """One kind of probe; works inside the caller's select loop and never waits."""

    def ask(self, address: str, port: int, told: Told) -> Cancel:
        """Ask an address, once.

        Args:
            address: Numeric.
            port: TCP port, where the kind has one.
            told: See `Told`.
        """
        ...
