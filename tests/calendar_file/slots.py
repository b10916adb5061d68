"""Random slots for the round trip through a calendar file and through the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from hub.domain.bulletin import Kind, Level
from hub.domain.ids import PeriodId, ProgrammeId, SlotId, ZoneId
from hub.domain.lunar import LunarRule
from hub.domain.programme import Source
from hub.domain.recurrence import Override, Recurrence
from hub.domain.slot import AfterPreemption, Slot
from tests.dates.rules import local_starts, rules

FILE_ZONE = """BEGIN:VTIMEZONE
TZID:(UTC+06:45) a hill; far, away
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0645
TZOFFSETTO:+0645
END:STANDARD
END:VTIMEZONE"""

names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
letters = st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"))
words = st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)
zones = st.sampled_from(["", "UTC", "Asia/Ho_Chi_Minh", "America/New_York", FILE_ZONE])
seconds = st.integers(0, 86_400).map(float)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(Kind),
    "level": st.sampled_from(Level),
    "zones": st.frozensets(names.map(ZoneId), max_size=3),
    "content": st.lists(names.map(ProgrammeId), max_size=3).map(tuple),
    "source": st.sampled_from(Source),
    "chime": st.none() | names.map(ProgrammeId),
    "closing": st.none() | names.map(ProgrammeId),
    "latest_start_s": st.integers(0, 86_400),
    "order": st.integers(-1000, 1000),
    "after_preemption": st.sampled_from(AfterPreemption),
    "period": st.none() | names.map(PeriodId),
    "volume_db": st.floats(-60, 0),
    "author": st.just("") | words,
    "approver": st.just("") | words,
}
"""The fields of a slot that may change in one occurrence."""


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """A slot with everything that a slot can have."""
    title = draw(words)
    fields = {name: draw(values) for name, values in FIELDS.items()}
    return Slot(
        id=SlotId(draw(words)),
        title=title,
        recurrence=draw(recurrences(title, fields)),
        length_s=draw(seconds),
        **fields,
    )


@st.composite
def recurrences(draw: st.DrawFn, title: str, fields: dict[str, Any]) -> Recurrence:
    """A recurrence of a slot with this title and these fields."""
    all_day = draw(st.integers(0, 5)) == 0
    start = draw(local_starts())
    start = start.replace(hour=0, minute=0) if all_day else start
    near = st.integers(0, 400).map(lambda days: start + timedelta(days=days))
    lengths = st.none() if all_day else st.none() | seconds.map(lambda s: timedelta(seconds=s))
    lunar = draw(st.none() | lunar_rules()) if not all_day else None
    originals = draw(st.lists(near, max_size=3, unique=True))
    return Recurrence(
        start=start,
        tz="" if all_day else draw(zones),
        rrules=() if lunar else tuple(draw(st.lists(rules(), max_size=2))),
        exrules=tuple(draw(st.lists(rules(), max_size=1))),
        rdates=() if lunar else tuple(draw(st.lists(st.tuples(near, lengths), max_size=4))),
        exdates=() if all_day else tuple(draw(st.lists(near, max_size=3))),
        exdays=tuple(at.replace(hour=0, minute=0) for at in draw(st.lists(near, max_size=2))),
        overrides=tuple(draw(overrides(at, title, fields)) for at in originals),
        lunar=lunar,
        all_day=all_day,
        cancelled=draw(st.booleans()),
    )


@st.composite
def lunar_rules(draw: st.DrawFn) -> LunarRule:
    """A lunar rule."""
    day = draw(st.integers(1, 30) | st.just(-1))
    month = draw(st.none() | st.integers(1, 12))
    return LunarRule(day, month, draw(st.sampled_from(["YES", "NO", "ONLY"])))


@st.composite
def overrides(draw: st.DrawFn, original: datetime, title: str, fields: dict[str, Any]) -> Override:
    """An override that changes some fields to other values than the slot has."""
    all_day = draw(st.integers(0, 5)) == 0
    start = original + timedelta(minutes=draw(st.integers(-400_000, 400_000)))
    changes = {n: draw(v) for n, v in FIELDS.items() if draw(st.integers(0, 6)) == 0}
    new_title = draw(st.none() | words)
    return Override(
        recurrence_id=original,
        start=start.replace(hour=0, minute=0) if all_day else start,
        tz="" if all_day else draw(zones),
        length_s=draw(seconds),
        title=None if new_title == title else new_title,
        cancelled=draw(st.booleans()),
        and_future=draw(st.booleans()),
        all_day=all_day,
        changes=tuple(sorted((n, v) for n, v in changes.items() if v != fields[n])),
    )
