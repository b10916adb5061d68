"""What can be asked of the playout over its control socket: State, Give, Preview, Note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from broadcast.amplifier import Amplifiers
from broadcast.book import Book
from broadcast.journal import CueJournal
from broadcast.meeting_state import stands, until_of
from broadcast.orders import Desk
from broadcast.parameters import LONGEST_TEXT, Document, choice, given, number, text, texts
from broadcast.plan_json import cue_json, iso
from broadcast.playout import Playout
from broadcast.preview_api import Previewer
from hub.clock import Clock
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.timeline import Cue
from hub.domain.zone import Zone, named
from hub.errors import RefusedError
from hub.words import say

INTERFACE: Final = """# The playout of a village hub: what is on air, and orders.
interface vn.hub.Broadcast

# What it is doing now; asked with "more", again when something begins, ends or is stopped.
method State() -> (state: object)

# Give an order.  The same id twice is the same order and has the same answer.  With "idle" it is
# refused unless nothing is on air and nothing comes within half a minute.  To play a station with
# "minutes" is a meeting: heard for so long, again after whatever goes before it, with its silences.
# "end" ends what the order named by "ends" plays, and halts nothing.
method Give(
  id: string,
  verb: string,
  zones: ?[]string,
  by: string,
  programme: ?string,
  kind: ?string,
  repeats: ?int,
  minutes: ?int,
  title: ?string,
  ends: ?string,
  resume: ?bool,
  idle: ?bool
) -> (order: string, state: string, since: string, zones: []string, unconfirmed: []string)

# What the timeline would be for some days, at most 31, from a moment on (now).  With a draft, as
# if it were approved: a programme played once has the slot "draft"; else whole slots as the store
# writes them, each with "id" and "title", and the ids of slots that would be gone.  "coming" are
# the next five occurrences of those slots, however far away.  With rules, as the store writes
# them, as if they held.
method Preview(
  from: ?string,
  days: ?int,
  language: ?string,
  rules: ?object,
  draft: ?(
    programme: ?string, kind: ?string, zones: ?[]string, at: ?string,
    slots: ?[]object, gone: ?[]string
  )
) -> (cues: []object, coming: []object)

# An incident that another service saw, for the as-run log.
method Note(key: string, values: [string]string) -> ()

