"""Whether what the screen's page holds grows: touches, and hours of timers that run ahead.

What is measured is the page's, not the instrument's (README.md, "What the renderer keeps").
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import CDPSession, Page

from bench.context import Context
from bench.report import Part
from bench.touches import press

GROWTH: Final = 5.0
TOUCHES: Final = 10_000
SHORT: Final = 1_000
DAY_H: Final = 24
WARM_TOUCHES: Final = 600
"""Until every page was seen often enough that its script is compiled."""
HOME: Final = """() => {
  document.querySelector(".kiosk[data-typing] .k-key--main")?.click();  // the keys hide the bar
  document.querySelector(".k-bar a[href='/kiosk/']").click();
}"""
EACH: Final = 100
"""So many touches between two leaps of the clock."""
WARM_S: Final = 1_000
"""Until the screen has rested once: its slides stay in the page from then on."""


def growth(page: Page, session: CDPSession, part: Part, context: Context) -> None:
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
    page.clock.run_for(1_000 * WARM_S)
    press(page, warm)  # which ends the rest
    before = _kept_by_page(page, session)
    for number in range(touches):
        press(page, WARM_TOUCHES + number)
        if number % EACH == EACH - 1:
            page.clock.run_for(int(hours * 3_600_000 * EACH / touches))
    after = _kept_by_page(page, session)
    part.raw["kept"] = {"before": before, "after": after}
    subject = f"{touches} touches and {hours:.1f} hours of timers"
    for name in before:
        more = 100 * (after[name] - before[name]) / before[name]
        note = f"{before[name]:.4g}, then {after[name]:.4g}"
        part.say(subject, f"growth of the {name}", more, "%", bar=GROWTH, note=note)


def _kept_by_page(page: Page, session: CDPSession) -> dict[str, float]:
    """What the page holds on its first screen, after everything that nobody needs is gone."""
    page.evaluate(HOME)
    # by a selector: what waits for a script evaluates it, which the page forbids
    page.wait_for_selector("html[data-page='/kiosk/']", state="attached")
    _collect(session)
    counts = session.send("Memory.getDOMCounters")
    return {
        "page's heap, MiB": float(session.send("Runtime.getHeapUsage")["usedSize"]) / 2**20,
        "page's nodes": float(counts["nodes"]),
        "page's listeners": float(counts["jsEventListeners"]),
    }


def _collect(session: CDPSession) -> None:
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
