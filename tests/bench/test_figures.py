"""Statistics of small samples."""

import pytest

from bench.figures import median, percentile, slope, summary


def test_a_percentile_lies_between_the_two_nearest_ranks() -> None:
    assert percentile([10.0, 20.0], 50) == 15.0
    assert percentile([3.0, 1.0, 2.0], 0) == 1.0
    assert percentile([3.0, 1.0, 2.0], 100) == 3.0
    assert percentile([0.0, 1.0, 2.0, 3.0, 4.0], 90) == pytest.approx(3.6)


def test_the_median_of_an_even_count_is_the_middle_of_two() -> None:
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentile_outside_the_values_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile([1.0], percent)


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="of 0 values"):
        percentile([], 50)


def test_the_spread_is_p99_minus_p1() -> None:
    found = summary([float(n) for n in range(101)])

    assert found is not None
    assert found.spread == pytest.approx(98.0)
    assert found.as_json()["spread"] == pytest.approx(98.0)
    assert (found.count, found.low, found.high) == (101, 0.0, 100.0)


def test_nothing_heard_has_no_summary() -> None:
    assert summary([]) is None


def test_the_slope_of_a_line_is_found() -> None:
    assert slope([(1.0, 5.0), (2.0, 7.0), (4.0, 11.0)]) == pytest.approx(2.0)


def test_one_point_has_no_slope() -> None:
    with pytest.raises(ValueError, match="two different x"):
        slope([(1.0, 1.0), (1.0, 2.0)])
