"""The example village for any number of days: what was planned, what was heard."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.planner import plan
from broadcast.recurrence import occurrences
from broadcast.situation import Situation
from hub.calendar_file.reading import read_file
from hub.domain.facts import AsRun
from hub.domain.ids import CueId
from hub.domain.programme import Source
from hub.domain.timeline import Cue
from tests.fakes.calendar import MemoryCalendar
from tests.simulation.studio import TZ, Village

EXAMPLE = Path(__file__).parents[2] / "examples" / "thon-yen-minh"
CHIME_S = 4.0
LETTERS_A_SECOND = 15.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """A stretch of days of the example village."""

    planned: dict[CueId, Cue]
    heard: dict[CueId, AsRun]
    incidents: int


def example_calendar() -> MemoryCalendar:
    """The example's calendar with programmes about as long as they would be."""
    calendar = MemoryCalendar()
    listed = tomllib.loads((EXAMPLE / "programmes.toml").read_text("utf-8"))["programmes"]
    for item in listed:
        seconds = len(item.get("text", "")) / LETTERS_A_SECOND or CHIME_S
        source = Source(item.get("source", "file"))
        calendar.programme(item["id"], seconds, source=source, approver=item["approver"])
    calendar.put(*read_file(EXAMPLE / "calendar.ics", TZ).slots)
    return calendar


def simulate(start: str, days: int) -> Simulated:
    """Plan the days at once; then let the playout live through them."""
    calendar = example_calendar()
    village = Village(start, calendar)
    first = village.clock.now()
    last = first + timedelta(days=days)
    situation = Situation(now=first, tz=TZ, zones=village.zones, programmes=calendar.programmes())
    dated = [o for slot in calendar.slots() for o in occurrences(slot, first, last, TZ)]
    planned = {cue.id: cue for cue in plan(dated, situation).cues}
    village.run_until(last)
    rows = {key: row for key, row in village.log.rows.items() if row.planned_start < last}
    return Simulated(planned, rows, len(village.log.incidents))


def midnight(text: str) -> datetime:
    """Local midnight of a day."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)
