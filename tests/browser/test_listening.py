"""Sound and moments at the touchscreen: listen again, a spoken message, an emergency, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from bench.control import Control
from bench.takeover import SPY, Wall, control
from hub.config import load
from scripts.shown_hub import ShownHub
from tests.browser.test_codes import screen
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

LONG = """
const rate = 8000, seconds = 60, bytes = new DataView(new ArrayBuffer(44 + 2 * rate * seconds));
const word = (at, text) => [...text].forEach((c, n) => bytes.setUint8(at + n, c.charCodeAt(0)));
word(0, 'RIFF'); bytes.setUint32(4, bytes.byteLength - 8, true); word(8, 'WAVEfmt ');
bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true);
bytes.setUint32(24, rate, true); bytes.setUint32(28, 2 * rate, true);
bytes.setUint16(32, 2, true); bytes.setUint16(34, 16, true);
word(36, 'data'); bytes.setUint32(40, 2 * rate * seconds, true);
const box = document.getElementById('voice');
box.querySelector('audio').src = URL.createObjectURL(new Blob([bytes], {type: 'audio/wav'}));
box.hidden = box.querySelector('#heard').hidden = false;
"""
"""A minute of silence for the page's own player."""
IS_PLAYING = "[...document.querySelectorAll('audio')].some((one) => !one.paused)"
CLOCK = "document.getElementById('top-time').textContent"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    found = chromium.new_context(
        viewport={"width": 1280, "height": 800},
        has_touch=True,
        locale="vi-VN",
        permissions=["microphone"],
    )
    yield found
    found.close()


@pytest.fixture
def quick(tmp_path: Path, context: BrowserContext) -> Iterator[tuple[Page, str]]:
    """A wall that asks after five seconds, and its address."""
    watch = {"beat_s": 0.5}
    with screen(tmp_path, "1280x800", idle_s=5.0, ask_s=2.0, watch=watch) as address:
        yield context.new_page(), address
        context.close()


@pytest.fixture
def calm(tmp_path: Path, context: BrowserContext) -> Iterator[tuple[Page, str]]:
    """A wall with its usual patience, and its address."""
    with screen(tmp_path, "1280x800") as address:
        yield context.new_page(), address
        context.close()


@pytest.fixture
def line(hub: ShownHub) -> Iterator[Control]:
    config = load(next(hub.folder.glob("examples/*/village.toml")))
    found = control(config.run_dir)
    yield found
    found.give("listening-over", "resume")  # other tests share this hub
    found.close()


def ready(page: Page, address: str) -> None:
    page.goto(address, wait_until="domcontentloaded")
    until(page, f"{CLOCK} !== ''")


def test_one_large_button_plays_and_stops_and_shows_how_far_it_is(
    calm: tuple[Page, str],
) -> None:
    page, address = calm
    ready(page, address + "feedback")
    page.evaluate(LONG)

    page.tap(".k-listen__button")
    until(page, "document.querySelector('.k-listen__bar').value > 0.01")
    told = page.inner_text(".k-listen__time")
    page.tap(".k-listen__button")

    assert told.endswith(" / 1:00")
    assert page.evaluate(IS_PLAYING) is False
    pressed = "document.querySelector('.k-listen__button').getAttribute('aria-pressed')"
    until(page, f"{pressed} === 'false'")  # the player tells it a moment later


def test_whoever_speaks_is_there_though_nothing_is_touched(quick: tuple[Page, str]) -> None:
    page, address = quick
    ready(page, address + "feedback")
    page.wait_for_selector("#voice:not([hidden])")
    page.tap("#record")
    page.wait_for_timeout(8500)

    assert page.locator("#frame-ask").is_hidden()
    assert page.locator("#frame-rest").is_hidden()
    page.tap("#record")
    page.wait_for_selector("#heard:not([hidden])")
    page.wait_for_selector("#frame-ask:not([hidden])", timeout=8000)


