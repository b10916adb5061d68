"""What holds for every test: a slow machine makes no example wrong, and CI leaves nothing out."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from hub.store.migrate import migrate_all
from tests.standstill import say_on_stderr, watched

REAL: Final = frozenset({"service", "browser"})
"""Marks of tests in which real programs have to be in time."""
RERUNS: Final = int(os.environ.get("HUB_RERUNS", "2"))
PASSED: Final = os.environ.get("HUB_PASSED", "")
"""A file that keeps what has passed."""
GOES_ON: Final = "HUB_GOES_ON" in os.environ
"""Leave out what has passed: the run before ended half-way.  Never in the first run: a worker
that takes the place of another has to find the same tests.
"""
HONEST: Final = (
    "root may read everything",
    "only root can",
    "only root may",
    "this kernel has no",
    "does not let",
    "too busy to measure",
)
"""What CI may skip: what another user or kernel must try, and what a busy computer cannot tell."""

LONG: Final = os.environ.get("PROPERTY_EXAMPLES")
"""Without it a property is tried on the same examples in every run, so that what fails is the
fault of what was changed; PROPERTY_EXAMPLES=2000 looks long, and at others each time.
"""
settings.register_profile("hub", deadline=None, derandomize=LONG is None)
settings.register_profile("long", max_examples=int(LONG or 1), deadline=None)
settings.load_profile("hub" if LONG is None else "long")


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty store, to be copied."""
    folder = tmp_path_factory.mktemp("new")
    migrate_all(folder)
    return folder


def pytest_configure() -> None:
    """Nothing is caught yet."""
    say_on_stderr()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try those again that a neighbour on the same computer can hold up; the report says so.

    Browsers come last: what drives them leaves a running asyncio loop in its thread.
    """
    if GOES_ON and Path(PASSED).exists():
        done = set(Path(PASSED).read_text("utf-8").splitlines())
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in done])
        items[:] = [item for item in items if item.nodeid not in done]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        if any(mark.name in REAL for mark in item.iter_markers()):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """No test holds the others up for ever."""
    mark = item.get_closest_marker("timeout")
    limit_s = float(mark.args[0]) if mark else float(item.config.getini("timeout"))
    with watched(item.nodeid, limit_s):
        return (yield)


FINE: Final[set[str]] = set()
"""Tests that hold; if tidying up holds as well, they have passed."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what has passed, at once: the run may be ended at the next test."""
    is_fine = report.passed if report.when == "call" else report.skipped
    if is_fine:
        FINE.add(report.nodeid)
    if PASSED and report.when == "teardown" and report.passed and report.nodeid in FINE:
        with Path(PASSED).open("a", encoding="utf-8") as told:
            told.write(f"{report.nodeid}\n")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a program that is missing is a failure: the set-up forgot it."""
    report = yield
    if report.skipped and os.environ.get("CI") and isinstance(report.longrepr, tuple):
        why = str(report.longrepr[2])
        if not any(reason in why for reason in HONEST):
            report.outcome = "failed"
            report.longrepr = f"CI skips nothing for want of a program. {why}"
    return report
