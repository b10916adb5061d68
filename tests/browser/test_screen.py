"""The touchscreen in a real browser: sizes, idle, no way out, emergencies, keys, diacritics."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from hub.checkup.pulse import ask
from hub.domain.screen import Screen
from scripts.shown_hub import ShownHub
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

SIZES = [(800, 480), (1024, 600), (1280, 800), (1920, 1080), (720, 1280)]
PX_PER_MM = Screen().px_per_mm
TARGETS = ".k-tool:visible, .k-tile:visible, .k-row:visible, .k-button:visible, .k-choice:visible"

WAYS_OUT = """
const add = (href) => {
  const a = document.createElement('a');
  a.href = href; a.target = '_blank'; a.textContent = href;
  document.getElementById('main').prepend(a);
  a.click();
};
['https://example.org/', 'javascript:alert(1)', 'file:///etc/passwd', '/door'].forEach(add);
window.open('https://example.org/');
"""
MENU = """document.body.dispatchEvent(
  new MouseEvent('contextmenu', {cancelable: true, bubbles: true}))"""
SHOWN = ".k-title, .k-tool span, .k-tile span, .k-open span, .k-name"
STACKED = f"""document.querySelectorAll('{SHOWN}').forEach(
  (one) => {{ one.textContent = 'Ễ Ộ Ẫ'; }})"""
CLIPPED = f"""[...document.querySelectorAll('{SHOWN}')].filter((one) => {{
  const size = parseFloat(getComputedStyle(one).fontSize);
  let box = one;
  while (getComputedStyle(box).overflow === 'visible') box = box.parentElement;
  const range = document.createRange();
  range.selectNodeContents(one);
  const ink = range.getBoundingClientRect(), room = box.getBoundingClientRect();
  const isSeen = one.offsetParent && ink.top > 0 && ink.bottom < innerHeight && box.id !== 'main';
  const isOver = ink.top < room.top - 1 || ink.bottom > room.bottom + 1;
  return isSeen && (ink.height < 1.2 * size || isOver);
}}).map((one) => one.className || one.parentElement.className)"""
"""Two marks above a capital and one below need 1.2 of the size, inside whatever clips."""

OUTPUTS = """
const outputs = [['speaker', 'HDMI'], ['jack', 'bcm2835 Headphones, stereo']];
navigator.mediaDevices.enumerateDevices = async () => outputs.map(([deviceId, label]) => (
  {kind: 'audiooutput', deviceId, label}));
HTMLMediaElement.prototype.setSinkId = async function (id) { this.dataset.sink = id; };
"""
"""A machine with two sound outputs: the only thing here that is not real."""
BUTTON = """document.querySelector('.k-low').insertAdjacentHTML(
  'beforeend', '<button data-listen>x</button><audio></audio>')"""


SHORTER_SIDES = """
targets => targets.map(target => {
  const box = target.getBoundingClientRect();
  return Math.min(box.width, box.height);
})
"""
"""All at once: what is on air may come and go between two questions."""


def configured(route: Route) -> None:
    """A page as a hub with a headphone socket gives it; a part has no frame that names one."""
    if "hub-part" in route.request.headers:
        route.continue_()
        return
    text = route.fetch().text()
    assert 'data-headphones=""' in text
    route.fulfill(body=text.replace('data-headphones=""', 'data-headphones="headphones"'))


@pytest.fixture
def wall(hub: ShownHub, chromium: Browser, paired: BrowserContext) -> Iterator[Page]:
    """The screen; somebody has a phone here, so that it shows no code and may go to rest."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, has_touch=True, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(f"{hub.screen}/kiosk/")
    page.wait_for_selector(".k-tile")
    yield page
    context.close()


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [*((*size, "normal") for size in SIZES), (800, 480, "large"), (720, 1280, "large")],
)
def test_every_target_is_20_mm_and_nothing_runs_over_the_edge(
    wall: Page, width: int, height: int, text: str
) -> None:
    wall.set_viewport_size({"width": width, "height": height})
    if text == "large":
        wall.tap("#tool-larger")

    sizes = [side_px / PX_PER_MM for side_px in wall.locator(TARGETS).evaluate_all(SHORTER_SIDES)]
    over = wall.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert min(sizes) >= 20.0
    assert over <= 0


def test_the_keys_are_11_mm_even_on_a_small_screen(wall: Page) -> None:
    wall.set_viewport_size({"width": 800, "height": 480})
    wall.tap("a.k-tool:has-text('Tìm')")
    wall.wait_for_selector(".k-key")

    boxes = [one.bounding_box() for one in wall.locator(".k-key").all()]

    assert min(min(b["width"], b["height"]) for b in boxes if b is not None) / PX_PER_MM >= 10.0


