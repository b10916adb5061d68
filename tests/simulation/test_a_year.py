"""A year of the example village on a clock by hand: the as-run log equals the plan."""

from __future__ import annotations

import pytest

from broadcast.journal import NOT_LOGGED
from hub.domain.facts import Outcome
from tests.simulation.year import simulate


@pytest.mark.timeout(240)
def test_a_year_of_the_village_is_heard_as_it_was_planned() -> None:
    year = simulate("2026-12-01", 365)

    played = {key for key, cue in year.planned.items() if cue.start is not None}
    logged = {
        key
        for key, cue in year.planned.items()
        if cue.because is None or cue.because.key not in NOT_LOGGED
    }
    assert len(played) > 1700
    assert year.incidents == 0
    assert set(year.heard) == logged
    for key in played:
        cue, row = year.planned[key], year.heard[key]
        assert row.outcome is not Outcome.FAILED
        assert row.started == cue.start, key
        assert row.ended is not None
        assert abs((row.ended - cue.end).total_seconds()) < 0.01, key
