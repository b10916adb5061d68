"""What can be asked of the playout over its control socket: State, Give, Preview, Note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from broadcast.amplifier import Amplifiers
from broadcast.book import Book
from broadcast.draft_preview import Wanted, with_draft
from broadcast.journal import CueJournal
from broadcast.orders import Desk
from broadcast.plan_json import cue_json, iso
from broadcast.planner import plan
from broadcast.playout import Playout
from hub.clock import Clock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Cue
from hub.domain.zone import Zone
from hub.errors import RefusedError
from hub.words import LANGUAGES, say

INTERFACE: Final = """# The playout of a village hub: what is on air, and orders.
interface vn.hub.Broadcast

# What it is doing now.
method State() -> (state: object)

# Give an order.  The same id twice is the same order and has the same answer.
method Give(
  id: string,
  verb: string,
  zones: ?[]string,
  by: string,
  programme: ?string,
  kind: ?string,
  repeats: ?int,
  resume: ?bool
) -> (order: string, state: string, since: string, zones: []string, unconfirmed: []string)

# What the timeline would be for some days, at most 31; with a draft, as if that bulletin were
# approved: its cue has the slot "draft".
method Preview(
  from: ?string,
  days: ?int,
  language: ?string,
  draft: ?(programme: string, kind: string, zones: []string, at: string)
) -> (cues: []object)

# An incident that another service saw, for the as-run log.
method Note(key: string, values: [string]string) -> ()