# Refused: the order or request cannot be carried out and changed nothing.
error Refused (key: string, values: [string]string)
"""
SOON: Final = timedelta(seconds=30)
"""Warm-up, a few seconds of a tone and the tail are over by then."""


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
    lived: Clock
    evidence: Callable[[], str]
    health: Callable[[], Document]


def handlers(studio: Methods) -> Mapping[str, Callable[[Document], Document]]:
    """The methods by name."""
    return {
        "State": lambda _: {"state": state(studio)},
        "Give": lambda parameters: give(studio, parameters),
        "Preview": Previewer(studio.book, studio.playout.situation, studio.tz, studio.lived).answer,
        "Note": lambda parameters: note(studio, parameters),
    }


def state(studio: Methods) -> Document:
    """What the playout is doing."""
    now = studio.clock.now()
    on_air = [run for run in studio.journal.runs.values() if run.is_heard]
    coming, urgent = _next(studio), studio.playout.next_emergency
    return {
        "name": studio.name,
        "now": iso(now, studio.tz),
        "clock": studio.evidence(),
        "on_air": [
            {
                "cue": run.cue.id,
                "title": run.cue.title,
                "kind": run.cue.kind,
                "content": list(run.cue.content),
                "zones": sorted(run.zones),
                "started": iso(run.started or run.start, studio.tz),
                "end": iso(run.end, studio.tz),
                "lane": [lane.state for lane in studio.playout.lanes.values() if lane.run is run],
            }
            for run in on_air
        ],
        "next": _coming(coming, studio) if coming is not None else None,
        "next_emergency": _coming(urgent, studio) if urgent is not None else None,
        "zones": {zone: _zone(studio, zone) for zone in studio.zones},
        "meetings": [_meeting(studio, one) for one in studio.playout.plays if one.until],
        **studio.health(),
    }


def give(studio: Methods, parameters: Document) -> Document:
    """Carry an order out.

    Raises:
        RefusedError: It cannot be carried out.
    """
    if parameters.get("idle") is True:
        _check_idle(studio, OrderId(text(parameters, "id")))
    now = studio.clock.now()
    answer = studio.desk.give(
        Order(
            id=OrderId(text(parameters, "id")),
            verb=choice(parameters, "verb", Verb),
            zones=frozenset(ZoneId(zone) for zone in texts(parameters, "zones")),
            at=now,
            by=text(parameters, "by"),
            programme=ProgrammeId(text(parameters, "programme"))
            if parameters.get("programme")
            else None,
            kind=choice({"kind": Kind.ROUTINE, **given(parameters)}, "kind", Kind),
            repeats=number(parameters, "repeats", 1),
            resume=parameters.get("resume") is True,
            until=until_of(parameters, now),
            title=text(parameters, "title") if parameters.get("title") else "",
            ends=OrderId(text(parameters, "ends")) if parameters.get("ends") else None,
        )
    )
    return {
        "order": answer.order,
        "state": answer.state,
        "since": iso(answer.since, studio.tz),
        "zones": list(answer.zones),
        "unconfirmed": list(answer.unconfirmed),
    }


def _check_idle(studio: Methods, order: OrderId) -> None:
    """Nobody's broadcast is disturbed by somebody who only tries something out.

    Raises:
        RefusedError: ``order.busy`` or ``order.soon``.
    """
    cues = [run.cue for run in studio.journal.runs.values()]
    if any(cue.order == order for cue in cues):
        return  # the same order again: it has its answer
    if cues:
        raise RefusedError("order.busy", title=cues[0].title)
    coming = _next(studio)
    start = coming.start if coming is not None else None
    if coming is not None and start is not None and start - studio.clock.now() < SOON:
        raise RefusedError("order.soon", title=coming.title, seconds=SOON.seconds)


def note(studio: Methods, parameters: Document) -> Document:
    """Write down an incident.

    Raises:
        RefusedError: The key is no incident's.
    """
    key = text(parameters, "key")
    if not key.startswith(("incident.", "health.", "hardware.", "amplifier.")):
        raise RefusedError("control.bad_value", name="key", value=key)
    values = parameters.get("values") or {}
    if not isinstance(values, dict):
        raise RefusedError("control.bad_value", name="values", value="")
    told = {str(name)[:40]: str(value)[:LONGEST_TEXT] for name, value in values.items()}
    studio.journal.incident(key, **told)
    return {}


def _next(studio: Methods) -> Cue | None:
    return studio.playout.next_cue


def _cue(cue: Cue, studio: Methods) -> Document:
    return cue_json(cue, studio.tz, say)


def _coming(cue: Cue, studio: Methods) -> Document:
    return {**_cue(cue, studio), "content": list(cue.content)}


def _meeting(studio: Methods, order: Order) -> Document:
    found = stands(order, studio.journal.runs, studio.playout.timeline.cues)
    because = found.because
    return {
        "order": order.id,
        "title": order.title,
        "zones": sorted(order.zones),
        "by": order.by,
        "until": iso(order.until or order.at, studio.tz),
        "state": found.standing,
        "because": {"key": because.key, "values": dict(because.values)} if because else None,
    }


def _zone(studio: Methods, zone: ZoneId) -> Document:
    halt = studio.playout.halts.get(zone)
    return {
        "name": named(studio.zones, studio.book.rules.zone_names)[zone].name,
        "on_air": any(run.is_heard and zone in run.zones for run in studio.journal.runs.values()),
        "line": studio.amplifiers.phase(zone),
        "halt": {"verb": halt.verb, "by": halt.by, "since": iso(halt.at, studio.tz)}
        if halt is not None
        else None,
    }
