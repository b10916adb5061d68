"""The pages in a real browser, against a real playout: paired, looked at, stopped."""

import json
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.shown_hub import PHONE, PIN, ShownHub, phone

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

PAGES = (
    "",
    "compose",
    "calendar",
    "calendar?days=7",
    "log",
    "people",
    "people/deeds",
    "more",
    "pin",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
SMALLEST_TARGET = 48
COLOURS_FADE_MS = 400
PLAYS = """() => new Promise(done => {
    const heard = document.querySelector("audio");
    heard.onloadedmetadata = () => done(heard.duration);
    heard.load();
})"""
NEEDS_NO_TARGET = "input[type=radio], input[type=checkbox], .skip, p a"


def violations(page: Page) -> list[str]:
    """What axe finds, in short."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES["runOnly"]}})
    return [
        f"{one['id']}: {json.dumps([node['html'][:120] for node in one['nodes']])}"
        for one in found.response["violations"]
    ]


@pytest.mark.parametrize("colours", ["light", "dark", "sun"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_barrier(
    hub: ShownHub, paired: BrowserContext, path: str, colours: str
) -> None:
    page = paired.new_page()
    page.goto(hub.address + path)
    page.evaluate(f"document.documentElement.dataset.colours = '{colours}'")
    page.wait_for_timeout(COLOURS_FADE_MS)

    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("path", ["door", "no-such-page"])
def test_axe_finds_no_barrier_before_the_door(hub: ShownHub, chromium: Browser, path: str) -> None:
    page = phone(chromium).new_page()
    page.goto(hub.address + path)

    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_whatever_a_thumb_presses_is_48_pixels_large(
    hub: ShownHub, paired: BrowserContext, path: str
) -> None:
    page = paired.new_page()
    page.goto(hub.address + path)

    small = page.evaluate(
        """([least, spared]) => [...document.querySelectorAll(
            'a, button, summary, input, label.choice')]
            .filter(one => !one.matches(spared) && one.type !== 'hidden')
            .filter(one => one.checkVisibility())
            .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
            .filter(([_, box]) => box.height > 0 && (box.height < least || box.width < least))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)""",
        [SMALLEST_TARGET, NEEDS_NO_TARGET],
    )

    assert small == []
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", ["100%", "200%"])
def test_nothing_has_to_be_scrolled_sideways(
    hub: ShownHub, paired: BrowserContext, path: str, size: str
) -> None:
    page = paired.new_page()
    page.goto(hub.address + path)
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.close()


def test_the_browser_finds_nothing_to_complain_about(hub: ShownHub, paired: BrowserContext) -> None:
    page = paired.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in PAGES:
        page.goto(hub.address + path)
        page.wait_for_timeout(150)

    assert [text for text in told if "Password forms" not in text] == []
    page.close()


def test_only_the_hub_itself_is_asked_for_files(hub: ShownHub, paired: BrowserContext) -> None:
    page = paired.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname))
    page.goto(hub.address)
    page.wait_for_timeout(300)

    assert hosts == {"127.0.0.1"}
    page.close()


def test_stop_silences_and_every_open_page_is_told(hub: ShownHub, paired: BrowserContext) -> None:
    other, page = paired.new_page(), paired.new_page()
    other.goto(hub.address)
    page.goto(hub.address)

    page.click(".stop__button")

    page.wait_for_selector("#answer .banner--done")
    assert "Đã im lặng lúc" in page.inner_text("#answer")
    other.wait_for_selector(".card--halted")
    other.click("button[form=resume]")
    other.wait_for_selector("#answer .banner--done")
    page.wait_for_selector(".card--halted", state="detached")
    page.close()
    other.close()


def test_stop_works_without_scripts(
    hub: ShownHub, paired: BrowserContext, chromium: Browser
) -> None:
    plain = phone(chromium, script=False)
    plain.add_cookies(paired.cookies())  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(hub.address)

    page.click(".stop__button")

    assert "Đã im lặng lúc" in page.inner_text("main")
    page.goto(hub.address)
    page.click("button[form=resume]")
    assert "Lại phát theo lịch" in page.inner_text("main")
    plain.close()


def test_a_bulletin_is_written_heard_previewed_and_approved(
    hub: ShownHub, paired: BrowserContext
) -> None:
    page = paired.new_page()
    page.goto(hub.address + "compose")
    page.fill("#title", "Cắt điện sáng mai")
    page.fill("#text", "Cắt điện sáng mai 7h30–11h tại xóm 1. Liên hệ HTX.")
    page.wait_for_selector("#reading .banner")
    assert "hợp tác xã" in page.inner_text("#reading")
    page.click("form[action='/compose'] button.button--main")
    page.wait_for_selector("audio")
    assert page.evaluate(PLAYS) > 1
    assert violations(page) == []

    page.fill("#day", "2026-12-02")
    page.fill("#time", "23:10")
    page.click("button[hx-post]")
    page.wait_for_selector("#effect .banner")
    assert "giờ yên tĩnh" in page.inner_text("#effect")

    page.fill("#day", "2026-12-03")
    page.fill("#time", "10:10")
    page.click("button[hx-post]")
    page.wait_for_selector("#effect .banner--done")
    page.click("form[action$=approve] > button.button--main")
    page.wait_for_url("**/calendar?day=2026-12-03*")
    assert "Cắt điện sáng mai" in page.inner_text("main")
    page.close()


def test_a_bulletin_is_played_now_after_the_pin(hub: ShownHub, paired: BrowserContext) -> None:
    page = paired.new_page()
    page.goto(hub.address + "compose")
    page.fill("#title", "Mời họp")
    page.fill("#text", "Mời bà con đến nhà văn hóa họp thôn lúc 19h30 tối nay.")
    page.check("input[value=emergency]")
    page.click("form[action='/compose'] button.button--main")
    page.wait_for_selector("audio")
    page.click("details.more summary")
    page.fill("#pin", PIN)
    page.click("button[formaction$=play]")
    page.wait_for_selector(".banner--done")
    page.goto(hub.address)
    page.wait_for_selector(".card--emergency")

    assert "Mời họp" in page.inner_text(".card--emergency")
    page.close()
