"""A full disk and a stepped clock: the screen with its own service is live and right again.

Short times; ``python -m bench screen`` harms it in every way with the full ones.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from bench.faults import YEAR_S, end_browser, well
from bench.machine_faults import LIBRARIES, FakeWallClock, full
from bench.watched_wall import WatchedWall, seconds_until, watched_wall
from scripts.shown_hub import CHROMIUM
from tests.disks import mounted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.service,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which(CHROMIUM), reason="needs chromium"),
    pytest.mark.skipif(not LIBRARIES, reason="needs faketime"),
]

WATCH = "[kiosk.watch]\nbeat_s = 0.5\nreload_s = 10.0\nkill_s = 30.0\nwithin_s = 60\n"
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


def is_soon_live(wall: WatchedWall) -> float:
    began_s = time.monotonic()
    return seconds_until(lambda: wall.is_live_since(began_s + 0.2), PATIENCE_S, began_s)


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
