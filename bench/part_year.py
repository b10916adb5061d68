"""Part "year": a year of the example village, planned at once and lived through on a fake clock."""

from __future__ import annotations

from bench.context import Context
from bench.part_planning import timed
from bench.report import Part
from hub.domain.facts import AsRun
from hub.domain.timeline import Cue
from tests.simulation.year import Simulated, simulate

NAME = "year"
START = "2026-12-01"
DAYS = 365
QUICK_DAYS = 30
BAR_S = 60.0
CLOSE_S = 0.01
"""A start or end this near to its plan is equal to it."""


def measure(context: Context) -> Part:
    """Let a year pass and compare the as-run log with the plan."""
    part = Part(NAME)
    days = QUICK_DAYS if context.quick else DAYS
    found: list[Simulated] = []
    seconds = timed(lambda: found.append(simulate(START, days)))
    (year,) = found
    played = {key: cue for key, cue in year.planned.items() if cue.start is not None}
    unlike = [k for k, cue in played.items() if not _is_as_planned(cue, year.heard.get(k))]
    part.raw.update(
        days=days,
        seconds=seconds,
        planned=len(year.planned),
        to_be_played=len(played),
        heard=len(year.heard),
        unlike=unlike,
        incidents=year.incidents,
    )
    subject = f"{days} days of the example village"
    note = f"{len(year.planned)} cues, {len(played)} of them to be played"
    part.say(subject, "simulated in", seconds, "s", bar=BAR_S, note=note)
    part.say(subject, "cues not as planned", len(unlike), "", bar=0.0)
    part.say(subject, "incidents", year.incidents, "", bar=0.0)
    return part


def _is_as_planned(cue: Cue, row: AsRun | None) -> bool:
    if row is None or row.started is None or row.ended is None or cue.start is None:
        return False
    late_s = abs((row.started - cue.start).total_seconds())
    return late_s <= CLOSE_S and abs((row.ended - cue.end).total_seconds()) <= CLOSE_S
