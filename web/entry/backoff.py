"""How long somebody waits after wrong PINs or codes (pure)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

FREE: Final = 5
"""Wrong ones in a row that cost nothing but a new try."""
FIRST: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)
"""At one try an hour, half of all PINs take 57 years."""


def locked_until(wrong: int, now: datetime) -> datetime | None:
    """Until when nothing is looked at after so many wrong ones in a row; None = not locked."""
    if wrong < FREE:
        return None
    doublings = min(wrong - FREE, 12)
    return now + min(FIRST * (1 << doublings), LONGEST)


def wait_s(until: datetime | None, now: datetime) -> int:
    """Whole seconds to wait; 0 = none.

    A pause that is longer than the longest was begun before the clock was set back: it would last
    for years.  It is over; the count stays, and the next wrong one begins a pause by this clock.
    """
    if until is None or not now < until <= now + LONGEST:
        return 0
    return ceil((until - now).total_seconds())
