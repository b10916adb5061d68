"""All that a plan depends on, besides the calendar (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from broadcast.drafts import Programmes
from hub.domain.ids import CueId, ZoneId
from hub.domain.order import Order
from hub.domain.rules import RuleBook
from hub.domain.talk import Talk
from hub.domain.timeline import Cue
from hub.domain.zone import Zone


@dataclass(frozen=True, slots=True)
class OnAir:
    """A cue that has begun: armed, warming up, or heard.

    Attributes:
        cue: As it was planned when it began.
        start: When its first sample left or will leave, aware UTC.
        end: When it will be over, aware UTC.
        zones: Where it is heard.
    """

    cue: Cue
    start: datetime
    end: datetime
    zones: frozenset[ZoneId]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch [first, last) in which nothing could play.

    Attributes:
        first: Aware UTC.
        last: Aware UTC.
        cause: ``power``, ``clock`` or ``card``: the ending of a key ``because.missed_*``.
    """

    first: datetime
    last: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan depends on, besides the calendar.

    Attributes:
        now: The wall clock, aware UTC.
        tz: The hub's local time.
        zones: Every zone.
        rules: Operating rules and special periods.
        programmes: Known programmes, or None when only a calendar is known.
        plays: "Play now" orders that may still be due.
        talks: Talks that were asked for and are not over.
        halts: The stop or hold order in force, by zone.
        done: Cues that have their row in the as-run log.
        on_air: Cues on air now.
        warm_in_s: Seconds from now until a zone can be heard; its warm-up when not given.
        clock_trusted: False: nothing of the calendar plays, but for emergencies.
        gaps: Stretches in which nothing could play, and why.
    """

    now: datetime
    tz: ZoneInfo
    zones: Mapping[ZoneId, Zone]
    rules: RuleBook = field(default_factory=RuleBook)
    programmes: Programmes | None = None
    plays: tuple[Order, ...] = ()
    talks: tuple[Talk, ...] = ()
    halts: Mapping[ZoneId, Order] = field(default_factory=dict)
    done: frozenset[CueId] = frozenset()
    on_air: Mapping[CueId, OnAir] = field(default_factory=dict)
    warm_in_s: Mapping[ZoneId, float] = field(default_factory=dict)
    clock_trusted: bool = True
    gaps: tuple[Gap, ...] = ()

    def with_nothing(self) -> Situation:
        """The same moment and rules, and nobody who was given the air or asks for it."""
        return replace(self, plays=(), talks=(), on_air={}, done=frozenset())