# Refused: the order or request cannot be carried out and changed nothing.
error Refused (key: string, values: [string]string)
"""
LONGEST_PREVIEW_DAYS: Final = 31
LONGEST_TEXT: Final = 200
"""Longest name or value that is taken over the socket, characters."""

Word = TypeVar("Word", bound=StrEnum)
Document = dict[str, Any]  # a JSON object, checked field by field below


@dataclass(frozen=True, slots=True)
class Methods:
    """What the methods work on.

    Attributes:
        name: Name of the village.
        playout: What is planned and on air.
        desk: Takes orders.
        journal: Runs and incidents.
        book: The calendar.
        amplifiers: Lines.
        zones: Every zone.
        tz: The hub's local time.
        clock: The clock.
        evidence: Why the clock is believed, or not.
        health: Cards and log, as a document.
    """

    name: str
    playout: Playout
    desk: Desk
    journal: CueJournal
    book: Book
    amplifiers: Amplifiers
    zones: Mapping[ZoneId, Zone]
    tz: ZoneInfo
    clock: Clock
    evidence: Callable[[], str]
    health: Callable[[], Document]


def handlers(studio: Methods) -> Mapping[str, Callable[[Document], Document]]:
    """The methods by name."""
    return {
        "State": lambda _: {"state": state(studio)},
        "Give": lambda parameters: give(studio, parameters),
        "Preview": lambda parameters: preview(studio, parameters),
        "Note": lambda parameters: note(studio, parameters),
    }


def state(studio: Methods) -> Document:
    """What the playout is doing."""
    now = studio.clock.now()
    on_air = [run for run in studio.journal.runs.values() if run.is_heard]
    coming = _next(studio)
    return {
        "name": studio.name,
        "now": iso(now, studio.tz),
        "clock": studio.evidence(),
        "on_air": [
            {
                "cue": run.cue.id,
                "title": run.cue.title,
                "kind": run.cue.kind,
                "zones": sorted(run.zones),
                "started": iso(run.started or run.start, studio.tz),
                "end": iso(run.end, studio.tz),
                "lane": [lane.state for lane in studio.playout.lanes.values() if lane.run is run],
            }
            for run in on_air
        ],
        "next": _cue(coming, studio) if coming is not None else None,
        "zones": {zone: _zone(studio, zone) for zone in studio.zones},
        **studio.health(),
    }


def give(studio: Methods, parameters: Document) -> Document:
    """Carry an order out.

    Raises:
        RefusedError: It cannot be carried out.
    """
    answer = studio.desk.give(
        Order(
            id=OrderId(_text(parameters, "id")),
            verb=_choice(parameters, "verb", Verb),
            zones=frozenset(ZoneId(zone) for zone in _texts(parameters, "zones")),
            at=studio.clock.now(),
            by=_text(parameters, "by"),
            programme=ProgrammeId(_text(parameters, "programme"))
            if parameters.get("programme")
            else None,
            kind=_choice({"kind": Kind.ROUTINE, **_given(parameters)}, "kind", Kind),
            repeats=_number(parameters, "repeats", 1),
            resume=parameters.get("resume") is True,
        )
    )
    return {
        "order": answer.order,
        "state": answer.state,
        "since": iso(answer.since, studio.tz),
        "zones": list(answer.zones),
        "unconfirmed": list(answer.unconfirmed),
    }


def preview(studio: Methods, parameters: Document) -> Document:
    """Plan a stretch with the playout's own planner.

    Raises:
        RefusedError: The stretch is too long.
    """
    days = _number(parameters, "days", 1)
    if not 1 <= days <= LONGEST_PREVIEW_DAYS:
        raise RefusedError("control.bad_value", name="days", value=days)
    language = parameters.get("language")
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    now = studio.clock.now()
    last = now + timedelta(days=days)
    first, _ = studio.book.window(now)
    found, situation = studio.book.between(first, last), studio.playout.situation(now)
    wanted = parameters.get("draft")
    if isinstance(wanted, dict):
        found, situation = with_draft(found, situation, _wanted(wanted), studio.tz)
    timeline = plan(found, situation)

    def speak(key: str, /, **values: object) -> str:
        return say(key, spoken, **values)

    return {"cues": [cue_json(c, studio.tz, speak) for c in timeline.cues if c.end > now]}


def note(studio: Methods, parameters: Document) -> Document:
    """Write down an incident.

    Raises:
        RefusedError: The key is no incident's.
    """
    key = _text(parameters, "key")
    if not key.startswith(("incident.", "health.", "hardware.", "amplifier.")):
        raise RefusedError("control.bad_value", name="key", value=key)
    values = parameters.get("values") or {}
    if not isinstance(values, dict):
        raise RefusedError("control.bad_value", name="values", value="")
    told = {str(name)[:40]: str(value)[:LONGEST_TEXT] for name, value in values.items()}
    studio.journal.incident(key, **told)
    return {}


def _wanted(draft: Document) -> Wanted:
    at = _text(draft, "at")
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise RefusedError("control.bad_value", name="at", value=at[:40]) from error
    if instant.tzinfo is None:
        raise RefusedError("control.bad_value", name="at", value=at[:40])
    return Wanted(
        programme=ProgrammeId(_text(draft, "programme")),
        kind=_choice(draft, "kind", Kind),
        zones=frozenset(ZoneId(zone) for zone in _texts(draft, "zones")),
        at=instant,
    )


def _next(studio: Methods) -> Cue | None:
    return studio.playout.next_cue


def _cue(cue: Cue, studio: Methods) -> Document:
    return cue_json(cue, studio.tz, say)


def _zone(studio: Methods, zone: ZoneId) -> Document:
    halt = studio.playout.halts.get(zone)
    return {
        "name": studio.zones[zone].name,
        "on_air": any(run.is_heard and zone in run.zones for run in studio.journal.runs.values()),
        "line": studio.amplifiers.phase(zone),
        "halt": {"verb": halt.verb, "by": halt.by, "since": iso(halt.at, studio.tz)}
        if halt is not None
        else None,
    }


def _given(parameters: Document) -> Document:
    return {name: value for name, value in parameters.items() if value is not None}


def _text(parameters: Document, name: str) -> str:
    value = parameters.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def _texts(parameters: Document, name: str) -> list[str]:
    value = parameters.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def _number(parameters: Document, name: str, default: int) -> int:
    value = parameters.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def _choice(parameters: Document, name: str, words: type[Word]) -> Word:
    value = parameters.get(name)
    try:
        return words(str(value))
    except ValueError as error:
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40]) from error
