"""Whether the screen's renderer grows: touches, and hours of timers that run ahead.

What is measured is the page's, not the instrument's (README.md, "What the renderer keeps").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page

from bench.context import Context
from bench.report import Part
from bench.touches import press

GROWTH: Final = 5.0
TOUCHES: Final = 10_000
SHORT: Final = 1_000
DAY_H: Final = 24
WARM_TOUCHES: Final = 600
"""Until every page was seen often enough that its script is compiled."""
READINGS: Final = 5
BROWSER_S_OWN: Final = "--top-chrome-webui"
HOME: Final = """() => {
  document.querySelector(".kiosk[data-typing] .k-key--main")?.click();  // the keys hide the bar
  document.querySelector(".k-bar a[href='/kiosk/']").click();
}"""
EACH: Final = 100
"""So many touches between two leaps of the clock."""


def growth(browser: Browser, page: Page, session: CDPSession, part: Part, context: Context) -> None:
    """Touch, let time pass, and look at what is kept; less of both without `--long`.

    Between the two looks the page is never loaded anew, which is harder than a day in a village:
    there it is when somebody has gone.
    """
    touches = TOUCHES if context.long else EACH if context.quick else SHORT
    hours = DAY_H * touches / TOUCHES
    page.clock.install()
    page.reload()
    page.wait_for_selector(".k-tile")
    warm = EACH if context.quick else WARM_TOUCHES
    for number in range(warm):
        press(page, number)
    before = {"renderer": _private(browser, page, session)}
    for number in range(warm):  # the look has loaded the page anew
        press(page, number)
    before |= _kept_by_page(page, session)
    for number in range(touches):
        press(page, WARM_TOUCHES + number)
        if number % EACH == EACH - 1:
            page.clock.run_for(int(hours * 3_600_000 * EACH / touches))
    after = {**_kept_by_page(page, session), "renderer": _private(browser, page, session)}
    part.raw["kept"] = {"before": before, "after": after}
    subject = f"{touches} touches and {hours:.1f} hours of timers"
    for name in before:
        more = 100 * (after[name] - before[name]) / before[name]
        note = f"{before[name]:.4g}, then {after[name]:.4g}"
        part.say(subject, f"growth of the {name}", more, "%", bar=GROWTH, note=note)


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


def _kept_by_page(page: Page, session: CDPSession) -> dict[str, float]:
    """What the page holds on its first screen, after everything that nobody needs is gone."""
    page.evaluate(HOME)
    page.wait_for_function("document.documentElement.dataset.page === '/kiosk/'")
    _collect(session)
    counts = session.send("Memory.getDOMCounters")
    return {
        "page's heap, MiB": float(session.send("Runtime.getHeapUsage")["usedSize"]) / 2**20,
        "page's nodes": float(counts["nodes"]),
        "page's listeners": float(counts["jsEventListeners"]),
    }


def _private(browser: Browser, page: Page, session: CDPSession) -> float:
    """Median MiB of the page's process, once the answers that Playwright keeps of it are gone.

    Its Network domain holds the text of every answer in the renderer until the next page.
    """
    page.reload()
    page.wait_for_selector(".k-tile")
    asked = browser.new_browser_cdp_session()
    told = asked.send("SystemInfo.getProcessInfo")["processInfo"]
    asked.detach()
    renderers = [one["id"] for one in told if one["type"] == "renderer"]
    lines = {one: Path(f"/proc/{one}/cmdline").read_text("utf-8") for one in renderers}
    process = own_renderer(told, lines)
    found = []
    for _ in range(READINGS):
        _collect(session)
        found.append(private_mib(Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")))
    return median(found)


def _collect(session: CDPSession) -> None:
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
