"""`village-hub plan`: what will be on air, and why not the rest."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from broadcast.expansion import expand
from broadcast.plan_json import cue_line, cues_json
from broadcast.planner import Situation, plan
from hub.calendar_file.reading import read_file
from hub.cli.common import clock, complain, load_config, parse_instant, print_json, speaker
from hub.config import Config
from hub.domain.ids import BusId, ZoneId
from hub.domain.left_out import LeftOut
from hub.domain.rules import RuleBook
from hub.domain.slot import Occurrence, Slot
from hub.domain.timeline import Timeline
from hub.domain.zone import Zone
from hub.errors import HubError, RefusedError
from hub.store.calendar import programmes, rule_book, slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import say

LONGEST: Final = timedelta(days=150 * 366)
"""The longest stretch that is planned in one call: all years for which lunar days are known."""
STEP: Final = timedelta(days=366)
MOST: Final = 200_000
"""Occurrences in one call: ten a day for half a century, some 1 GB of memory."""
VILLAGE = ZoneId("thon")


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--from", dest="first", metavar="T", help=say("plan.from", language))
    parser.add_argument("--to", dest="last", metavar="T", help=say("plan.to", language))
    parser.add_argument("--now", metavar="T", help=say("plan.now", language))
    parser.add_argument("--calendar", metavar="F.ics", help=say("plan.calendar", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Plan and print."""
    config = load_config(arguments)
    tz = config.timezone
    now = parse_instant(arguments.now, tz) if arguments.now else clock(arguments).now()
    first = parse_instant(arguments.first, tz) if arguments.first else now
    last = parse_instant(arguments.last, tz) if arguments.last else first + timedelta(days=7)
    if not first < last <= first + LONGEST:
        raise RefusedError("plan.bad_stretch", years=LONGEST.days // 366)
    found, situation = _from_file(arguments, config) if arguments.calendar else _stored(config)
    speak = speaker(arguments)
    timeline = _tolerant(found, replace(situation, now=now), (first, last), speak)
    if arguments.json:
        print_json(cues_json(timeline, tz, speak))
        return 0
    for cue in timeline.cues:
        print(cue_line(cue, tz, speak))
    if not timeline.cues:
        print(speak("plan.nothing"))
    return 0


def _from_file(arguments: argparse.Namespace, config: Config) -> tuple[tuple[Slot, ...], Situation]:
    """A calendar file alone: no programmes are known, and the rules a hub starts with hold."""
    calendar = read_file(Path(arguments.calendar), config.timezone)
    speak = speaker(arguments)
    for note in calendar.notes:
        complain(speak(note.key, **note.values))
    if calendar.is_spoiled:
        raise RefusedError("calendar.nothing_usable", path=arguments.calendar)
    zones = dict(config.zones)
    named = {zone for slot in calendar.slots for zone in slot.zones}
    if not zones:
        bus = BusId("plan:0")
        names = sorted(named) or [VILLAGE]
        zones = {ZoneId(n): Zone(ZoneId(n), n, bus, warm_up_s=0.0) for n in names}
    return calendar.slots, _situation(config, zones, RuleBook())


def _stored(config: Config) -> tuple[tuple[Slot, ...], Situation]:
    """The hub's own calendar, programmes and rules."""
    with open_hub(config.data_dir, Service.CLI) as store:
        situation = _situation(config, dict(config.zones), rule_book(store))
        return slots(store), replace(situation, programmes=programmes(store))


def _situation(config: Config, zones: dict[ZoneId, Zone], rules: RuleBook) -> Situation:
    return Situation(datetime.min.replace(tzinfo=UTC), config.timezone, zones, rules)


def _tolerant(
    found: tuple[Slot, ...],
    situation: Situation,
    stretch: tuple[datetime, datetime],
    speak: Callable[..., str],
) -> Timeline:
    """The plan without the slots that cannot be planned, as the playout has it (ADR 0047)."""
    try:
        return _between(found, situation, *stretch, situation.tz)
    except HubError:
        raise
    except Exception:
        left_out = {slot.id: why for slot in found if (why := _fault(slot, situation, stretch))}
        if not left_out:
            raise
    for one in left_out.values():
        told = {"slot": one.slot, "title": one.title, "detail": one.detail}
        complain(speak("incident.slot_left_out", **told))
    rest = tuple(slot for slot in found if slot.id not in left_out)
    return _between(rest, situation, *stretch, situation.tz)


def _fault(slot: Slot, situation: Situation, stretch: tuple[datetime, datetime]) -> LeftOut | None:
    """What is wrong with a slot by itself, if anything is."""
    try:
        _between((slot,), situation, *stretch, situation.tz)
    except Exception as error:  # noqa: BLE001  # whatever it is, the others are planned
        return LeftOut.because(slot.id, slot.title, error)
    return None


def _between(
    found: tuple[Slot, ...], situation: Situation, first: datetime, last: datetime, tz: ZoneInfo
) -> Timeline:
    """Plan from a day before, because sessions are counted by day, and show [first, last)."""
    early = first - timedelta(days=1, hours=first.astimezone(tz).hour + 1)
    timeline = plan(_dated(found, early, last, tz), situation)
    shown = tuple(cue for cue in timeline.cues if first <= cue.planned_start < last)
    return Timeline(timeline.made_at, shown)


def _dated(
    found: tuple[Slot, ...], early: datetime, last: datetime, tz: ZoneInfo
) -> list[Occurrence]:
    """Every occurrence, a year at a time: a calendar that has too many is refused early."""
    slots_by_id = {slot.id: slot for slot in found}
    dated: list[Occurrence] = []
    while early < last:
        end = min(early + STEP, last)
        dated += expand(slots_by_id, found, early, end, tz)
        if len(dated) > MOST:
            raise RefusedError("plan.too_many", most=MOST)
        early = end
    return dated
