"""A site whose playout plans with the real planner, and a calendar to plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from broadcast.book import Book
from broadcast.preview_api import Previewer
from broadcast.situation import Situation
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.left_out import LeftOut, Unread
from hub.domain.programme import Programme, Source
from hub.domain.recurrence import Recurrence
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.store.calendar import programmes, put_programme, put_slots, revision, rule_book, slots
from tests.web.site import Site

RATE = 48_000
NEWS = Slot(
    SlotId("tin@xa"), "Bản tin xã",
    Recurrence(datetime.fromisoformat("2026-11-02T17:00"), rrules=("FREQ=DAILY",)),
    60.0, content=(ProgrammeId("tin"),), author="Nam", approver="Hoa",
)  # fmt: skip
ON = "20261201T100000Z"
"""Today at 17:00, as cues name it; the site's clock says 10:00."""


def programme(key: str, kind: Kind = Kind.ROUTINE, approver: str = "Hoa") -> Programme:
    """A programme of one minute."""
    return Programme(
        ProgrammeId(key), f"Chương trình {key}", kind, Level.COMMUNE, Source.FILE, f"{key}.wav",
        60 * RATE, RATE, "0" * 64, "Lan", approver,
    )  # fmt: skip


def with_calendar(site: Site, *found: Slot) -> Site:
    """Put slots into the calendar, with the programme they play, and plan truly."""
    with site.parts.open_store() as store:
        put_programme(store, programme("tin"))
        put_slots(store, found, "Hoa", site.clock.now())
    site.playout.planner = planner(site)
    return site


def draft(site: Site, kind: Kind = Kind.ROUTINE, key: str = "nhap") -> str:
    """A draft that waits; the address of its page."""
    with site.parts.open_store() as store:
        put_programme(store, programme(key, kind, ""))
    return f"/compose/{key}"


def kept(site: Site) -> dict[SlotId, Slot]:
    """What stands in the calendar."""
    with site.parts.open_store() as store:
        return {slot.id: slot for slot in slots(store)}


class _Source:
    """The calendar of a site, for the playout's own book."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def revision(self) -> int:
        with self._site.parts.open_store() as store:
            return revision(store)

    def slots(self) -> tuple[Slot, ...]:
        with self._site.parts.open_store() as store:
            return slots(store)

    def left_out(self) -> tuple[LeftOut, ...]:
        return ()

    def unread(self) -> tuple[Unread, ...]:
        return ()

    def programmes(self) -> Mapping[ProgrammeId, Programme]:
        with self._site.parts.open_store() as store:
            return programmes(store)

    def rule_book(self) -> RuleBook:
        with self._site.parts.open_store() as store:
            return rule_book(store)


def planner(site: Site) -> Any:
    """The playout's answer to Preview, from the site's own store."""
    config, clock = site.parts.config, site.clock
    book = Book(_Source(site), config.timezone, clock, clock.now())

    def situation(now: datetime) -> Situation:
        return Situation(now, config.timezone, config.zones, book.rules, book.programmes)

    previewer = Previewer(book, situation, config.timezone, clock)

    def answer(parameters: dict[str, Any]) -> dict[str, Any]:
        book.refresh()
        return previewer.answer(parameters)

    return answer
