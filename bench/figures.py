"""Statistics of small samples: percentiles, spread, straight lines (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of one set of measured values, in the unit of the values.

    Attributes:
        count: How many values; a p99 of fewer than 100 is all but the maximum.
        median: The middle.
        p1: 1st percentile.
        p99: 99th percentile.
        low: The smallest.
        high: The largest.
    """

    count: int
    median: float
    p1: float
    p99: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        """p99 - p1."""
        return self.p99 - self.p1

    def as_json(self) -> dict[str, float]:
        """Every figure, and the spread, by name."""
        return {**asdict(self), "spread": self.spread}


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile between the two nearest ranks, as numpy's default does.

    Raises:
        ValueError: There are no values, or `percent` is not within 0 to 100.
    """
    if not values or not 0 <= percent <= 100:
        raise ValueError(f"no {percent}th percentile of {len(values)} values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 50)


def summary(values: Sequence[float]) -> Summary | None:
    """What can be said of `values`; None when there are none."""
    if not values:
        return None
    return Summary(
        count=len(values),
        median=median(values),
        p1=percentile(values, 1),
        p99=percentile(values, 99),
        low=min(values),
        high=max(values),
    )


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Slope of the straight line nearest to the points (least squares).

    Raises:
        ValueError: Fewer than two different x.
    """
    mean_x = sum(x for x, _ in points) / max(1, len(points))
    mean_y = sum(y for _, y in points) / max(1, len(points))
    across = sum((x - mean_x) ** 2 for x, _ in points)
    if not across:
        raise ValueError("a line needs two different x")
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / across
