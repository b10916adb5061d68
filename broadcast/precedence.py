"""Who has the zone: places drafts on the buses, the highest step of the ladder first (pure)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime

from broadcast.drafts import Draft, Programmes, shorten
from broadcast.sessions import narrow
from hub.domain.ids import BusId, ZoneId
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import CueState, Reason, Segment


def ladder(draft: Draft) -> tuple[int, bool, int, datetime, int, str]:
    """Sorting key: who is asked first.

    The precedence decides; then what is already on air keeps its place; then the order that
    the commune user set (Circular 39: colliding priority bulletins), the start, the level.
    """
    return (
        -draft.precedence,
        not draft.is_fixed,
        draft.rank,
        draft.start,
        draft.level.rank,
        draft.id,
    )


class Busy:
    """The taken stretches of one bus, joined where they touch."""

    def __init__(self) -> None:
        self._starts: list[datetime] = []
        self._blocks: list[tuple[datetime, datetime, str]] = []

    def first_in(self, start: datetime, end: datetime) -> tuple[datetime, datetime, str] | None:
        """The first taken stretch that overlaps [start, end): its start, end and title."""
        at = bisect_right(self._starts, start)
        if at and self._blocks[at - 1][1] > start:
            return self._blocks[at - 1]
        if at < len(self._blocks) and self._starts[at] < end:
            return self._blocks[at]
        return None

    def take(self, start: datetime, end: datetime, title: str) -> None:
        """Take a stretch that is free."""
        if end <= start:
            return
        at = bisect_right(self._starts, start)
        if at and self._blocks[at - 1][1] == start:
            at -= 1
            start, _, title = self._blocks.pop(at)
            self._starts.pop(at)
        if at < len(self._blocks) and self._starts[at] == end:
            end = self._blocks.pop(at)[1]
            self._starts.pop(at)
        self._starts.insert(at, start)
        self._blocks.insert(at, (start, end, title))


def place(
    drafts: Iterable[Draft], bus_of: Mapping[ZoneId, BusId], programmes: Programmes | None
) -> None:
    """Give every draft its place: as planned, later, shorter, in fewer zones or not at all."""
    busy: dict[BusId, Busy] = {bus: Busy() for bus in set(bus_of.values())}
    for draft in sorted(drafts, key=ladder):
        _Placing(draft, bus_of, busy, programmes).run()


class _Placing:
    """One draft that looks for its place."""

    def __init__(
        self,
        draft: Draft,
        bus_of: Mapping[ZoneId, BusId],
        busy: Mapping[BusId, Busy],
        programmes: Programmes | None,
    ) -> None:
        self._draft = draft
        self._bus_of = bus_of
        self._busy = busy
        self._programmes = programmes

    def run(self) -> None:
        draft = self._draft
        joins = draft.source is Source.RELAY and draft.after_preemption is AfterPreemption.JOIN
        while not draft.is_dropped:
            found = self._first_block(draft.start, draft.end)
            if found is None:
                self._take(draft.start, draft.end)
                return
            if joins:
                self._join()
                return
            self._give_way(*found)

    def _buses(self) -> set[BusId]:
        return {self._bus_of[zone] for zone in self._draft.zones}

    def _first_block(
        self, start: datetime, end: datetime
    ) -> tuple[datetime, datetime, str, BusId] | None:
        first: tuple[datetime, datetime, str, BusId] | None = None
        for bus in self._buses():
            block = self._busy[bus].first_in(start, end)
            if block is not None and (first is None or (block[0], bus) < (first[0], first[3])):
                first = (*block, bus)
        return first

    def _take(self, start: datetime, end: datetime) -> None:
        for bus in self._buses():
            self._busy[bus].take(start, end, self._draft.title)

    def _give_way(self, start: datetime, end: datetime, title: str, bus: BusId) -> None:
        """Move behind a block, leave its zones, end before it, or go."""
        draft = self._draft
        later = draft.source is Source.RELAY and end < draft.end
        if not draft.is_fixed and (end <= draft.latest_start or later):
            if draft.source is Source.RELAY:
                draft.start = end
                draft.change(CueState.MOVED, Reason.of("because.after", title=title))
                if draft.end <= end:
                    draft.drop(Reason.of("because.after", title=title))
            else:
                draft.move(end, Reason.of("because.after", title=title))
            return
        reason = Reason.of("because.preempted", title=title)
        rest = frozenset(z for z in draft.zones if self._bus_of[z] != bus)
        if rest:
            narrow(draft, rest, reason)
        elif start <= draft.start or (
            draft.after_preemption is AfterPreemption.DROP and not draft.is_fixed
        ):
            draft.drop(reason)
        else:
            shorten(draft, start, self._programmes, reason)

    def _join(self) -> None:
        """A relay keeps the stretches that nobody else has."""
        draft = self._draft
        segments: list[Segment] = []
        at, title = draft.start, ""
        while at < draft.end:
            block = self._first_block(at, draft.end)
            if block is None:
                segments.append(Segment(at, draft.end))
                break
            title = block[2]
            if block[0] > at:
                segments.append(Segment(at, block[0]))
            at = max(at, block[1])
        reason = Reason.of("because.preempted", title=title)
        if not segments:
            draft.drop(reason)
            return
        for segment in segments:
            self._take(segment.start, segment.end)
        if draft.start != segments[0].start:
            draft.change(CueState.MOVED, reason)
        else:
            draft.change(CueState.SHORTENED, reason)
        draft.segments = tuple(segments)
        draft.start, draft.end = segments[0].start, segments[-1].end
