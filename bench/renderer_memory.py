"""Whether the screen's renderer grows by touches, in a browser that nothing listens to.

The page is never loaded anew, which is harder than a day in a village.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.bare_browser import BarePage, bare_page
from bench.context import Context
from bench.report import Part
from bench.screen_memory import EACH, GROWTH, SHORT, TOUCHES, WARM_TOUCHES
from bench.touches import PRESS, SPY, STRIDE

READINGS: Final = 5
PAUSE_S: Final = 1.0
BROWSER_S_OWN: Final = "--top-chrome-webui"
READY: Final = "document.querySelector('.k-tile') !== null"
MANY: Final = f"""async (first, count) => {{
  const press = {PRESS};
  for (let n = first; n < first + count; n += 1) await press(Math.floor(n * {STRIDE} / 7));
}}"""
START_S: Final = 30.0


def renderer_growth(address: str, folder: Path, part: Part, context: Context) -> None:
    """Touch the screen at `address`, and look at its process before and after."""
    touches = TOUCHES if context.long else EACH if context.quick else SHORT
    warm = EACH if context.quick else WARM_TOUCHES
    with bare_page(folder / "bare-profile") as page:
        page.begin_with(SPY)
        page.go(address)
        _wait_for(page)
        _touch(page, 0, warm)
        before = _private(page)
        _touch(page, warm, touches)
        after = _private(page)
    part.raw["renderer_mib"] = [before, after]
    note = f"{before:.4g} MiB, then {after:.4g}"
    more = 100 * (after - before) / before
    part.say(f"{touches} touches", "growth of the renderer", more, "%", bar=GROWTH, note=note)


def own_renderer(processes: Iterable[Mapping[str, Any]], lines: Mapping[int, str]) -> int:
    """The process that draws the page: not the browser's own popups, nor one kept in reserve.

    Args:
        processes: As `SystemInfo.getProcessInfo` tells them.
        lines: Their command lines.
    """
    found = [one for one in processes if one["type"] == "renderer"]
    found = [one for one in found if BROWSER_S_OWN not in lines[one["id"]]]
    return int(max(found, key=lambda one: one["cpuTime"])["id"])


def private_mib(told: str) -> float:
    """Memory that a process has for itself: the share in files depends on who else reads them.

    Args:
        told: Its `smaps_rollup`.
    """
    found = re.search(r"^Pss_Anon:\s+(\d+) kB", told, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def _wait_for(page: BarePage) -> None:
    end_s = time.monotonic() + START_S
    while not page.run(READY):
        if time.monotonic() > end_s:
            raise TimeoutError("the screen's first page did not come")
        time.sleep(0.1)


def _touch(page: BarePage, first: int, count: int) -> None:
    for begin in range(first, first + count, EACH):
        page.run(f"({MANY})({begin}, {min(EACH, first + count - begin)})")


def _private(page: BarePage) -> float:
    """Median MiB that the page's process has for itself."""
    told = page.processes()
    renderers = [one["id"] for one in told if one["type"] == "renderer"]
    lines = {one: Path(f"/proc/{one}/cmdline").read_text("utf-8") for one in renderers}
    process = own_renderer(told, lines)
    found = []
    for _ in range(READINGS):
        page.collect()
        time.sleep(PAUSE_S)
        found.append(private_mib(Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")))
    return median(found)
