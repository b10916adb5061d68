"""A village on paper: slots, orders and a moment, put together in a line each, then planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from broadcast.planner import OnAir, Situation, plan
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import BusId, CueId, OrderId, ProgrammeId, SlotId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import OperatingRules, RuleBook
from hub.domain.slot import Occurrence, Slot
from hub.domain.timeline import Cue, CueState, Timeline
from hub.domain.zone import Zone

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = "2026-12-01"
"""A Tuesday."""
NO_CAPS = RuleBook(OperatingRules(session_cap_s=86_400, sessions_a_day=1000))
RATE = 100


def at(text: str) -> datetime:
    """An instant from local time; without a date it is on `DAY`."""
    whole = text if "T" in text else f"{DAY}T{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=TZ).astimezone(UTC)


def clock(instant: datetime | None) -> str | None:
    """Local time of an instant, as short as it can be told."""
    if instant is None:
        return None
    local = instant.astimezone(TZ)
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")


def zone(name: str, bus: str = "main:0", **more: Any) -> Zone:
    """A zone that is warm at once, unless it says otherwise."""
    return Zone(ZoneId(name), name, BusId(bus), **{"warm_up_s": 0.0, "tail_s": 0.0, **more})


ONE_BUS = (zone("x1"), zone("x2"))
TWO_BUSES = (zone("x1", "main:0"), zone("x2", "main:1"))


class Plan:
    """A timeline, asked by the names of slots."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._cues = {cue.id.removeprefix("order:").split("@")[0]: cue for cue in timeline.cues}

    def __getitem__(self, name: str) -> Cue:
        return self._cues[name]

    def __contains__(self, name: str) -> bool:
        return name in self._cues

    def told(self, name: str) -> tuple[str, str | None, str | None, str | None]:
        """State, start, end and reason of a cue."""
        cue = self[name]
        end = clock(cue.end) if cue.start is not None else None
        return str(cue.state), clock(cue.start), end, self.why(name)

    def why(self, name: str) -> str | None:
        """The reason, without the first part of its key."""
        because = self[name].because
        return None if because is None else because.key.removeprefix("because.")

    def values(self, name: str) -> dict[str, str]:
        """What fills the reason."""
        because = self[name].because
        assert because is not None
        return dict(because.values)

    def times(self, name: str) -> tuple[str | None, str | None] | None:
        """Start and end of a cue; None when it is dropped."""
        cue = self[name]
        return None if cue.start is None else (clock(cue.start), clock(cue.end))

    def segments(self, name: str) -> list[tuple[str | None, str | None]]:
        """The stretches of a cue."""
        return [(clock(s.start), clock(s.end)) for s in self[name].segments]

    def zones(self, name: str) -> set[str]:
        """Where a cue is heard."""
        return set(self[name].zones)


class Scene:
    """What is planned; `plan` says how."""

    def __init__(self, *zones: Zone, rules: RuleBook = NO_CAPS) -> None:
        self.zones: Mapping[ZoneId, Zone] = {zone.id: zone for zone in zones or ONE_BUS}
        self.rules = rules
        self.programmes: dict[ProgrammeId, Programme] = {}
        self.occurrences: list[Occurrence] = []
        self.plays: list[Order] = []

    def programme(self, name: str, minutes: float, **more: Any) -> ProgrammeId:
        """Add a programme."""
        programme = Programme(
            id=ProgrammeId(name),
            title=name.title(),
            kind=Kind.ROUTINE,
            level=Level.COMMUNE,
            source=Source.FILE,
            media=f"{name}.wav",
            frames=round(minutes * 60 * RATE),
            rate=RATE,
            sha256="0" * 64,
            author="Bình",
            approver="Hoa",
        )
        self.programmes[programme.id] = replace(programme, **more)
        return programme.id

    def bulletin(self, name: str, start: str, *minutes: float, **more: Any) -> CueId:
        """A cue from a file: one programme for each length in minutes."""
        content = tuple(self.programme(f"{name}-{n}", m) for n, m in enumerate(minutes, 1))
        length_s = sum(minutes) * 60
        return self.slot(name, start, **{"content": content, "length_s": length_s, **more})

    def relay(self, name: str, start: str, minutes: float, **more: Any) -> CueId:
        """A cue that is a relay."""
        content = (self.programme(f"{name}-1", 0.5, source=Source.RELAY),)
        values = {"content": content, "source": Source.RELAY, "length_s": minutes * 60, **more}
        return self.slot(name, start, **values)

    def slot(
        self,
        name: str,
        start: str,
        *,
        zones: str = "",
        cancelled: bool = False,
        all_day: bool = False,
        **more: Any,
    ) -> CueId:
        """An occurrence of a slot; `zones` are names with spaces between."""
        slot = Slot(
            id=SlotId(name),
            title=name,
            recurrence=Recurrence(datetime.fromisoformat(f"{DAY}T05:00")),
            zones=frozenset(ZoneId(z) for z in zones.split()),
            **more,
        )
        begin = at(start)
        cue = CueId(f"{name}@{begin:%Y%m%dT%H%M%SZ}")
        end = begin + timedelta(seconds=slot.length_s)
        self.occurrences.append(Occurrence(cue, slot, begin, end, cancelled, all_day))
        return cue

    def play(self, name: str, given: str, programme: str, **more: Any) -> CueId:
        """A "play now" order."""
        self.plays.append(order(name, Verb.PLAY, given, programme=ProgrammeId(programme), **more))
        return CueId(f"order:{name}")

    def emergency(self, name: str, given: str, minutes: float, **more: Any) -> CueId:
        """An emergency, ordered."""
        programme = self.programme(f"{name}-1", minutes)
        return self.play(name, given, programme, kind=Kind.EMERGENCY, **more)

    def situation(self, now: str = "00:30", **more: Any) -> Situation:
        """Where we are; half past midnight when nothing else is said."""
        situation = Situation(
            at(now), TZ, self.zones, self.rules, self.programmes, tuple(self.plays)
        )
        return replace(situation, **more)

    def plan(self, now: str = "00:30", **more: Any) -> Plan:
        """Plan everything."""
        return Plan(plan(self.occurrences, self.situation(now, **more)))


def order(name: str, verb: Verb, given: str = "00:00", *, zones: str = "", **more: Any) -> Order:
    """An order of the village head."""
    names = frozenset(ZoneId(z) for z in zones.split())
    return Order(OrderId(name), verb, names, at(given), "trưởng thôn", **more)


def begun(cue: Cue, start: str | None = None, end: str | None = None) -> dict[CueId, OnAir]:
    """A cue on air as it was planned, or at other times."""
    assert cue.start is not None
    first = cue.start if start is None else at(start)
    last = cue.segments[0].end if end is None else at(end)
    return {cue.id: OnAir(cue, first, last, cue.zones)}


PLANNED, SHORTENED, MOVED, DROPPED = (
    str(state) for state in (CueState.PLANNED, CueState.SHORTENED, CueState.MOVED, CueState.DROPPED)
)
