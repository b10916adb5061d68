"""How much of a calendar file is taken: a village's timetable is far below, an attack is above."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_EVENTS: Final = 20_000
MOST_OVERRIDES: Final = 5_000
"""RECURRENCE-ID children of one series."""
MOST_DATES: Final = 5_000
"""RDATE or EXDATE values of one series."""
MOST_ZONES: Final = 100
"""VTIMEZONE parts of one file."""
MOST_NAMES: Final = 100
"""Zones or programmes that one event names."""
MOST_NAMED: Final = 5
"""Events that were left out and are named once more at the end."""
MOST_NOTES: Final = 100
"""Notes about single events; the rest is only counted."""

LONGEST_UID: Final = 255
LONGEST_TITLE: Final = 200
LONGEST_NAME: Final = 200
"""Author, approver."""
LONGEST_S: Final = 366 * 86_400
"""A longer event is cut to this length; nothing is that long on air."""

FARTHEST_SHIFT: Final = timedelta(days=366)
"""How far RANGE=THISANDFUTURE may move all that follows: every plan has to look so far."""

FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2999

MOST_TOGETHER_A_DAY: Final = 50_000
"""Starts of all events together."""
MOST_COUNTED: Final = 2_000_000
"""Starts of all rules with COUNT together: they are counted from DTSTART when first asked for."""
COUNTED_TILL: Final = datetime(2100, 1, 1)  # noqa: DTZ001  # local by nature
"""How far a plan asks for them: to the last year of the lunar days."""
