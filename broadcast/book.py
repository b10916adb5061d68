"""The calendar in the playout's hands: slots, programmes and rules, expanded once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from broadcast.expansion import of_slot
from hub.clock import Clock
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme
from hub.domain.rules import RuleBook
from hub.domain.slot import Occurrence, Slot


class BookSource(Protocol):
    """Where the calendar is kept."""

    def revision(self) -> int:
        """A number that changes whenever calendar, programmes or rules change."""
        ...

    def slots(self) -> tuple[Slot, ...]:
        """Every slot that can be read."""
        ...

    def left_out(self) -> tuple[LeftOut, ...]:
        """What could not be read when `slots` was asked last."""
        ...

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        """Every programme."""
        ...

    def rule_book(self) -> RuleBook:
        """The operating rules."""
        ...

    def unread(self) -> tuple[Unread, ...]:
        """What besides slots could not be read when it was asked last."""
        ...


class Book:
    """A copy of the calendar in memory and its occurrences around now.

    A slot with which anything goes wrong is left out, and the others are heard: a row that no
    page would write must never silence a village (docs/adr/0047).

    Args:
        source: Where the calendar is kept.
        tz: The hub's local time.
        clock: Tells when a slot became known.
        known_since: When the slots that are there at the start became known, aware UTC.
    """

    def __init__(
        self, source: BookSource, tz: ZoneInfo, clock: Clock, known_since: datetime
    ) -> None:
        self._source = source
        self._tz = tz
        self._clock = clock
        self._first_known = known_since
        self._known: dict[SlotId, datetime] = {}
        self._revision: int | None = None
        self._slots: dict[SlotId, Slot] = {}
        self._expanded: dict[SlotId, tuple[Occurrence, ...]] = {}
        self._window: tuple[datetime, datetime] | None = None
        self._seen: tuple[datetime, datetime, list[Occurrence]] | None = None
        self._left_out: dict[SlotId, LeftOut] = {}
        self._told: set[SlotId] = set()
        self._unread: dict[Unread, bool] = {}
        self.programmes: Mapping[ProgrammeId, Programme] = {}
        self.rules = RuleBook()

    def refresh(self) -> bool:
        """Read what changed; True when anything did."""
        revision = self._source.revision()
        if revision == self._revision:
            return False
        slots = {slot.id: slot for slot in self._source.slots()}
        self._expanded = {
            key: found for key, found in self._expanded.items() if _is_same(key, slots, self._slots)
        }
        known = self._clock.now() if self._revision is not None else self._first_known
        self._known = {
            key: self._known[key] if _is_same(key, slots, self._slots) else known for key in slots
        }
        unread = {one.slot: one for one in self._source.left_out()}
        still = {key for key in self._left_out if _is_same(key, slots, self._slots)}
        self._left_out = {**{key: self._left_out[key] for key in still}, **unread}
        self._told &= self._left_out.keys()
        self._slots = slots
        self._seen = None
        self.programmes = self._source.programmes()
        self.rules = self._source.rule_book()
        self._unread = {one: self._unread.get(one, False) for one in self._source.unread()}
        self._revision = revision
        return True

    @property
    def by_id(self) -> Mapping[SlotId, Slot]:
        """Every slot."""
        return self._slots

    def known_since(self, slot: SlotId) -> datetime:
        """Since when the calendar has this slot as it is: nothing was missed before that."""
        return self._known.get(slot, self._first_known)

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """The stretch that is planned: from yesterday's midnight to the end of tomorrow."""
        midnight = datetime.combine(now.astimezone(self._tz).date(), datetime.min.time())
        first = (midnight - timedelta(days=1)).replace(tzinfo=self._tz)
        last = (midnight + timedelta(days=2)).replace(tzinfo=self._tz)
        return first.astimezone(UTC), last.astimezone(UTC)

    def around(self, now: datetime) -> list[Occurrence]:
        """Every occurrence in the window of `now`; only new or changed slots are expanded."""
        window = self.window(now)
        if window != self._window:
            self._expanded.clear()
            self._window = window
        for key, slot in self._slots.items():
            if key not in self._expanded:
                self._expanded[key] = self._of(slot, *window)
        return [occurrence for found in self._expanded.values() for occurrence in found]

    def between(self, first: datetime, last: datetime) -> list[Occurrence]:
        """Every occurrence that starts in [first, last), for a preview of any stretch.

        The newest answer is kept: a preview asks twice, without a draft and with it.
        """
        if self._seen is None or self._seen[:2] != (first, last):
            found = [o for slot in self._slots.values() for o in self._of(slot, first, last)]
            self._seen = (first, last, found)
        return self._seen[2]

    def sift(self, now: datetime, trial: Callable[[Iterable[Occurrence]], object]) -> bool:
        """Leave out every slot whose occurrences fail a trial by themselves.

        Args:
            now: Those in the window of this moment are tried.
            trial: Raises when something cannot be planned.

        Returns:
            True when there was such a slot.
        """
        self.around(now)
        before = len(self._left_out)
        for key, found in self._expanded.items():
            try:
                trial(found)
            except Exception as error:  # noqa: BLE001  # whatever it is, the others are heard
                self._leave_out(self._slots[key], error)
        return len(self._left_out) > before

    def newly_left_out(self) -> tuple[LeftOut, ...]:
        """What is left out and was not told before."""
        found = tuple(one for key, one in self._left_out.items() if key not in self._told)
        self._told |= {one.slot for one in found}
        return found

    def newly_unread(self) -> tuple[Unread, ...]:
        """What besides slots cannot be read and was not told before."""
        found = tuple(one for one, is_told in self._unread.items() if not is_told)
        self._unread = dict.fromkeys(self._unread, True)
        return found

    def _of(self, slot: Slot, first: datetime, last: datetime) -> tuple[Occurrence, ...]:
        if slot.id in self._left_out:
            return ()
        try:
            return of_slot(self._slots, slot, first, last, self._tz)
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are heard
            self._leave_out(slot, error)
            return ()

    def _leave_out(self, slot: Slot, error: Exception) -> None:
        self._left_out[slot.id] = LeftOut.because(slot.id, slot.title, error)
        self._expanded[slot.id] = ()
        self._seen = None


def _is_same(key: SlotId, now: Mapping[SlotId, Slot], before: Mapping[SlotId, Slot]) -> bool:
    """A slot comes when it came before: neither it nor what it goes with has changed."""
    slot, former = now.get(key), before.get(key)
    if slot is None or (slot is not former and slot != former):
        return False
    anchor = slot.recurrence.anchor
    return anchor is None or now.get(anchor.slot) == before.get(anchor.slot)
