"""What the API answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from hub.checkup.finding import Verdict
from hub.domain.bulletin import Kind, Level
from hub.domain.facts import Outcome
from hub.domain.order import Verb
from hub.domain.person import Role
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import CueState


class Problem(Struct, frozen=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    key: str
    values: dict[str, str]


class Version(Struct, frozen=True):
    """Which program answers."""

    program: str
    version: str
    api: str


class OnAir(Struct, frozen=True):
    """A cue that is heard now."""

    cue: str
    title: str
    kind: Kind
    zones: list[str]
    started: datetime
    end: datetime


class Halt(Struct, frozen=True):
    """Who stopped or held a zone, and when."""

    verb: str
    by: str
    since: datetime


class ZoneState(Struct, frozen=True):
    """A zone now."""

    id: str
    name: str
    on_air: bool
    line: str
    halt: Halt | None


class PlannedCue(Struct, frozen=True):
    """A cue of the timeline: when, where, and why it is not as planned."""

    id: str
    slot: str | None
    title: str
    zones: list[str]
    kind: Kind
    level: Level
    state: CueState
    planned_start: datetime
    start: datetime | None
    end: datetime
    because: str | None
    reason: str | None


class State(Struct, frozen=True):
    """What the playout does now."""

    village: str
    now: datetime
    clock: str
    on_air: list[OnAir]
    next: PlannedCue | None
    zones: list[ZoneState]


class Trouble(Struct, frozen=True):
    """Something that is wrong, and with what."""

    condition: str
    subject: str


class Check(Struct, frozen=True):
    """One check of `village-hub doctor`: how it ended, and what to do about it."""

    check: str
    verdict: Verdict
    says: str


class Health(Struct, frozen=True):
    """Whether everything is well; `worries` in sentences, `checks` one by one."""

    is_well: bool
    playout: bool
    hub: bool
    clock: str | None
    worries: list[str]
    troubles: list[Trouble]
    checks: list[Check]


class Timeline(Struct, frozen=True):
    """What will be on air."""

    cues: list[PlannedCue]


class Programme(Struct, frozen=True):
    """Content that can be broadcast; without an approver it is a draft and never plays."""

    id: str
    title: str
    kind: Kind
    level: Level
    source: Source
    language: str
    length_s: float
    author: str
    approver: str


class Programmes(Struct, frozen=True):
    """A page of programmes; `next` is where the next page begins."""

    programmes: list[Programme]
    next: str | None


class Slot(Struct, frozen=True):
    """A slot of the calendar; `is_plain` tells whether this API can change it."""

    id: str
    revision: int
    title: str
    start: str
    tz: str
    rrules: list[str]
    lunar: str | None
    exdates: list[str]
    length_s: float
    kind: Kind
    level: Level
    zones: list[str]
    content: list[str]
    chime: str | None
    closing: str | None
    source: Source
    latest_start_s: int
    after_preemption: AfterPreemption
    volume_db: float
    author: str
    approver: str
    is_plain: bool


class Slots(Struct, frozen=True):
    """A page of slots; `next` is where the next page begins."""

    slots: list[Slot]
    next: str | None


class Obeyed(Struct, frozen=True):
    """What became of an order."""

    id: str
    verb: Verb
    state: str
    since: datetime
    zones: list[str]


class LoggedCue(Struct, frozen=True, tag_field="sort", tag="cue"):
    """A cue as it was really heard."""

    seq: int
    at: datetime
    hash: str
    cue: str
    slot: str | None
    order: str | None
    title: str
    kind: Kind
    level: Level
    author: str
    approver: str
    zones: list[str]
    volume_db: float
    planned_start: datetime
    planned_end: datetime
    started: datetime | None
    ended: datetime | None
    estimated: bool
    outcome: Outcome
    because: str | None
    reason: str | None
    frames_planned: int
    frames_played: int
    rate: int
    level_dbfs: float | None
    peak_dbfs: float | None
    xruns: int
    dead_air_s: float
    interruptions: int


class LoggedOrder(Struct, frozen=True, tag_field="sort", tag="order"):
    """An order that somebody gave."""

    seq: int
    at: datetime
    hash: str
    order: str
    verb: Verb
    zones: list[str]
    given: datetime
    by: str
    programme: str | None
    kind: Kind
    repeats: int
    resume: bool


class LoggedIncident(Struct, frozen=True, tag_field="sort", tag="incident"):
    """Trouble of the hub's own."""

    seq: int
    at: datetime
    hash: str
    seen: datetime
    key: str
    text: str


class Log(Struct, frozen=True):
    """Rows of the as-run log in their order; `next` is the cursor of the next page."""

    rows: list[LoggedCue | LoggedOrder | LoggedIncident]
    next: int | None


class Phone(Struct, frozen=True):
    """A paired phone."""

    id: str
    name: str
    paired_at: datetime
    seen_at: datetime


class Person(Struct, frozen=True):
    """Somebody who works the hub."""

    name: str
    role: Role
    phones: list[Phone]


class People(Struct, frozen=True):
    """Everybody."""

    people: list[Person]


def shaped(kind: type[Any], source: object, **more: object) -> Any:
    """A document from the attributes of the same names; `more` takes their place."""
    names = [name for name in kind.__struct_fields__ if name not in more]
    return kind(**{name: getattr(source, name) for name in names}, **more)
