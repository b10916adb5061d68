"""A calendar in memory that the test changes in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot

RATE = 48_000


class MemoryCalendar:
    """Implements `broadcast.book.BookSource`."""

    def __init__(self) -> None:
        self._revision = 0
        self._slots: dict[SlotId, Slot] = {}
        self._programmes: dict[ProgrammeId, Programme] = {}
        self._rules = RuleBook()

    def revision(self) -> int:
        return self._revision

    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots.values())

    def left_out(self) -> tuple[LeftOut, ...]:
        return ()

    def unread(self) -> tuple[Unread, ...]:
        return ()

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        return dict(self._programmes)

    def rule_book(self) -> RuleBook:
        return self._rules

    def put(self, *slots: Slot) -> None:
        self._revision += 1
        self._slots.update({slot.id: slot for slot in slots})

    def remove(self, slot: str) -> None:
        self._revision += 1
        del self._slots[SlotId(slot)]

    def set_rules(self, rules: RuleBook) -> None:
        self._revision += 1
        self._rules = rules

    def station(self, name: str, *streams: str) -> ProgrammeId:
        """An approved programme that has addresses and no file."""
        found = self.programme(name, 0, source=Source.RELAY)
        whole = replace(self._programmes[found], streams=streams, media="")
        self._programmes[found] = whole
        return found

    def programme(
        self, name: str, seconds: float, *, source: Source = Source.FILE, approver: str = "Hoa"
    ) -> ProgrammeId:
        self._revision += 1
        found = Programme(
            id=ProgrammeId(name),
            title=name.title(),
            kind=Kind.ROUTINE,
            level=Level.COMMUNE,
            source=source,
            media=f"{name}.wav",
            frames=round(seconds * RATE),
            rate=RATE,
            sha256="0" * 64,
            author="Bình",
            approver=approver,
        )
        self._programmes[found.id] = found
        return found.id


def daily(name: str, at: datetime, *content: ProgrammeId, **more: object) -> Slot:
    """A slot every day at the naive local time `at`."""
    recurrence = Recurrence(start=at, rrules=("FREQ=DAILY",))
    values = {"length_s": 600.0, "content": content, **more}
    return Slot(id=SlotId(name), title=name.title(), recurrence=recurrence, **values)  # type: ignore[arg-type]
