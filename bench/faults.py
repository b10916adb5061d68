"""Ways to harm a screen, for the bench and for tests; each begins with one that is well."""

from __future__ import annotations

import os
import shutil
import signal
import time
import uuid
from contextlib import suppress
from typing import Final

from bench.control import ask
from bench.watched_wall import WatchedWall, seconds_until

HOUR_S: Final = 3600
YEAR_S: Final = 365 * 24 * HOUR_S
NETWORK: Final = "network.mojom.NetworkService"
"""In the command line of the browser's process for the network."""
PLAYED: Final = "ban-tin-xa"


def well(wall: WatchedWall, patience_s: float = 90.0) -> None:
    """Wait for a live screen, as if the last ten minutes had been quiet."""
    began_s = time.monotonic()
    seconds_until(lambda: wall.is_live_since(began_s), patience_s, began_s)
    wall.starts.unlink(missing_ok=True)


def send(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to each that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def end_browser(wall: WatchedWall) -> None:
    """All of its processes at once."""
    leader = wall.browser()
    if leader:
        os.killpg(leader, signal.SIGKILL)


def block(wall: WatchedWall) -> None:
    """A script that never ends."""
    browser = wall.driver.chromium.connect_over_cdp(f"http://127.0.0.1:{wall.port}")
    browser.contexts[0].pages[0].evaluate("setTimeout(() => { for (;;); }, 100)")
    browser.close()


def stop_browser(wall: WatchedWall) -> None:
    """All of its processes stand still."""
    leader = wall.browser()
    if leader:
        os.killpg(leader, signal.SIGSTOP)


def empty(wall: WatchedWall) -> None:
    """A white page, whose scripts go on."""
    browser = wall.driver.chromium.connect_over_cdp(f"http://127.0.0.1:{wall.port}")
    browser.contexts[0].pages[0].evaluate("document.getElementById('main').replaceChildren()")
    browser.close()


def lose_profile(wall: WatchedWall) -> None:
    """The folder in which the browser keeps its things is not there any more."""
    shutil.rmtree(wall.starts.parent / "profile", ignore_errors=True)


def change_the_air(wall: WatchedWall) -> None:
    """Silence what sounds, or play something: what was shown before is not so any more."""
    order: dict[str, object] = {
        "id": uuid.uuid4().hex,
        "zones": [],
        "by": "bench",
        "kind": None,
        "repeats": 1,
    }
    if wall.is_on_air():
        order |= {"verb": "stop", "programme": None, "resume": False}
    else:
        order |= {"verb": "play", "programme": PLAYED, "resume": True}
    ask(wall.playout, "Give", **order)