def test_the_clock_goes_on_while_the_hub_is_away(quick: tuple[Page, str]) -> None:
    page, address = quick
    page.clock.install()
    ready(page, address)
    before = page.evaluate(CLOCK)
    page.context.set_offline(True)
    page.clock.fast_forward("02:00")

    until(page, f"{CLOCK} !== {before!r}")
    hours, minutes = map(int, page.evaluate(CLOCK).split(":"))
    was = 60 * int(before[:2]) + int(before[3:])
    assert 60 * hours + minutes - was in {2, 3}


def test_what_could_not_be_fetched_says_of_which_time_it_is(quick: tuple[Page, str]) -> None:
    page, address = quick
    ready(page, address)
    page.evaluate("document.getElementById('gone').click()")
    page.wait_for_selector(".k-slide__time")
    assert page.locator("#frame-old").is_hidden()
    page.route("**/rest/slides", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new CustomEvent('hub:changed'))")

    page.wait_for_selector("#frame-old:not([hidden])")
    assert page.inner_text("#frame-old") == "Số liệu lúc 10:00"


def test_the_language_changes_on_the_answer_to_a_form_and_on_a_page_of_an_error(
    calm: tuple[Page, str],
) -> None:
    page, address = calm
    ready(page, address + "feedback")
    page.fill("#number", "999-1234")
    page.click("form[action$=state] .k-button")
    page.wait_for_selector(".k-trouble")
    page.click("#tool-language button")
    page.wait_for_selector("html[lang=en] .k-trouble")
    page.goto(address + "nowhere")
    page.click("#tool-language button")
    page.wait_for_selector("html[lang=vi] .k-sorry")
    page.click(".k-sorry .k-button")

    page.wait_for_selector(".k-tile")


def test_what_is_on_air_on_the_page_changes_with_the_strip_but_not_under_somebodys_hands(
    quick: tuple[Page, str],
) -> None:
    page, address = quick
    ready(page, address + "loudspeakers")

    def other(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace("Loa phát thanh</h1>", "Khác</h1>"))

    page.route("**/kiosk/loudspeakers", other)
    page.evaluate("document.documentElement.dataset.speaking = ''")
    page.evaluate("document.dispatchEvent(new CustomEvent('hub:changed'))")
    page.wait_for_timeout(800)
    assert page.inner_text("#main h1") == "Loa phát thanh"
    page.evaluate("document.documentElement.removeAttribute('data-speaking')")

    until(page, "document.querySelector('#main h1').textContent === 'Khác'")
    assert page.locator("#tool-back").is_hidden()


def test_what_was_asked_for_is_read_though_the_page_is_fetched_again_meanwhile(
    hub: ShownHub, context: BrowserContext, line: Control
) -> None:
    line.give("quiet-reading", "stop")  # nothing is spoken while something is on air
    page = context.new_page()
    ready(page, f"{hub.screen}/kiosk/")
    page.evaluate("document.querySelector('#main h1').dataset.isOld = 'yes'")

    page.evaluate(
        "document.getElementById('tool-aloud').click();"
        " document.dispatchEvent(new CustomEvent('hub:changed'))"
    )

    until(page, "document.querySelector('#main h1').dataset.isOld === undefined")
    until(page, "document.documentElement.dataset.speaking !== undefined")
    page.tap(".k-tile")
    until(page, "document.documentElement.dataset.speaking === undefined")


def test_an_emergency_silences_what_is_heard_again_and_ends_a_recording(
    hub: ShownHub, context: BrowserContext, line: Control
) -> None:
    page = context.new_page()
    page.add_init_script(SPY)
    ready(page, f"{hub.screen}/kiosk/feedback")
    page.evaluate(LONG)
    page.tap(".k-listen__button")
    until(page, IS_PLAYING)
    Wall(page, line).takes_ms("silences-listening")
    assert page.evaluate(IS_PLAYING) is False
    page.tap("#record")
    page.wait_for_selector("html[data-recording]")
    Wall(page, line).takes_ms("silences-recording")

    assert page.evaluate("document.documentElement.dataset.recording") is None
    assert page.evaluate("document.querySelector('[name=voice]').files[0].size") > 100
