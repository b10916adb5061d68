"""Keeps what the sensors measured: all of it while something is on air, else now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hub.errors import StoreBusyError
from hub.store.samples import Sample

QUIET_S: Final = 300.0
"""Seconds between samples that are kept while nothing is on air: spares the SD card."""

REOPEN_S: Final = 60.0
"""Seconds between tries on a store that cannot be written."""


class SampleBook:
    """Stores samples; a store that is busy costs samples and nothing else.

    Args:
        add: Stores samples; raises `StoreBusyError` when it cannot.
        reopen: Opens the store again; True when it can be written now.
        is_read_only: It cannot be written at the start.
    """

    def __init__(
        self,
        add: Callable[[Sequence[Sample]], object],
        reopen: Callable[[], bool],
        *,
        is_read_only: bool,
    ) -> None:
        self._add = add
        self._reopen = reopen
        self.is_read_only = is_read_only
        self._next_quiet = 0.0
        self._next_try = 0.0

    def keep(self, samples: Sequence[Sample], now: float, *, is_busy: bool) -> None:
        """Store samples if it is time to.

        Args:
            samples: What was measured.
            now: Monotonic seconds.
            is_busy: Something is on air, or in doubt: store them all.
        """
        if not samples or (not is_busy and now < self._next_quiet):
            return
        if self.is_read_only and not self._is_writable_again(now):
            return
        try:
            self._add(samples)
        except StoreBusyError:
            self.is_read_only = True
            self._next_try = now + REOPEN_S
            return
        self._next_quiet = now + QUIET_S

    def _is_writable_again(self, now: float) -> bool:
        if now < self._next_try:
            return False
        self._next_try = now + REOPEN_S
        self.is_read_only = not self._reopen()
        return not self.is_read_only
