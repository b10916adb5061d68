"""What the timeline would be: the method Preview of the control socket, some days at a time.

It is answered between two turns of the playout's loop, so one call plans only the days that are
asked for and the one before; who wants to see a far occurrence asks for its day alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from broadcast.book import Book
from broadcast.draft_preview import Rewrite, Wanted, approved, coming, rewritten, slot_of
from broadcast.parameters import Document, choice, number, text, texts
from broadcast.plan_json import cue_json, iso
from broadcast.planner import plan
from broadcast.situation import Situation
from hub.clock import Clock
from hub.domain.bulletin import Kind
from hub.domain.ids import ProgrammeId, SlotId, ZoneId
from hub.domain.rules import RuleBook
from hub.domain.slot import Slot
from hub.errors import HubError, RefusedError
from hub.store.calendar_json import load_rules_document, load_slot_document
from hub.words import LANGUAGES, say

LONGEST_DAYS: Final = 31
FARTHEST: Final = timedelta(days=20 * 366)
"""How far ahead somebody may look: a lunar day of leap months comes once in so many years."""
DAY: Final = timedelta(days=1)
MOST_SLOTS: Final = 8
"""Slots that one draft puts in; splitting a series makes two."""


@dataclass(frozen=True, slots=True)
class Previewer:
    """What previews are made of.

    Attributes:
        book: The calendar.
        situation: What a plan made at a moment depends on.
        tz: The hub's own zone.
        clock: The clock.
    """

    book: Book
    situation: Callable[[datetime], Situation]
    tz: ZoneInfo
    clock: Clock

    def answer(self, parameters: Document) -> Document:
        """Plan a stretch with the playout's own planner.

        Raises:
            RefusedError: The stretch is too long or too far, or the draft has a mistake.
        """
        try:
            return self._answer(parameters)
        except HubError:
            raise
        except Exception as error:  # whatever a draft holds, the playout goes on (docs/adr/0047)
            told = f"{type(error).__name__}: {error}"[:80]
            raise RefusedError("control.bad_value", name="draft", value=told) from error

    def _answer(self, parameters: Document) -> Document:
        days = number(parameters, "days", 1)
        if not 1 <= days <= LONGEST_DAYS:
            raise RefusedError("control.bad_value", name="days", value=days)
        now = self.clock.now()
        shown = self._from(parameters, now)
        first, last = self._midnight(shown) - DAY, shown + timedelta(days=days)
        found, situation = self.book.between(first, last), self.situation(now)
        if isinstance(parameters.get("rules"), dict):
            situation = replace(situation, rules=_rules(parameters["rules"]))
        rewrite = self._rewrite(parameters.get("draft"))
        dates: list[Document] = []
        if rewrite is not None:
            found = rewritten(found, self.book.by_id, rewrite, (first, last), self.tz)
            situation = approved(situation, rewrite)
            after = coming(self.book.by_id, rewrite, now, self.tz)
            dates = [{"id": o.id, "slot": o.slot.id, "at": iso(o.start, self.tz)} for o in after]
        cues = [cue for cue in plan(found, situation).cues if cue.end > shown]
        speak = _speaker(parameters)
        return {"cues": [cue_json(cue, self.tz, speak) for cue in cues], "coming": dates}

    def _from(self, parameters: Document, now: datetime) -> datetime:
        if parameters.get("from") is None:
            return now
        shown = _instant(parameters, "from")
        if abs(shown - now) > FARTHEST:
            raise RefusedError("control.bad_value", name="from", value=shown.isoformat())
        return max(now, shown)

    def _midnight(self, moment: datetime) -> datetime:
        day = moment.astimezone(self.tz).date()
        return datetime.combine(day, time.min, self.tz).astimezone(UTC)

    def _rewrite(self, draft: Any) -> Rewrite | None:
        if not isinstance(draft, dict):
            return None
        if "slots" in draft or "gone" in draft:
            gone = frozenset(SlotId(key) for key in texts(draft, "gone")[:MOST_SLOTS])
            return Rewrite(_slots(draft), gone)
        wanted = Wanted(
            programme=ProgrammeId(text(draft, "programme")),
            kind=choice(draft, "kind", Kind),
            zones=frozenset(ZoneId(zone) for zone in texts(draft, "zones")),
            at=_instant(draft, "at"),
        )
        return Rewrite((slot_of(wanted, self.book.programmes, self.tz),))


def _rules(told: Document) -> RuleBook:
    """A rule book as the store writes it."""
    try:
        return load_rules_document(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusedError("control.bad_value", name="rules", value=str(error)[:40]) from error


def _slots(draft: Document) -> tuple[Slot, ...]:
    """Slots as the store writes them."""
    told = draft.get("slots") or []
    if not isinstance(told, list) or len(told) > MOST_SLOTS:
        raise RefusedError("control.bad_value", name="slots", value=str(told)[:40])
    try:
        return tuple(map(load_slot_document, told))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RefusedError("control.bad_value", name="slots", value=str(error)[:40]) from error


def _instant(parameters: Document, name: str) -> datetime:
    told = text(parameters, name)
    try:
        instant = datetime.fromisoformat(told)
    except ValueError as error:
        raise RefusedError("control.bad_value", name=name, value=told[:40]) from error
    if instant.tzinfo is None:
        raise RefusedError("control.bad_value", name=name, value=told[:40])
    return instant.astimezone(UTC)


def _speaker(parameters: Document) -> Callable[..., str]:
    language = parameters.get("language")
    spoken = language if language in LANGUAGES else LANGUAGES[0]

    def speak(key: str, /, **values: object) -> str:
        return say(key, spoken, **values)

    return speak
