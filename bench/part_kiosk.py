"""Part "kiosk": the touchscreen with its processor throttled: first paint, touches, emergencies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench.context import Context
from bench.figures import percentile, summary
from bench.renderer_memory import renderer_growth
from bench.report import Part
from bench.screen_memory import growth
from bench.takeover import SPY as TAKEOVER_SPY
from bench.takeover import Wall, control
from bench.takeover_states import HOME, STATES, bring, hang_up_a_paper
from bench.touches import SPY, press
from hub.config import load
from scripts.shown_hub import ShownHub, browser, running_hub

NAME = "kiosk"
THROTTLE = 4
TOUCH_P95_MS = 100.0
FIRST_PAINT_MS = 1500.0
TAKEOVER_MS = 1000.0
LOADS = 5
EMERGENCIES = 100
SIZE = ViewportSize(width=1280, height=800)
PAINT = """() => new Promise((done) => {
  const look = () => {
    const found = performance.getEntriesByName("first-contentful-paint")[0];
    if (found) done(found.startTime); else setTimeout(look, 20);
  };
  look();
})"""


@dataclass(frozen=True, slots=True)
class Place:
    """A village with a screen.

    Attributes:
        hub: The village.
        browser: A browser that shows nothing yet.
    """

    hub: ShownHub
    browser: Browser

    @contextmanager
    def screen(self) -> Iterator[tuple[Page, CDPSession]]:
        """A screen that was never here before: its caches are empty."""
        context = self.browser.new_context(viewport=SIZE, has_touch=True, locale="vi-VN")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        page.add_init_script(SPY)
        page.add_init_script(TAKEOVER_SPY)
        page.goto(f"{self.hub.screen}/kiosk/")
        page.wait_for_selector(".k-tile")
        yield page, session
        context.close()


def measure(context: Context) -> Part:
    """Touch every screen that a touch leads to, order emergencies, count what is kept."""
    part = Part(NAME)
    with running_hub(context.folder, kiosk="idle_s = 900") as hub, browser() as found:
        place = Place(hub, found)
        _first_paint(place, part)
        with place.screen() as (page, session):
            _touches(page, part, 20 if context.quick else max(500, 10 * context.rounds))
            _emergencies(hub, page, part, 3 if context.quick else max(EMERGENCIES, context.rounds))
            session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            growth(page, session, part, context)
        renderer_growth(f"{hub.screen}/kiosk/", context.folder, part, context)
    return part


def _first_paint(place: Place, part: Part) -> None:
    took = []
    for _ in range(LOADS):
        with place.screen() as (page, _):
            took.append(float(page.evaluate(PAINT)))
    part.raw["first_paint_ms"] = took
    note = f"n = {len(took)}, empty caches"
    subject = f"the first page, processor / {THROTTLE}"
    part.say(subject, "first paint, worst", max(took), "ms", bar=FIRST_PAINT_MS, note=note)


def _touches(page: Page, part: Part, count: int) -> None:
    page.wait_for_timeout(500)
    touched = [press(page, number) for number in range(count)]
    took = [one.took_ms for one in touched]
    part.raw["touches"] = [(one.page, round(one.took_ms, 1)) for one in touched]
    found = summary(took)
    assert found is not None
    pages = {one.page.partition("?")[0] for one in touched}
    subject = f"{count} touches over {len(pages)} screens, processor / {THROTTLE}"
    note = f"{found.low:.0f} … {found.high:.0f}"
    part.say(subject, "touch to painted, median", found.median, "ms", note=note)
    part.say(subject, "touch to painted, p95", percentile(took, 95), "ms", bar=TOUCH_P95_MS)
    slowest: dict[str, float] = {}
    for one in touched:
        slowest[one.page] = max(slowest.get(one.page, 0.0), one.took_ms)
    name = max(slowest, key=lambda page: slowest[page])
    part.say(subject, "the slowest screen", slowest[name], "ms", note=name)


def _emergencies(hub: ShownHub, page: Page, part: Part, rounds: int) -> None:
    """On the first page, and a quarter as often over whatever else may be on the screen."""
    config = load(next(hub.folder.glob("examples/*/village.toml")))
    hang_up_a_paper(config)
    _pair(hub, page)
    line = control(config.run_dir)
    wall = Wall(page, line)
    for state in (HOME, *STATES):
        count = rounds if state is HOME else max(3, rounds // 4)
        took = []
        for number in range(count):
            bring(page, state)
            page.wait_for_timeout(37 * number % 500)
            took.append(wall.takes_ms(f"bench-{state.seen[:9]}-{number}"))
        _say_takeover(part, f"{count} emergencies {state.name}".rstrip(), took)
    line.close()


def _pair(hub: ShownHub, page: Page) -> None:
    """Let a phone in: as long as there is none the screen shows its code and does not rest."""
    browser = page.context.browser
    assert browser is not None
    phone = browser.new_context()
    hub.pair(phone.new_page())
    phone.close()


def _say_takeover(part: Part, what: str, took: list[float]) -> None:
    part.raw[f"takeover_ms, {what}"] = took
    found = summary(took)
    assert found is not None
    subject = f"{what}, order to painted screen, processor / {THROTTLE}"
    part.say(subject, "median", found.median, "ms")
    part.say(subject, "p95", percentile(took, 95), "ms")
    part.say(subject, "p99", found.p99, "ms")
    part.say(subject, "worst", found.high, "ms", bar=TAKEOVER_MS)
