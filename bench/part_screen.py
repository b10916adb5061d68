"""Part "screen": harm the touchscreen, and wait for a live one, with the watchdog's full times."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from bench.children import NotReadyError
from bench.context import Context
from bench.faults import (
    HOUR_S,
    NETWORK,
    YEAR_S,
    block,
    change_the_air,
    empty,
    end_browser,
    lose_profile,
    send,
    stop_browser,
    well,
)
from bench.machine_faults import LIBRARIES, FakeWallClock, full, small_disk
from bench.report import Part
from bench.watched_wall import WatchedWall, seconds_until, watched_wall

NAME = "screen"
BAR_S: Final = 45.0
PATIENCE_S: Final = 150.0
AWAY_S: Final = 60.0
DISK_MIB: Final = 512
"""Room for the village, its media and a browser's profile."""
TIMES: Final = 3
"""So often each with ``--long``: once may have been luck."""
STEPS: Final = {  # not into the village's quiet hours, in which nothing would change the air
    "on three hours": 3 * HOUR_S,
    "back ten hours": -10 * HOUR_S,
    "on a year": YEAR_S,
    "back five years": -5 * YEAR_S,
    "to the right time": 0,
}
QUICK: Final = "[kiosk.watch]\nbeat_s = 0.5\nreload_s = 4.0\nkill_s = 8.0\nwithin_s = 30\n"


def measure(context: Context) -> Part:
    """One fault after the other; each time until a screen is live and says what is so."""
    part = Part(NAME)
    if not LIBRARIES:
        raise NotReadyError("apt-get install faketime")
    kiosk = QUICK if context.quick else ""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hubwall-")))
        try:
            stack.enter_context(small_disk(folder, f"{DISK_MIB}m"))
        except OSError as error:
            raise NotReadyError(str(error)) from error
        clock = FakeWallClock(folder, is_slow=True)
        driver = stack.enter_context(sync_playwright())
        wall = stack.enter_context(watched_wall(driver, folder, kiosk, clock.environment))
        for _ in range(TIMES if context.long else 1):
            _harm(part, wall, clock, 12.0 if context.quick else AWAY_S)
        _plain(part, wall)
    return part


def _harm(part: Part, wall: WatchedWall, clock: FakeWallClock, away_s: float) -> None:
    """Every fault once."""
    for name, fault in _faults(wall):
        _say(part, wall, name, fault)
    _server_away(part, wall, away_s)
    with full(wall.folder):
        _say(part, wall, "the disk is full", lambda: None)
        _say(part, wall, "on a full disk the browser is killed", partial(end_browser, wall))
        renderers = partial(_send, wall, "--type=renderer", signal.SIGKILL)
        _say(part, wall, "on a full disk renderers are killed", renderers)
    for name, seconds in STEPS.items():
        _say(part, wall, f"the clock is stepped, {name}", partial(clock.step, seconds))
    _server_away(part, wall, away_s, ("the clock steps", partial(clock.step, YEAR_S)))
    clock.step(0)


def _faults(wall: WatchedWall) -> tuple[tuple[str, Callable[[], None]], ...]:
    return (
        ("renderers are stopped", partial(_send, wall, "--type=renderer", signal.SIGSTOP)),
        ("renderers are killed", partial(_send, wall, "--type=renderer", signal.SIGKILL)),
        ("the main thread is blocked", partial(block, wall)),
        ("the page is empty", partial(empty, wall)),
        ("the browser is killed", partial(end_browser, wall)),
        ("the browser is stopped", partial(stop_browser, wall)),
        ("its process for graphics is killed", partial(_send, wall, "gpu-proc", signal.SIGKILL)),
        ("its process for graphics is stopped", partial(_send, wall, "gpu-proc", signal.SIGSTOP)),
        ("its process for the network is killed", partial(_send, wall, NETWORK, signal.SIGKILL)),
        ("its process for the network is stopped", partial(_send, wall, NETWORK, signal.SIGSTOP)),
        ("its profile is removed", partial(lose_profile, wall)),
        ("the pages are killed", lambda: send(wall.processes("\0web\0"), signal.SIGKILL)),
    )


def _send(wall: WatchedWall, word: str, number: signal.Signals) -> None:
    send(wall.helpers(word), number)


def _say(part: Part, wall: WatchedWall, name: str, fault: Callable[[], None]) -> None:
    """From a fault to the first beat after it of a page that shows what has become so meanwhile."""
    try:
        well(wall)
        fault()
        began_s = time.monotonic()
        change_the_air(wall)
        took_s = seconds_until(lambda: wall.is_live_since(began_s + 0.2), PATIENCE_S, began_s)
    except TimeoutError as error:
        part.say(name, "a live screen again", None, "s", bar=BAR_S, note=str(error))
        return
    print(f"    {name}: {took_s:.1f} s", file=sys.stderr, flush=True)
    part.say(name, "a live screen again", took_s, "s", bar=BAR_S)


def _server_away(
    part: Part,
    wall: WatchedWall,
    away_s: float,
    meanwhile: tuple[str, Callable[[], None]] = ("", lambda: None),
) -> None:
    """The screen says so while the pages do not answer, and is itself again when they do."""
    what, happens = meanwhile
    name = f"the pages do not answer for {away_s:g} s{' and ' if what else ''}{what}"
    well(wall)
    before, pages = wall.browser(), wall.processes("\0web\0")
    send(pages, signal.SIGSTOP)
    began_s = time.monotonic()
    try:
        told_s = seconds_until(lambda: _says_away(wall), away_s, began_s)
        part.say(name, "the screen says so", told_s, "s", bar=BAR_S)
        change_the_air(wall)
        happens()
        time.sleep(max(0.0, began_s + away_s - time.monotonic()))
    finally:
        send(pages, signal.SIGCONT)
    began_s = time.monotonic()
    took_s = seconds_until(lambda: wall.is_live_since(began_s), PATIENCE_S, began_s)
    note = "the same browser" if wall.browser() == before else "another browser"
    part.say(name, "then a live screen again", took_s, "s", bar=BAR_S, note=note)


def _says_away(wall: WatchedWall) -> bool:
    seen = wall.view()
    return seen is not None and seen.is_away


def _plain(part: Part, wall: WatchedWall) -> None:
    """A browser that ends again and again."""
    well(wall)
    began_s = time.monotonic()
    for _ in range(4):
        seconds_until(lambda: bool(wall.processes("--type=renderer")), PATIENCE_S, time.monotonic())
        before = wall.browser()
        end_browser(wall)
        began_s = time.monotonic()
        seconds_until(partial(_other, wall, before), PATIENCE_S, began_s)
        if _shows_phones(wall):
            break
    took_s = seconds_until(lambda: _shows_phones(wall), PATIENCE_S, began_s)
    part.say("the browser ends four times", "the page with phone numbers", took_s, "s", bar=BAR_S)


def _other(wall: WatchedWall, before: int) -> bool:
    return wall.browser() not in {0, before}


def _shows_phones(wall: WatchedWall) -> bool:
    seen = wall.view()
    return seen is not None and seen.address.endswith("plain.html") and "115" in seen.text
