"""How often one address may ask: buckets that fill with time, in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from hub.clock import Clock

MOST_ADDRESSES: Final = 2048
"""Buckets that are remembered; the one unused for longest is forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket's size.

    Attributes:
        burst: Requests at once.
        a_minute: Requests a minute in the long run.
    """

    burst: int
    a_minute: float


READS: Final = Rate(240, 600)
"""A page and its files, of one address."""
PHONE_READS: Final = Rate(2000, 12_000)
"""The same of one paired phone that was opened: a head who looks often is never turned away, and
a phone that went wild still is."""
WRITES: Final = Rate(40, 60)
ENTRIES: Final = Rate(12, 12)
"""PINs, codes, tickets: besides the back-off, which counts by phone."""
CODES: Final = Rate(120, 60)
"""Codes that anybody types, wherever: beside what each address may, and never so few that one
neighbour uses them up (`ENTRIES`)."""
STEADY: Final = Rate(120, 2400)
"""A voice: a small post every 40 ms, as long as somebody speaks."""

WALL: Final = "hub.screen"
"""Key of the WSGI environment of what the touchscreen asks for: one browser, never counted."""

View = TypeVar("View", bound=Callable[..., object])


def at_rate(rate: Rate) -> Callable[[View], View]:
    """Writes to this view come more often than a thumb makes them."""

    def say(view: View) -> View:
        vars(view)["rate"] = rate
        return view

    return say


def rate_of(view: Callable[..., object] | None, *, is_read: bool) -> Rate:
    """How often a view may be asked from one address."""
    rate = vars(view).get("rate") if view is not None else None
    return rate if isinstance(rate, Rate) else READS if is_read else WRITES


class Buckets:
    """Buckets by address and rate; several threads use them.

    Args:
        clock: Tells how much time has passed.
        factor: Multiplies every rate (the bench raises it).
    """

    def __init__(self, clock: Clock, factor: float = 1.0) -> None:
        self._clock = clock
        self._factor = factor
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, Rate], tuple[float, float]] = OrderedDict()

    def take(self, address: str, rate: Rate) -> bool:
        """Take one from a bucket; False when it is empty."""
        now, most = self._clock.monotonic(), rate.burst * self._factor
        with self._lock:
            left, before = self._buckets.pop((address, rate), (most, now))
            left = min(most, left + (now - before) * rate.a_minute * self._factor / 60)
            is_free = left >= 1
            self._buckets[address, rate] = (left - 1 if is_free else left, now)
            if len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
        return is_free
