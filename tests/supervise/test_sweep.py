"""Which media files and backups are due: decided from lists and dates alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.supervise.sweep import is_backup_due, unused

NOW = datetime(2026, 12, 1, 19, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_file_that_a_programme_names_is_kept_for_ever() -> None:
    assert unused({"a.wav"}, {"a.wav"}, {"a.wav": NOW - 99 * DAY}, NOW) == ([], {})


def test_a_file_that_nobody_names_is_first_only_noted() -> None:
    assert unused({"a.wav"}, set(), {}, NOW) == ([], {"a.wav": NOW})


@pytest.mark.parametrize(("days", "due"), [(29, []), (30, ["a.wav"]), (31, ["a.wav"])])
def test_a_file_goes_when_nobody_has_named_it_for_thirty_days(days: int, due: list[str]) -> None:
    assert unused({"a.wav"}, set(), {"a.wav": NOW - days * DAY}, NOW)[0] == due


def test_a_file_that_is_named_again_begins_anew() -> None:
    _, since = unused({"a.wav"}, {"a.wav"}, {"a.wav": NOW - 29 * DAY}, NOW)

    assert unused({"a.wav"}, set(), since, NOW + DAY) == ([], {"a.wav": NOW + DAY})


def test_a_note_from_a_clock_that_ran_ahead_begins_now() -> None:
    assert unused({"a.wav"}, set(), {"a.wav": NOW + 999 * DAY}, NOW) == ([], {"a.wav": NOW})


def test_a_file_that_is_gone_is_forgotten() -> None:
    assert unused(set(), set(), {"a.wav": NOW}, NOW) == ([], {})


names = st.sets(st.sampled_from(["a", "b", "c", "d"]))


@pytest.mark.property
@given(names, names, st.dictionaries(st.sampled_from("abcd"), st.integers(-40, 40)))
def test_nothing_that_is_used_is_ever_removed(
    files: set[str], used: set[str], days: dict[str, int]
) -> None:
    before = {name: NOW + count * DAY for name, count in days.items()}

    due, since = unused(files, used, before, NOW)

    assert not set(due) & used
    assert set(due) | since.keys() == files - used


@pytest.mark.parametrize(
    ("age_h", "local_hour", "due"),
    [
        (None, 12, True),
        (1, 2, False),
        (19, 2, False),
        (20, 2, True),
        (24, 12, False),
        (24, 0, False),
        (24, 1, True),
        (24, 3, True),
        (24, 4, False),
        (36, 12, True),
        (-1, 12, False),
        (-999, 12, True),
    ],
)
def test_a_backup_is_made_at_night_and_by_day_when_the_nights_had_no_power(
    age_h: int | None, local_hour: int, due: bool
) -> None:
    newest = None if age_h is None else NOW - timedelta(hours=age_h)

    assert is_backup_due(newest, NOW, local_hour) == due
