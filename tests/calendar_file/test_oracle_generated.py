"""Random calendars: what we plan in a window is what the independent expander plans.

Left out, because we differ on purpose: skipped local times in a VTIMEZONE zone (RFC 5545 says
the offset before the jump, `dateutil` takes the one after it); EXDATE against a series of several
hours in a zone (they also strike the time whose digits in UTC are the same); EXDATE as a date
against a changed occurrence (they keep it, though its day is struck); a plain with a numbered
BYDAY, BYSETPOS in the first week (see the tests of each).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from tests.calendar_file.events import calendars
from tests.calendar_file.oracle import ours, theirs
from tests.strategies import holds_for


@pytest.mark.property
@pytest.mark.timeout(0)
@holds_for(calendars(), st.integers(-20, 320), st.integers(1, 70))
def test_a_random_calendar_is_planned_as_the_other_expander_plans_it(
    calendar: tuple[str, datetime], distance: int, length: int
) -> None:
    text, start = calendar
    first = start.replace(tzinfo=UTC) + timedelta(days=distance)
    last = first + timedelta(days=length)

    assert ours(text.encode(), first, last) == theirs(text.encode(), first, last)
