"""A wall that paints but does not show what is so: it finds out by itself, or does not count."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from bench.control import Control
from bench.takeover import PROGRAMME, control
from hub.checkup.pulse import ask
from hub.config import load
from scripts.shown_hub import ShownHub

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

SILENT = """
const Real = window.EventSource;
let isFirst = true;
window.EventSource = function (address) {
  if (!isFirst) return new Real(address);
  isFirst = false;
  const real = new Real(address), place = new EventTarget();
  Object.defineProperty(place, 'readyState', { get: () => real.readyState });
  place.close = () => real.close();
  real.onopen = () => place.onopen?.(new Event('open'));
  for (const name of ['now', 'beat']) {
    real.addEventListener(name, (event) => {
      if (!window.isDeaf) place.dispatchEvent(new MessageEvent(name, event));
    });
  }
  return place;
};
Object.assign(window.EventSource, { CONNECTING: 0, OPEN: 1, CLOSED: 2 });
"""
"""The page's first stream stays open and, once `isDeaf` is set, brings nothing more."""


@pytest.fixture
def page(chromium: Browser, paired: BrowserContext) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def line(hub: ShownHub) -> Iterator[Control]:
    found = control(load(next(hub.folder.glob("examples/*/village.toml"))).run_dir)
    yield found
    found.give("beats-over", "stop")
    found.give("beats-on", "resume")  # other tests share this hub
    found.close()


def age_s(hub: ShownHub) -> float:
    found = ask(int(hub.screen.rsplit(":", 1)[1]))
    assert found is not None
    return float("inf") if found.age_s is None else found.age_s


def soon(is_so: Callable[[], bool], page: Page, patience_s: float = 30.0) -> bool:
    end_s = time.monotonic() + patience_s
    while time.monotonic() < end_s:
        if is_so():
            return True
        page.wait_for_timeout(200)
    return False


def open_wall(hub: ShownHub, page: Page) -> None:
    page.goto(f"{hub.screen}/kiosk/")
    page.wait_for_selector(".k-tile")
    assert soon(lambda: age_s(hub) < 2.0, page)


def test_an_emergency_is_shown_though_the_stream_of_news_went_dumb(
    hub: ShownHub, page: Page, line: Control
) -> None:
    page.add_init_script(SILENT)
    open_wall(hub, page)
    page.evaluate("window.isDeaf = true")

    line.give("dumb", "play", programme=PROGRAMME, kind="emergency", resume=True)

    page.wait_for_selector(".k-takeover", timeout=30_000)


def test_a_white_page_that_paints_does_not_count(hub: ShownHub, page: Page) -> None:
    open_wall(hub, page)

    page.evaluate("document.getElementById('main').style.display = 'none'")

    assert soon(lambda: age_s(hub) > 12.0, page)


def test_a_page_without_its_news_does_not_count(hub: ShownHub, page: Page) -> None:
    open_wall(hub, page)
    page.route("**/now*.js", lambda route: route.abort())

    page.reload()

    assert soon(lambda: age_s(hub) > 15.0, page, 45.0)


def test_a_page_that_could_not_be_made_is_shown_as_soon_as_it_can(
    hub: ShownHub, page: Page
) -> None:
    def broken(route: Route) -> None:
        text = route.fetch().text()
        before, after = text.split("<main", 1)
        main = '<main id="main" data-fresh="again" data-modules=""><h1 class="k-title">x</h1>'
        route.fulfill(status=503, body=before + main + after[after.index("</main>") :])

    page.route("**/kiosk/", broken)
    page.goto(f"{hub.screen}/kiosk/")
    page.wait_for_selector("#main h1")
    assert soon(lambda: age_s(hub) < 2.0, page)
    assert page.locator(".k-tile").count() == 0

    page.unroute("**/kiosk/")

    page.wait_for_selector(".k-tile", timeout=30_000)


def test_a_wall_at_rest_that_never_had_a_slide_is_not_empty(hub: ShownHub, page: Page) -> None:
    page.add_init_script("sessionStorage.setItem('resting', 'yes')")
    page.route("**/rest/slides", lambda route: route.abort())
    page.goto(f"{hub.screen}/kiosk/")
    page.wait_for_selector("html[data-old] #frame-rest:not([hidden])")

    shown = page.locator("#frame-rest")
    assert soon(lambda: ":" in shown.locator("[data-time]").inner_text(), page)
    assert "Thôn Yên Minh" in shown.inner_text()
    assert "Chạm vào màn hình" in shown.inner_text()

    page.unroute("**/rest/slides")
    page.evaluate("document.dispatchEvent(new CustomEvent('hub:back'))")

    page.wait_for_selector("html:not([data-old]) .k-slide__day")