def test_vietnamese_is_typed_with_capitals_and_digits_and_found(wall: Page) -> None:
    wall.tap("a.k-tool:has-text('Tìm')")
    wall.wait_for_selector(".k-key")
    wall.tap("[aria-label='Chữ hoa']")
    for key in ["D", "d", "a", "w", "n", "g", "␣", "k", "y", "s"]:
        wall.tap(f".k-key:text-is('{key}')")
    wall.tap("[aria-label='Số và dấu']")
    wall.tap(".k-key:text-is('1')")

    assert wall.input_value("#q") == "Đăng ký1"
    wall.tap("[aria-label='Xóa một chữ']")
    wall.wait_for_selector("#answers a:has-text('Đăng ký')")


def test_nothing_of_the_last_person_is_left(wall: Page) -> None:
    wall.tap("#tool-larger")
    wall.tap("a.k-tool:has-text('Tìm')")
    wall.wait_for_selector(".k-key")
    wall.tap(".k-key:text-is('k')")
    wall.evaluate("document.getElementById('gone').click()")

    wall.wait_for_selector("#frame-rest:not([hidden]) .k-slide")
    wall.touchscreen.tap(640, 300)
    wall.wait_for_selector("#frame-rest", state="hidden")

    assert wall.evaluate("document.documentElement.dataset.text ?? 'normal'") == "normal"
    assert wall.locator("#tool-back").is_hidden()
    assert wall.locator("#q").count() == 0


def test_the_touch_that_wakes_the_screen_opens_nothing(wall: Page) -> None:
    wall.evaluate("document.getElementById('gone').click()")
    wall.wait_for_selector("#frame-rest:not([hidden]) .k-slide")
    box = wall.locator(".k-tile").first.bounding_box()
    assert box is not None

    wall.touchscreen.tap(box["x"] + 40, box["y"] + 40)
    wall.wait_for_timeout(500)

    assert wall.locator("#frame-rest").is_hidden()
    assert wall.evaluate("document.documentElement.dataset.page") == "/kiosk/"


def test_there_is_no_way_out_of_our_pages(wall: Page) -> None:
    wall.evaluate(WAYS_OUT)
    menu = wall.evaluate(MENU)
    wall.wait_for_timeout(300)

    assert len(wall.context.pages) == 1
    assert wall.url.endswith("/kiosk/")
    assert menu is False


def test_a_page_stays_and_says_so_when_the_hub_is_away(wall: Page) -> None:
    wall.context.set_offline(True)
    wall.tap(".k-tile >> nth=0")

    wall.wait_for_selector("#frame-away:not([hidden])")
    assert wall.locator(".k-tile").count() > 4
    wall.context.set_offline(False)
    wall.wait_for_selector("#frame-away", state="hidden", timeout=15_000)


def test_a_page_whose_thread_is_blocked_does_not_beat(hub: ShownHub, wall: Page) -> None:
    until(wall, "document.getElementById('top-time').textContent !== ''")
    wall.evaluate("setTimeout(() => { const t = Date.now(); while (Date.now() - t < 12000); }, 0)")

    threading.Event().wait(7.5)
    pulse = ask(int(hub.screen.rsplit(":", 1)[1]))

    assert pulse is not None
    assert pulse.age_s is not None
    assert pulse.age_s > 5.5


@pytest.mark.parametrize("text", ["normal", "large"])
def test_stacked_diacritics_are_not_clipped(wall: Page, text: str) -> None:
    if text == "large":
        wall.tap("#tool-larger")
    wall.evaluate(STACKED)

    clipped = wall.evaluate(CLIPPED)

    assert clipped == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_barrier(wall: Page, colours: str) -> None:
    wall.evaluate(f"document.documentElement.dataset.colours = '{colours}'")
    wall.wait_for_timeout(200)

    found = Axe().run(wall, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})

    assert [one["id"] for one in found.response["violations"]] == []


def test_the_touch_that_wakes_tells_the_hub_at_once(wall: Page) -> None:
    wall.evaluate("sessionStorage.setItem('resting', 'yes')")
    with wall.expect_request(lambda one: "rest=yes" in (one.post_data or "")):
        wall.reload()

    with wall.expect_request(lambda one: "/kiosk/beat" in one.url, timeout=2000) as told:
        wall.mouse.click(600, 300)

    assert dict(parse_qsl(told.value.post_data or "", keep_blank_values=True))["rest"] == ""


def test_headphones_are_chosen_by_name_and_forgotten_with_the_person(
    hub: ShownHub, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(OUTPUTS)
    page.route("**/kiosk/loudspeakers", configured)
    page.goto(f"{hub.screen}/kiosk/loudspeakers")
    page.evaluate(BUTTON)
    button = page.locator("[data-listen]")

    button.click()
    until(page, "document.querySelector('audio').dataset.sink === 'jack'")
    assert button.get_attribute("aria-pressed") == "true"
    page.evaluate("document.dispatchEvent(new CustomEvent('hub:forget'))")

    until(page, "document.querySelector('audio').dataset.sink === ''")
    context.close()
