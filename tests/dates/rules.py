"""Random rules for property tests, as text and as what `dateutil` makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dateutil.rrule import rrule, rrulestr
from hypothesis import strategies as st

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

times = st.tuples(st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))


def local_starts(first_year: int = 2018, last_year: int = 2026) -> st.SearchStrategy[datetime]:
    """DTSTART values; leap days and month ends come often."""
    ordinary = st.datetimes(datetime(first_year, 1, 1), datetime(last_year, 12, 31))
    edges = st.sampled_from(
        [
            datetime(2020, 2, 29),
            datetime(2024, 2, 29),
            datetime(2019, 12, 31),
            datetime(2021, 1, 31),
        ]
    )
    return st.builds(
        lambda day, time: day.replace(hour=time[0], minute=time[1], second=0, microsecond=0),
        st.one_of(ordinary, edges),
        times,
    )


def _list_of(values: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[str]:
    return st.lists(values.map(str), min_size=1, max_size=most, unique=True).map(",".join)


def _signed(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most) | st.integers(-most, -1)


@st.composite
def rules(draw: st.DrawFn, *, counted: bool = True) -> str:
    """A rule that RFC 5545 allows, without UNTIL, of a kind that `dateutil` reads rightly."""
    freq = draw(st.sampled_from([*2 * ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"], "HOURLY"]))
    parts = {"FREQ": freq}
    if draw(st.booleans()):
        parts["INTERVAL"] = str(draw(st.integers(1, 5)))
    if draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(WEEKDAYS))
    _day_parts(draw, freq, parts)
    if draw(st.integers(0, 4)) == 0:
        parts["BYHOUR"] = draw(_list_of(st.integers(0, 23), 3))
        if freq == "HOURLY":
            parts.pop("INTERVAL", None)  # `dateutil` refuses hours that it never reaches
    if draw(st.integers(0, 4)) == 0:
        parts["BYMINUTE"] = draw(_list_of(st.integers(0, 59), 3))
    if freq in {"YEARLY", "MONTHLY"} and len(parts) > 1 and draw(st.integers(0, 3)) == 0:
        parts["BYSETPOS"] = draw(_list_of(_signed(4), 2))
    if counted and draw(st.integers(0, 3)) == 0:
        parts["COUNT"] = str(draw(st.integers(1, 60)))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _day_parts(draw: st.DrawFn, freq: str, parts: dict[str, str]) -> None:
    if draw(st.integers(0, 2)) == 0:
        parts["BYMONTH"] = draw(_list_of(st.integers(1, 12), 4))
    kind = draw(st.sampled_from(["", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"]))
    if kind == "BYDAY":
        days = st.sampled_from(WEEKDAYS)
        if freq in {"YEARLY", "MONTHLY"} and draw(st.booleans()):
            most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
            days = st.builds(lambda n, day: f"{n}{day}", _signed(most), days)
        parts["BYDAY"] = draw(_list_of(days, 4))
    elif kind == "BYMONTHDAY" and freq != "WEEKLY":
        parts["BYMONTHDAY"] = draw(_list_of(_signed(31), 3))
    elif kind == "BYYEARDAY" and freq in {"YEARLY", "HOURLY"}:
        parts["BYYEARDAY"] = draw(_list_of(_signed(366), 3))
    elif kind == "BYWEEKNO" and freq == "YEARLY":
        parts["BYWEEKNO"] = draw(_list_of(_signed(53), 3))
        if draw(st.booleans()):
            parts["BYDAY"] = draw(_list_of(st.sampled_from(WEEKDAYS), 3))


def by_dateutil(text: str, start: datetime, first: datetime, last: datetime) -> list[datetime]:
    """What `dateutil` alone makes of a rule, from DTSTART on, within [first, last)."""
    rule = rrulestr(text, dtstart=start)
    assert isinstance(rule, rrule)
    return [at for at in _until(rule, last) if at >= first]


def _until(rule: rrule, last: datetime) -> Iterator[datetime]:
    for at in rule:
        if at >= last:
            return
        yield at
