"""Who has the zone: gives drafts their place, the highest step of the ladder first (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from broadcast.busy import Air, Block, Stretch
from broadcast.drafts import MOVED, SHORTENED, Draft, Programmes, narrow, shorten
from hub.domain.bulletin import Level, Precedence
from hub.domain.ids import ZoneId
from hub.domain.programme import Source
from hub.domain.slot import AfterPreemption
from hub.domain.timeline import Reason, Segment
from hub.domain.zone import Zone

NO_TIME: Final = timedelta(0)
RANK: Final = {level: level.rank for level in Level}
PRIORITY: Final = Precedence.PRIORITY
EMERGENCY: Final = Precedence.EMERGENCY
NOBODY_LEAVES: Final[Mapping[ZoneId, datetime]] = {}

Settle = Callable[[Draft, timedelta], None]
"""Rules once more for a draft that was moved; some of the time it was moved by is uncounted."""


def place(
    drafts: Iterable[Draft],
    zones: Mapping[ZoneId, Zone],
    programmes: Programmes,
    settle: Settle,
) -> None:
    """Give every draft its place: as planned, later, shorter, in fewer zones or not at all.

    What has no length (an event of another program's calendar) is in nobody's way.
    """
    air = Air(zones)
    for draft in sorted((d for d in drafts if d.start < d.end), key=_ladder):
        draft.seen = draft.end
        block = air.first_block(draft.zones, draft.start, draft.end, NOBODY_LEAVES)
        if block is None:
            if draft.start > draft.planned_start:
                _begin_late(draft)
            _take(draft, air, draft.start, draft.end)
        elif (
            draft.mould.source is Source.RELAY
            and draft.mould.after_preemption is AfterPreemption.JOIN
        ):
            _join(draft, air)
        else:
            _Placing(draft, air, programmes).run(block, settle)


def _ladder(draft: Draft) -> tuple[int, float, bool, int, datetime, int, str]:
    """Sorting key: who is asked first.

    The precedence decides.  Of two emergencies that people ordered the newer one goes first:
    who gives it knows what is on air.  Then what is already on air keeps its place; then the
    order that the commune user set (Circular 39: colliding priority bulletins), the start,
    the level.
    """
    mould = draft.mould
    newest = 0.0
    if mould.order is not None and mould.precedence is EMERGENCY:
        newest = -draft.planned_start.timestamp()
    return (
        -mould.precedence,
        newest,
        not draft.is_fixed,
        mould.rank,
        draft.planned_start,
        RANK[mould.level],
        draft.id,
    )


def _begin_late(draft: Draft) -> None:
    """Nobody stands in its way: it begins later for a cause outside the calendar."""
    if draft.mould.source is Source.FILE and not draft.is_fixed:
        draft.be_late(draft.start - draft.planned_start)


def _take(draft: Draft, air: Air, start: datetime, end: datetime) -> None:
    mould = draft.mould
    is_ordered = mould.precedence > PRIORITY or mould.is_meeting
    uncounted = end - start if is_ordered else NO_TIME
    stretch = Stretch(start, end, uncounted, ((start, mould.title),))
    air.take(draft.zones, stretch, draft.leaves or NOBODY_LEAVES)


def _join(draft: Draft, air: Air) -> None:
    """A relay keeps the stretches that nobody else has, in all its zones."""
    segments: list[Segment] = []
    at, title = draft.start, ""
    while at < draft.end:
        block = air.first_block(draft.zones, at, draft.end, NOBODY_LEAVES)
        if block is None:
            segments.append(Segment(at, draft.end))
            break
        title = block.title_at(at)
        if block.start > at:
            segments.append(Segment(at, block.start))
        at = block.end
    reason = Reason.of("because.preempted", title=title)
    if not segments:
        draft.drop(reason)
        return
    for segment in segments:
        _take(draft, air, segment.start, segment.end)
    moved = segments[0].start > draft.start
    draft.change(MOVED if moved else SHORTENED, reason)
    draft.segments = tuple(segments)
    draft.start, draft.end = segments[0].start, segments[-1].end


class _Placing:
    """A draft that somebody stands in the way of."""

    def __init__(self, draft: Draft, air: Air, programmes: Programmes) -> None:
        self._draft = draft
        self._air = air
        self._programmes = programmes
        self._leaves: dict[ZoneId, datetime] = {}
        self._uncounted = NO_TIME

    def run(self, first: Block, settle: Settle) -> None:
        """Give way until nobody stands in the way."""
        draft, start = self._draft, self._draft.start
        block = self._wait(first)
        while block is not None:
            self._give_way(block)
            if draft.is_dropped:
                return
            block = self._wait(self._first_block(draft.start, draft.end))
        if draft.start > start:
            settle(draft, self._uncounted)
        if not draft.is_dropped:
            leaves = self._leaves.items()
            draft.leaves = {z: at for z, at in leaves if z in draft.zones and at < draft.end}
            _take(draft, self._air, draft.start, draft.end)

    def _first_block(self, start: datetime, end: datetime) -> Block | None:
        self._draft.seen = max(self._draft.seen, end)
        return self._air.first_block(self._draft.zones, start, end, self._leaves)

    def _wait(self, block: Block | None) -> Block | None:
        """Begin behind blocks as long as that is not too late; what then stands in the way."""
        draft = self._draft
        start, end, behind = draft.start, draft.end, None
        while block is not None and self._may_wait(block, start):
            self._leaves.clear()
            self._uncounted += block.uncounted
            behind = block
            if draft.mould.source is not Source.RELAY:
                end += block.end - start
            start = block.end
            block = self._first_block(start, end)
        if behind is not None:
            title = behind.title_before_end()
            draft.start, draft.end = start, end
            draft.change(MOVED, Reason.of("because.after", title=title))
        return block

    def _may_wait(self, block: Block, start: datetime) -> bool:
        """A bulletin may begin later, whole; of a relay that has not begun the rest is heard."""
        draft = self._draft
        if draft.is_fixed:
            return False
        if draft.mould.source is not Source.RELAY:
            return block.end <= draft.latest_start
        is_cut = block.start > start or draft.mould.after_preemption is AfterPreemption.DROP
        return not is_cut and block.end < draft.end

    def _give_way(self, block: Block) -> None:
        """Leave its zones, end before it, or go."""
        draft = self._draft
        reason = Reason.of("because.preempted", title=block.title_at(draft.start))
        drops = draft.mould.after_preemption is AfterPreemption.DROP and not draft.is_fixed
        rest = draft.zones.difference(block.zones, self._leaves)
        if block.start > draft.start and not drops:
            if rest:
                self._leaves.update(dict.fromkeys(block.zones, block.start))
                draft.change(SHORTENED, reason)
            else:
                shorten(draft, block.start, self._programmes, reason)
        else:
            narrow(draft, rest, reason)
