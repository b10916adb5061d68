"""Facts in words: local times, numbers as they are written here, reasons as sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hub.domain.bulletin import Kind
from hub.domain.facts import AsRun, Outcome
from hub.domain.ids import ProgrammeId, ZoneId
from hub.domain.order import Order, Verb
from hub.domain.review import Review
from hub.domain.timeline import Reason
from hub.logbook.times import Times
from hub.words import catalogue, say

HASH_SHOWN: Final = 10
"""Digits of a hash that are printed: enough to tell files apart."""

_INSTANT: Final = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$")
_ZONE_VALUES: Final = frozenset({"zone", "other_zone"})


def voice_name(voice: str, language: str) -> str:
    """Who read a text: voices that are always there by what they are called."""
    key = f"voice.espeak.{voice}"
    return say(key, language) if key in catalogue(language) else voice


class Wording:
    """Says what stands in a row.

    Args:
        language: "vi" or "en".
        tz: Local time.
        zone_names: What people call the zones.
        speak: Says sentences otherwise than papers do, or None.
    """

    def __init__(
        self,
        language: str,
        tz: ZoneInfo,
        zone_names: Mapping[ZoneId, str],
        speak: Callable[..., str] | None = None,
    ) -> None:
        self.language = language
        self._tz = tz
        self._zone_names = zone_names
        self._speak = speak

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue."""
        if self._speak is not None:
            return self._speak(key, **values)
        return say(key, self.language, **values)

    def day(self, day: date) -> str:
        """``30/11/2026``."""
        return day.strftime("%d/%m/%Y")

    def weekday(self, instant: datetime) -> str:
        """``T4 02/12``."""
        local = instant.astimezone(self._tz)
        return f"{self.say(f'logbook.day.{local.isoweekday()}')} {local:%d/%m}"

    def instant(self, instant: datetime) -> str:
        """``T4 02/12 05:00:00``."""
        return f"{self.weekday(instant)} {instant.astimezone(self._tz):%H:%M:%S}"

    def moment(self, instant: datetime) -> str:
        """``05:00:00 02/12/2026``."""
        return f"{instant.astimezone(self._tz):%H:%M:%S %d/%m/%Y}"

    def stretch(self, first: datetime, last: datetime | None, *, seconds: bool) -> str:
        """``05:00 – 05:10``; the day stands before an end on another day."""
        form = "%H:%M:%S" if seconds else "%H:%M"
        begin = first.astimezone(self._tz)
        end = last.astimezone(self._tz) if last is not None else None
        if end is None:
            return f"{begin:{form}} – ?"
        day = f"{end:%d/%m} " if end.date() != begin.date() else ""
        return f"{begin:{form}} – {day}{end:{form}}"

    def heard(self, cue: AsRun) -> str:
        """When it was really heard, with the day if it was not the planned one."""
        if cue.started is None:
            return "—"
        planned, started = (at.astimezone(self._tz) for at in (cue.planned_start, cue.started))
        day = f"{started:%d/%m} " if planned.date() != started.date() else ""
        return day + self.stretch(cue.started, cue.ended, seconds=True)

    def length(self, cue: AsRun) -> str:
        """How long it was really heard: ``3 phút 4 giây``; "" when it was not."""
        if cue.started is None or cue.ended is None:
            return ""
        minutes, seconds = divmod(round((cue.ended - cue.started).total_seconds()), 60)
        key = "minutes" if seconds else "whole_minutes"
        return self.say(f"sounds.{key if minutes else 'seconds'}", minutes=minutes, seconds=seconds)

    def times(self, times: Times | None) -> str:
        """How often it was read: ``đọc 3 lần``, ``đọc 1 trong 3 lần``; "" for once."""
        if times is None or times.planned < 2:
            return ""
        key = "logbook.times" if times.is_whole else "logbook.times_cut"
        return self.say(key, heard=times.heard, planned=times.planned)

    def number(self, value: float, digits: int = 1) -> str:
        """A number with the decimal sign of the language."""
        text = f"{value:.{digits}f}".replace("-", "−")
        return text.replace(".", ",") if self.language == "vi" else text

    def volume(self, cue: AsRun) -> str:
        """Gain a cue was sent with: ``−3 dB``, or by zone where zones differ."""
        by_zone: dict[ZoneId, list[float]] = {}
        for zone, gain_db in cue.sent_db:
            by_zone.setdefault(zone, []).append(gain_db)
        told = {zone: self._turned(gains) for zone, gains in by_zone.items()}
        if len(set(told.values())) > 1:
            return "; ".join(f"{self.zones([zone])}: {said}" for zone, said in told.items())
        return next(iter(told.values()), self._turned([cue.volume_db]))

    def zones(self, zones: Iterable[ZoneId]) -> str:
        """Names of zones; every zone when there are none."""
        named = [self._zone_names.get(zone, zone) for zone in zones]
        return ", ".join(named) if named else self.say("logbook.every_zone")

    def reason(self, reason: Reason) -> str:
        """A reason as a sentence, with local times and the zones' names."""
        values = {name: self._value(name, value) for name, value in reason.values}
        return self.say(reason.key, **values)

    def outcome(self, cue: AsRun) -> str:
        """What became of a cue, and why."""
        plain = cue.outcome is Outcome.PLAYED and cue.because is None
        said = self.say("logbook.outcome.whole" if plain else f"logbook.outcome.{cue.outcome}")
        return said if cue.because is None else f"{said}: {self.reason(cue.because)}"

    def notes(self, cue: AsRun) -> tuple[str, ...]:
        """What was measured, and what was odd."""
        found: list[str] = []
        if cue.level_dbfs is not None and cue.frames_played:
            peak = cue.peak_dbfs if cue.peak_dbfs is not None else cue.level_dbfs
            found.append(
                self.say("logbook.level", level=self.number(cue.level_dbfs), peak=self.number(peak))
            )
        for zone, amperes in cue.current_a:
            amount = self.number(amperes, 2)
            found.append(self.say("logbook.current", zone=self.zones([zone]), amperes=amount))
        found += self._odd(cue)
        for _, digest in cue.files:
            found.append(self.say("logbook.hash", digest=digest[:HASH_SHOWN]))
        return tuple(found)

    def review(self, cue: AsRun, review: Review | None) -> str:
        """Who looked at an emergency afterwards; "" for anything else."""
        if cue.kind is not Kind.EMERGENCY:
            return ""
        if review is None:
            return self.say("logbook.unreviewed")
        signed = f"{review.reviewer}, {self.moment(review.at)}"
        return f"{signed}: {review.remark}" if review.remark else signed

    def order(self, order: Order, titles: Mapping[ProgrammeId, str]) -> str:
        """What an order told the hub to do.

        Args:
            order: The order.
            titles: What programmes are called; one that is gone is told by its id.
        """
        said = self.say(f"logbook.verb.{order.verb}")
        if order.until is not None:
            until = self.say("logbook.verb.until", time=f"{order.until.astimezone(self._tz):%H:%M}")
            return f"{self.say('logbook.verb.meeting')} “{order.title}”, {until}"
        if order.verb is not Verb.PLAY:
            return f"{said} “{order.title}”" if order.title else said
        named = order.programme and titles.get(order.programme, order.programme)
        parts = [f"{said} “{named}” ({self.say(f'logbook.kind.{order.kind}')})"]
        if order.repeats > 1:
            parts.append(self.say("logbook.verb.times", count=order.repeats))
        if order.resume:
            parts.append(self.say("logbook.verb.lifting"))
        return ", ".join(parts)

    def _odd(self, cue: AsRun) -> list[str]:
        found: list[str] = []
        if cue.frames_planned and 0 < cue.frames_played < cue.frames_planned:
            share = self.number(100 * cue.frames_played / cue.frames_planned, 0)
            found.append(self.say("logbook.part", share=share))
        if cue.started is not None and cue.estimated:
            found.append(self.say("logbook.estimated"))
        if cue.dead_air_s > 0:
            found.append(self.say("logbook.dead_air", seconds=self.number(cue.dead_air_s)))
        if cue.xruns:
            found.append(self.say("logbook.xruns", count=cue.xruns))
        if cue.interruptions:
            found.append(self.say("logbook.interruptions", count=cue.interruptions))
        return found

    def _turned(self, gains_db: list[float]) -> str:
        """``−12 dB``; ``−12 dB, then −6 dB``."""
        said = [f"{self.number(gain, 1 if gain % 1 else 0)} dB" for gain in gains_db]
        return f", {self.say('logbook.then')} ".join(said)

    def _value(self, name: str, value: str) -> str:
        if name in _ZONE_VALUES:
            return self._zone_names.get(ZoneId(value), value)
        if _INSTANT.match(value):
            return self.moment(datetime.fromisoformat(value))
        return value
