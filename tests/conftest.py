"""What holds for every test: a slow machine makes no example wrong, and no sound server late."""

from __future__ import annotations

import pytest
from hypothesis import settings

REAL = frozenset({"service", "browser"})
"""Marks of tests in which real programs have to be in time."""
RERUNS = 2

settings.register_profile("hub", deadline=None)
settings.load_profile("hub")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try those again that a neighbour on the same computer can hold up; the report says so."""
    for item in items:
        if any(mark.name in REAL for mark in item.iter_markers()):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))
