"""Hostile calendars: refused soon and in words, or bounded."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadcast.recurrence import occurrences
from hub.calendar_file import limits
from hub.calendar_file.reading import read, read_file
from hub.errors import RefusedError
from hub.words import LANGUAGES, say
from tests.calendar_file.test_reading import HOME, ORDINARY, file_of, keys

pytestmark = pytest.mark.timeout(60)


def refused(path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_file(path, HOME)
    for language in LANGUAGES:
        assert "{" not in say(caught.value.key, language, **caught.value.values)
    return caught.value


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(file_of(ORDINARY))

    assert len(read_file(path, HOME).slots) == 1


def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "big.ics"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)

    begin = time.thread_time()
    error = refused(path)

    assert time.thread_time() - begin < 0.5
    assert error.key == "calendar.too_large"
    assert error.values["size"] == 2048


@pytest.mark.parametrize("name", ["none.ics", "folder", "pipe"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    assert refused(tmp_path / name).key in {"calendar.no_file", "calendar.not_a_file"}


def test_a_name_that_is_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 5000)).key == "calendar.unreadable"


def test_too_many_events_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        read(file_of(*[()] * (limits.MOST_EVENTS + 1)), HOME)

    assert caught.value.key == "calendar.too_many_events"


def test_notes_are_cut_and_the_rest_is_counted() -> None:
    calendar = read(file_of(*[(f"UID:{number}",) for number in range(300)]), HOME)

    *notes, cut, left_out = calendar.notes
    assert len(notes) == limits.MOST_NOTES
    assert cut.values == {"count": 200}
    assert left_out.values == {"names": "“0”, “1”, “2”, “3”, “4” …"}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("UID:" + "x" * 300, "calendar.uid_too_long"),
        ("EXDATE:" + ",".join(["20261201T050000"] * 5001), "calendar.too_many_dates"),
        ("RDATE:" + ",".join(["20261201T050000"] * 5001), "calendar.too_many_dates"),
        ("DTSTART:99990101T000000", "calendar.bad_year"),
        ("DTSTART:00010101T000000", "calendar.bad_year"),
        ("RRULE:FREQ=DAILY;COUNT=9999999999999", "calendar.rule_bad_part"),
        ("RRULE:" + "FREQ=DAILY;" * 1000, "calendar.rule_too_long"),
    ],
)
def test_an_event_that_is_too_much_is_left_out(line: str, key: str) -> None:
    calendar = read(file_of((line, *ORDINARY)), HOME)

    assert calendar.slots == ()
    assert keys(calendar) == [key]


def test_a_series_with_too_many_changes_is_left_out() -> None:
    child = ("UID:news", "RECURRENCE-ID:20261202T050000", "DTSTART:20261202T060000")

    calendar = read(file_of(ORDINARY, *[child] * (limits.MOST_OVERRIDES + 1)), HOME)

    assert keys(calendar) == ["calendar.too_many_overrides"]


def test_a_long_title_is_cut() -> None:
    calendar = read(file_of(("UID:a", "SUMMARY:" + "dài " * 500, "DTSTART:20261201T050000")), HOME)

    assert len(calendar.slots[0].title) == limits.LONGEST_TITLE


def test_an_endless_event_is_cut_to_a_year() -> None:
    calendar = read(file_of((*ORDINARY[:3], "DURATION:P30000D")), HOME)

    assert calendar.slots[0].length_s == limits.LONGEST_S


def test_events_that_are_allowed_one_by_one_but_not_together_are_refused() -> None:
    def many(rule: str, number: int) -> bytes:
        return file_of(*[(f"UID:{n}", *ORDINARY[2:], rule) for n in range(number)])

    with pytest.raises(RefusedError) as caught:
        read(many("RRULE:FREQ=MINUTELY;INTERVAL=15", 600), HOME)
    assert caught.value.key == "calendar.too_many_a_day"
    with pytest.raises(RefusedError) as caught:
        read(many("RRULE:FREQ=DAILY;BYHOUR=5,17;COUNT=50000", 41), HOME)
    assert caught.value.key == "calendar.too_many_counted"


def test_the_worst_that_is_allowed_is_expanded_soon() -> None:
    rules = [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=1,2,3,4;BYMINUTE=1,2,3,4",
        "FREQ=WEEKLY;COUNT=40000;BYDAY=MO",
        "FREQ=MINUTELY;INTERVAL=15",
        "FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2;COUNT=9",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYSETPOS=366",
    ]
    hostile = [(f"UID:{n}", "DTSTART:19000101T050000", f"RRULE:{r}") for n, r in enumerate(rules)]
    changed = [
        (
            f"UID:{ORDINARY[0][4:]}",
            f"RECURRENCE-ID:{at:%Y%m%dT%H%M%S}",
            f"DTSTART:{at:%Y%m%dT%H%M%S}",
        )
        for at in (datetime(2026, 12, 1, 5) + timedelta(days=n) for n in range(4000))
    ]
    calendar = read(file_of(*hostile, (*ORDINARY, "RRULE:FREQ=DAILY"), *changed), HOME)
    first = datetime(2026, 12, 1, tzinfo=UTC)

    begin = time.thread_time()
    found = [o for s in calendar.slots for o in occurrences(s, first, first + timedelta(7), HOME)]

    assert time.thread_time() - begin < 5
    assert len(found) == 7 * 96 + 1 + 7


def test_a_text_full_of_quotes_is_read_soon() -> None:
    lines = ["SUMMARY;X=" + '"a' * 50_000, "SUMMARY" + ";A=B" * 50_000, "X" * 200_000]

    calendar = read(file_of((*lines, *ORDINARY)), HOME)

    assert len(calendar.slots) == 1
