"""Who has the zone, by islands of time: where nothing has changed, it is kept (pure).

An island is a stretch of time that none of its drafts has looked beyond, and that no other draft
has looked into while places were given.  As long as its drafts are the same and no other draft
looks into it, placing them again, alone or with all others, gives the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from broadcast.drafts import Draft
from broadcast.session_days import NO_TIME
from hub.domain.bulletin import Precedence
from hub.domain.ids import CueId, ZoneId
from hub.domain.programme import Source
from hub.domain.timeline import Cue, Reason
from hub.domain.zone import Zone

PRIORITY: Final = Precedence.PRIORITY
FILE: Final = Source.FILE
ROUNDS: Final = 3
"""When this many attempts have each reached into further islands, everything is placed."""

Island = tuple[datetime, datetime]
"""From, to, both included, with room for what an interlock keeps apart."""
Place = Callable[[Sequence[Draft]], None]
"""Gives drafts their places, as if there were no others."""
Both = tuple[Draft, Draft]
"""A draft, and its copy that has its place."""


class _Entry(NamedTuple):
    """What became of a draft.

    Attributes:
        asked: What it was before it was placed.
        island: Where.
        cue: What became of it.
        is_moved: It begins later, so its sessions were asked for their limit.
        limit: What they said.
    """

    asked: tuple[object, ...]
    island: Island
    cue: Cue
    is_moved: bool
    limit: tuple[datetime, Reason] | None


class Islands:
    """What became of all drafts when they were placed last.

    It holds for one set of zones, rules and programmes.

    Args:
        zones: Every zone.
    """

    def __init__(self, zones: Mapping[ZoneId, Zone]) -> None:
        held_apart = [zone for zone in zones.values() if zone.interlock]
        tail_s = max((zone.tail_s for zone in held_apart), default=0.0)
        warm_up_s = max((zone.warm_up_s for zone in held_apart), default=0.0)
        self._margin = timedelta(seconds=tail_s + warm_up_s)
        self._entries: dict[CueId, _Entry] = {}

    def place(self, drafts: Sequence[Draft], place: Place) -> Mapping[CueId, Cue]:
        """Give every draft its place.

        Args:
            drafts: Those that look for one.
            place: Gives places.

        Returns:
            What became of them; nothing when they were placed themselves.
        """
        entries, self._entries = self._entries, {}
        if all(map(_is_plain, drafts)):
            self._entries = self._placed(drafts, entries, place)
            if len(self._entries) == len(drafts):
                return {key: entry.cue for key, entry in self._entries.items()}
        self._entries.clear()
        place(drafts)
        return {}

    def _placed(
        self, drafts: Iterable[Draft], before: Mapping[CueId, _Entry], place: Place
    ) -> dict[CueId, _Entry]:
        """What becomes of drafts; only what has changed and what stands beside it is placed."""
        same: dict[CueId, tuple[Draft, _Entry]] = {}
        others: list[Draft] = []
        for draft in drafts:
            entry = before.get(draft.id)
            if entry is not None and entry.asked == _asked(draft) and _is_limit_of(entry, draft):
                same[draft.id] = draft, entry
            else:
                others.append(draft)
        broken = {before[key].island for key in before.keys() - same.keys()}
        found = self._place(list(same.values()), others, broken, place)
        entries = {key: entry for key, (_, entry) in same.items()}
        for island, members in found:
            for draft, placed in members:
                is_moved = placed.start > draft.start
                limit = draft.session_limit() if is_moved else None
                entry = _Entry(_asked(draft), island, placed.cue(), is_moved, limit)
                entries[draft.id] = entry
        return entries

    def _place(
        self,
        same: Sequence[tuple[Draft, _Entry]],
        others: Sequence[Draft],
        broken: set[Island],
        place: Place,
    ) -> list[tuple[Island, list[Both]]]:
        """Place what has changed, and with it every island that it looks into."""
        islands = sorted({entry.island for _, entry in same})
        left = ROUNDS
        while True:
            again = [draft for draft, entry in same if entry.island in broken]
            found = self._try([*others, *again], place)
            reached = {one for island, _ in found for one in _touched(island, islands)} - broken
            if not reached:
                return found
            left -= 1
            broken = broken | reached if left else set(islands)

    def _try(self, drafts: list[Draft], place: Place) -> list[tuple[Island, list[Both]]]:
        """Place copies of drafts; the islands that they make, with both."""
        drafts.sort(key=_start)
        placed = [draft.copy() for draft in drafts]
        place(placed)
        margin = self._margin
        found: list[tuple[Island, list[Both]]] = []
        for pair in zip(drafts, placed, strict=True):
            first = pair[0].start - margin
            last = max(pair[0].start, pair[1].seen) + margin
            if found and first <= found[-1][0][1]:
                (begin, end), members = found[-1]
                members.append(pair)
                found[-1] = (begin, max(end, last)), members
            else:
                found.append(((first, last), [pair]))
        return found


def _is_plain(draft: Draft) -> bool:
    """Nothing of it makes a session late, which others of the session would see far from here."""
    mould = draft.mould
    if mould.precedence > PRIORITY or draft.late > NO_TIME:
        return False
    return draft.start <= draft.planned_start or mould.source is not FILE or draft.is_fixed


def _asked(draft: Draft) -> tuple[object, ...]:
    """All of a draft that its place and its cue depend on, but for its sessions."""
    return (
        draft.mould,
        draft.start,
        draft.end,
        draft.zones,
        draft.state,
        draft.because,
        draft.content,
        draft.is_fixed,
        draft.planned_start,
        draft.planned_end,
        draft.latest_start,
    )


def _is_limit_of(entry: _Entry, draft: Draft) -> bool:
    return not entry.is_moved or entry.limit == draft.session_limit()


def _touched(island: Island, islands: Sequence[Island]) -> list[Island]:
    """Those of some islands, in order, that share an instant with one."""
    first, last = island
    at = bisect_left(islands, first, key=_last)
    found: list[Island] = []
    while at < len(islands) and islands[at][0] <= last:
        found.append(islands[at])
        at += 1
    return found


def _last(island: Island) -> datetime:
    return island[1]


def _start(draft: Draft) -> datetime:
    return draft.start
