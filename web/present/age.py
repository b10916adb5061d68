"""How old something is, as people say it: "3 giờ trước", "5 tuần trước" (pure)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from web.present.moment import Speak

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
AHEAD: Final = timedelta(minutes=2)
"""A clock is a little late; more, and nobody knows how old it is."""
_STEPS: Final = (
    (HOUR, MINUTE, "minutes"),
    (DAY, HOUR, "hours"),
    (14 * DAY, DAY, "days"),
    (60 * DAY, 7 * DAY, "weeks"),
    (730 * DAY, 30 * DAY, "months"),
    (timedelta.max, 365 * DAY, "years"),
)
"""Younger than the first: told in whole units of the second."""


def age(moment: datetime, now: datetime, speak: Speak) -> str:
    """Its age in words.

    Args:
        moment: When it was made, aware.
        now: Aware.
        speak: Says a sentence of the catalogue.
    """
    passed = now - moment
    if passed < -AHEAD:
        return speak("date.ago.ahead")
    if passed < MINUTE:
        return speak("date.ago.now")
    unit, name = next((unit, name) for most, unit, name in _STEPS if passed < most)
    return speak(f"date.ago.{name}", count=passed // unit)
