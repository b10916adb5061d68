"""Made-up calendars of any size, the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broadcast.book_store import StoreBook
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import BusId, ProgrammeId, SlotId, ZoneId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import OperatingRules, RuleBook
from hub.domain.slot import Slot
from hub.domain.zone import Zone
from hub.store import calendar
from hub.store.connect import open_hub
from hub.store.migrate import migrate_all
from hub.store.permits import Service

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 30, tzinfo=TZ).astimezone(UTC)
DAY_S = 86_400
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RATE = 48_000
_LENGTHS_S = (20, 40, 60, 120)
_SESSIONS = 1_000_000
"""Rules that forbid nothing: every cue then has to be placed, which is the dearer case."""

OPEN_RULES = RuleBook(
    OperatingRules(time(0), time(0), session_cap_s=_SESSIONS, sessions_a_day=_SESSIONS)
)


def zones(count: int = 4) -> dict[ZoneId, Zone]:
    """So many zones, each on a bus of its own."""
    found = (Zone(ZoneId(f"xom-{n}"), f"Xóm {n}", BusId(f"main:{n}")) for n in range(count))
    return {zone.id: zone for zone in found}


def programmes() -> dict[ProgrammeId, Programme]:
    """One programme of each length."""
    return {p.id: p for p in (_programme(length_s) for length_s in _LENGTHS_S)}


def weekly_slots(count: int, days: int = 7, seed: int = 1) -> list[Slot]:
    """`count` slots, each once in the week, at any second of its first `days` days."""
    dice = random.Random(seed)
    return [_slot(n, dice, days, "FREQ=WEEKLY;BYDAY={day}") for n in range(count)]


def daily_slots(count: int, seed: int = 2) -> list[Slot]:
    """`count` slots that come every day."""
    dice = random.Random(seed)
    return [_slot(n, dice, 1, "FREQ=DAILY") for n in range(count)]


class Shelf:
    """A calendar in memory that can be changed slot by slot (a `BookSource`)."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = {slot.id: slot for slot in slots}
        self._revision = 1

    def put(self, slot: Slot) -> None:
        """Add or change one slot."""
        self._slots[slot.id] = slot
        self._revision += 1

    def revision(self) -> int:
        return self._revision

    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots.values())

    def left_out(self) -> tuple[LeftOut, ...]:
        return ()

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        return programmes()

    def rule_book(self) -> RuleBook:
        return OPEN_RULES

    def unread(self) -> tuple[Unread, ...]:
        return ()


class StoredShelf(StoreBook):
    """The same in a store on disk, as the playout reads it."""

    def __init__(self, folder: Path, slots: Sequence[Slot]) -> None:
        folder.mkdir()
        migrate_all(folder)
        self._writer = open_hub(folder, Service.CLI)
        for programme in programmes().values():
            calendar.put_programme(self._writer, programme)
        calendar.put_rule_book(self._writer, OPEN_RULES)
        calendar.put_slots(self._writer, slots)
        super().__init__(open_hub(folder, Service.BROADCAST))

    def put(self, slot: Slot) -> None:
        """Add or change one slot."""
        calendar.put_slots(self._writer, [slot])


def _slot(number: int, dice: random.Random, days: int, rrule: str) -> Slot:
    day = dice.randrange(days)
    start = MONDAY + timedelta(days=day - 28, seconds=dice.randrange(DAY_S))
    length_s = dice.choice(_LENGTHS_S)
    zone = dice.choice([frozenset[ZoneId](), *({name} for name in zones())])
    return Slot(
        id=SlotId(f"slot-{number}"),
        title=f"Bản tin {number}",
        recurrence=Recurrence(
            start.astimezone(TZ).replace(tzinfo=None),
            rrules=(rrule.format(day=_DAYS[day % 7]),),
        ),
        length_s=length_s,
        kind=Kind.PRIORITY if number % 10 == 0 else Kind.ROUTINE,
        zones=frozenset(zone),
        content=(ProgrammeId(f"p{length_s}"),),
        order=number,
    )


def _programme(length_s: int) -> Programme:
    name = f"p{length_s}"
    return Programme(
        id=ProgrammeId(name),
        title=name,
        kind=Kind.PRIORITY,
        level=Level.COMMUNE,
        source=Source.FILE,
        media=f"{name}.wav",
        frames=length_s * _RATE,
        rate=_RATE,
        sha256="0" * 64,
        author="bench",
        approver="bench",
    )
