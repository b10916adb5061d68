"""Identities: each kind of thing has a type of its own, so that they cannot be mixed up."""

from __future__ import annotations

from typing import NewType

ZoneId = NewType("ZoneId", str)
"""A zone, as named in the configuration: lower-case letters, digits and dashes."""

BusId = NewType("BusId", str)
"""One channel of one sound card, written ``card:channel``.  A bus carries one cue at a time."""

SlotId = NewType("SlotId", str)
"""A slot; the UID of its VEVENT when it came from a calendar file."""

CueId = NewType("CueId", str)
"""One dated cue: the slot and the start it had before anybody moved it.  Played at most once."""

ProgrammeId = NewType("ProgrammeId", str)
"""A programme."""

PeriodId = NewType("PeriodId", str)
"""A special period."""

OrderId = NewType("OrderId", str)
"""An order; chosen by whoever gives it, so that giving it twice is the same order."""
