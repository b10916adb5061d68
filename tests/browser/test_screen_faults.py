"""Whatever is done to the screen's browser, server, disk or clock: it is live and truthful again.

Truthful: it shows the playout's time of day, and as on air what is on air; what is on air changes
while it cannot know.  Each way alone and some two at once, with a watchdog that waits less long;
``python -m bench screen`` does the same with the full times and measures how long it takes.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from bench.faults import (
    NETWORK,
    YEAR_S,
    block,
    change_the_air,
    empty,
    end_browser,
    send,
    well,
)
from bench.machine_faults import LIBRARIES, FakeWallClock, full
from bench.watched_wall import WatchedWall, seconds_until, watched_wall
from scripts.shown_hub import CHROMIUM
from tests.disks import mounted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.service,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason="needs chromium"),
    pytest.mark.skipif(not LIBRARIES, reason="needs faketime"),
]

WATCH = "[kiosk.watch]\nbeat_s = 0.5\nreload_s = 10.0\nkill_s = 30.0\nwithin_s = 60\n"
AWAY_S = 60.0
FAULTS: dict[str, Callable[[WatchedWall], None]] = {
    "renderers stopped": lambda wall: send(wall.renderers(), signal.SIGSTOP),
    "renderers killed": lambda wall: send(wall.renderers(), signal.SIGKILL),
    "main thread blocked": block,
    "page emptied": empty,
    "browser killed": end_browser,
    "its network stopped": lambda wall: send(wall.helpers(NETWORK), signal.SIGSTOP),
    "server killed": lambda wall: send(wall.processes("\0web\0"), signal.SIGKILL),
}
DISK = "512m"
PATIENCE_S = 90.0
"""Far more than it takes: other tests may hold the machine up."""


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> FakeWallClock:
    return FakeWallClock(tmp_path_factory.mktemp("clock"), is_slow=True)


@pytest.fixture(scope="module")
def wall(
    driver: Playwright, clock: FakeWallClock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WatchedWall]:
    folder: Path = tmp_path_factory.mktemp("wall")
    with watched_wall(driver, folder, WATCH, clock.environment) as found:
        yield found


@pytest.fixture
def small_wall(
    driver: Playwright, clock: FakeWallClock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WatchedWall]:
    """On a disk that can be filled."""
    folder: Path = tmp_path_factory.mktemp("small")
    with mounted(folder, DISK), watched_wall(driver, folder, WATCH, clock.environment) as found:
        yield found


def says_away(wall: WatchedWall) -> bool:
    seen = wall.view()
    return seen is not None and seen.is_away


def is_soon_live(wall: WatchedWall) -> float:
    began_s = time.monotonic()
    return seconds_until(lambda: wall.is_live_since(began_s + 0.2), PATIENCE_S, began_s)


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_the_screen_shows_what_has_become_so_meanwhile(
    wall: WatchedWall, fault: str
) -> None:
    well(wall)
    FAULTS[fault](wall)
    change_the_air(wall)

    assert is_soon_live(wall) < PATIENCE_S


@pytest.mark.parametrize("step_s", [None, YEAR_S, 0])
def test_while_the_server_is_away_the_screen_says_so_and_then_what_has_become_so(
    wall: WatchedWall, clock: FakeWallClock, step_s: float | None
) -> None:
    well(wall)
    before, pages = wall.browser(), wall.processes("\0web\0")
    send(pages, signal.SIGSTOP)
    try:
        began_s = time.monotonic()
        seconds_until(lambda: says_away(wall), AWAY_S, began_s)
        change_the_air(wall)
        if step_s is not None:
            clock.step(step_s)
        time.sleep(max(0.0, began_s + AWAY_S - time.monotonic()))
        assert says_away(wall)
    finally:
        send(pages, signal.SIGCONT)

    assert is_soon_live(wall) < PATIENCE_S
    assert wall.browser() == before


@pytest.mark.parametrize("fault", ["renderers killed", "renderers stopped"])
def test_on_a_full_disk_a_page_that_ends_is_shown_again(
    small_wall: WatchedWall, fault: str
) -> None:
    well(small_wall)
    with full(small_wall.folder):
        FAULTS[fault](small_wall)
        change_the_air(small_wall)

        assert is_soon_live(small_wall) < PATIENCE_S


def test_on_a_full_disk_a_browser_that_ends_is_started_again(small_wall: WatchedWall) -> None:
    wall = small_wall
    well(wall)
    before = wall.browser()
    with full(wall.folder):
        end_browser(wall)

        took_s = is_soon_live(wall)

        assert wall.browser() != before
    assert took_s < PATIENCE_S


@pytest.mark.parametrize("step_s", [YEAR_S, -5 * YEAR_S, 0])
def test_after_a_step_of_the_clock_the_screen_shows_the_hubs_time(
    wall: WatchedWall, clock: FakeWallClock, step_s: float
) -> None:
    well(wall)
    before = wall.browser()
    clock.step(step_s)

    took_s = is_soon_live(wall)

    assert wall.browser() == before
    assert took_s < PATIENCE_S
