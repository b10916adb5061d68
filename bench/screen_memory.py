"""Whether the screen's renderer grows: touches, and hours of timers that run ahead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, CDPSession, Page

from bench.context import Context
from bench.report import Part
from bench.touches import press

GROWTH: Final = 5.0
TOUCHES: Final = 10_000
SHORT: Final = 1_000
DAY_H: Final = 24
WARM_TOUCHES: Final = 300
EACH: Final = 100
"""So many touches between two leaps of the clock."""


def growth(browser: Browser, page: Page, session: CDPSession, part: Part, context: Context) -> None:
    """Touch, let time pass, and look at what is kept; less of both without `--long`.

    The page is never loaded anew, which is harder than a day in a village: there it is when
    somebody has gone.
    """
    touches = TOUCHES if context.long else EACH if context.quick else SHORT
    hours = DAY_H * touches / TOUCHES
    page.clock.install()
    page.reload()
    page.wait_for_selector(".k-tile")
    for number in range(WARM_TOUCHES):
        press(page, number)
    before = _kept_mib(browser, session)
    for number in range(touches):
        press(page, WARM_TOUCHES + number)
        if number % EACH == EACH - 1:
            page.clock.run_for(int(hours * 3_600_000 * EACH / touches))
    after = _kept_mib(browser, session)
    part.raw["memory_mib"] = {"before": before, "after": after}
    subject = f"{touches} touches and {hours:.1f} hours of timers"
    for name in before:
        more = 100 * (after[name] - before[name]) / before[name]
        note = f"{before[name]:.1f} MiB, then {after[name]:.1f} MiB"
        part.say(subject, f"growth of the {name}", more, "%", bar=GROWTH, note=note)


def _kept_mib(browser: Browser, session: CDPSession) -> dict[str, float]:
    """After everything that nobody needs is thrown away."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    heap = float(session.send("Runtime.getHeapUsage")["usedSize"])
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    renderers = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    return {"page's heap": heap / 2**20, "renderer": sum(map(_pss_mib, renderers))}


def _pss_mib(process: int) -> float:
    told = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
