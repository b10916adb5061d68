"""Part "kiosk": the touchscreen with its processor throttled: touch to painted, first paint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import CDPSession, Page, ViewportSize

from bench.context import Context
from bench.figures import percentile, summary
from bench.report import Part
from scripts.shown_hub import browser, running_hub

NAME = "kiosk"
THROTTLE = 4
TOUCH_P95_MS = 100.0
FIRST_PAINT_MS = 1500.0
GROWTH = 5.0
TOUCHES = 10_000
DAY_H = 24
LOADS = 5
WARM_TOUCHES = 200

SPY = """
window.took = [];
document.addEventListener("click", (event) => { window.began = event.timeStamp; }, true);
document.addEventListener("hub:shown", () => {
  if (window.began === undefined) return;
  const began = window.began;
  window.began = undefined;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => window.took.push(performance.now() - began);
    after.port2.postMessage(0);
  });
});
"""
"""From the click that a touch becomes to the frame that shows the page."""
PRESS = """(number) => new Promise((done) => {
  document.querySelector(".kiosk[data-typing] .k-key--main")?.click();  // the keys hide the bar
  const links = [...document.querySelectorAll("#main a[href^='/kiosk/'], .k-bar a")]
    .filter((one) => one.offsetParent);
  const had = window.took.length;
  links[number % links.length].click();
  const look = () => (window.took.length > had ? done(window.took.at(-1)) : setTimeout(look, 4));
  look();
})"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def measure(context: Context) -> Part:
    """Touch every screen that a touch leads to."""
    part = Part(NAME)
    with _wall(context) as (page, session):
        session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        _first_paint(page, part)
        _touches(page, part, 20 if context.quick else max(100, 4 * context.rounds))
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        if context.long:
            _days(page, session, part)
    return part


@contextmanager
def _wall(context: Context) -> Iterator[tuple[Page, CDPSession]]:
    """A screen of 10 inches that nobody leaves."""
    with running_hub(context.folder, kiosk="idle_s = 900") as hub, browser() as found:
        size = ViewportSize(width=1280, height=800)
        page = found.new_context(viewport=size, has_touch=True, locale="vi-VN").new_page()
        page.add_init_script(SPY)
        page.goto(f"{hub.screen}/kiosk/")
        page.wait_for_selector(".k-tile")
        yield page, page.context.new_cdp_session(page)


def _first_paint(page: Page, part: Part) -> None:
    took = []
    for _ in range(LOADS):
        page.reload()
        page.wait_for_selector(".k-tile")
        page.wait_for_function(f"{PAINT} > 0")
        took.append(float(page.evaluate(PAINT)))
    part.raw["first_paint_ms"] = took
    part.say("the first page, processor / 4", "first paint, worst", max(took), "ms",
             bar=FIRST_PAINT_MS)  # fmt: skip


def _touches(page: Page, part: Part, count: int) -> None:
    page.wait_for_timeout(500)
    took = [float(page.evaluate(PRESS, 7 * number)) for number in range(count)]
    part.raw["touch_ms"] = took
    found = summary(took)
    assert found is not None
    subject = f"{count} touches over all screens, processor / 4"
    part.say(subject, "touch to painted, median", found.median, "ms")
    part.say(subject, "touch to painted, p95", percentile(took, 95), "ms", bar=TOUCH_P95_MS)


def _days(page: Page, session: CDPSession, part: Part) -> None:
    """Ten thousand touches, spread over a day whose timers run ahead."""
    for number in range(WARM_TOUCHES):
        page.evaluate(PRESS, 7 * number)
    before = _heap_mib(session)
    page.clock.install()
    step = timedelta(hours=DAY_H) / (TOUCHES / 100)
    for number in range(TOUCHES):
        page.evaluate(PRESS, 7 * number)
        if number % 100 == 0:
            page.clock.fast_forward(int(step.total_seconds() * 1000))
    after = _heap_mib(session)
    part.raw["heap_mib"] = [before, after]
    subject = f"{TOUCHES} touches and {DAY_H} hours of timers"
    part.say(subject, "growth of the page's memory", 100 * (after - before) / before, "%",
             bar=GROWTH, note=f"{before:.1f} MiB, then {after:.1f} MiB")  # fmt: skip


def _heap_mib(session: CDPSession) -> float:
    """What the page keeps after everything that nobody needs is thrown away."""
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Runtime.getHeapUsage")
    return float(found["usedSize"]) / 2**20
