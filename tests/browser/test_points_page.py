"""The wall's page of access points in a real browser: it changes by itself and is never stale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.points_hand import NAMES, STATES, Hand, enter
from tests.browser.test_phone import violations
from tests.ports import free_port
from tests.service.pages import is_up, with_pages
from tests.service.village import SmallHub, ended, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

PATIENT_MS = 30_000
"""A question every five seconds, an answer that holds for fifteen, and a busy computer."""


@dataclass
class Wall:
    """Pages whose watch is in a test's hand."""

    hub: SmallHub
    hand: Hand
    address: str


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    small = with_pages(SmallHub(tmp_path_factory.mktemp("points")))
    port = free_port()
    told = small.path.read_text("utf-8").replace('language = "en"', 'language = "vi"')
    small.path.write_text(f"{told}[kiosk]\nport = {port}\n", "utf-8")
    enter(small.config.data_dir, len(STATES))
    hand = Hand(small.config.run_dir)
    process = small.start("web")
    wait_for(lambda: is_up(small), 60)
    yield Wall(small, hand, f"http://localhost:{port}/kiosk/wifi")
    ended(process)
    hand.close()


@pytest.fixture
def page(wall: Wall, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, has_touch=True, locale="vi-VN"
    )
    made = context.new_page()
    wall.hand.open()
    wall.hand.states = {f"ap{number}": state for number, state in enumerate(STATES)}
    made.goto(wall.address)
    yield made
    context.close()


def test_the_page_changes_by_itself_when_a_point_goes_and_comes(wall: Wall, page: Page) -> None:
    first = page.locator(".k-page", has=page.get_by_role("heading", name=NAMES[0]))
    expect(first.locator(".k-how")).to_have_text("Đang chạy tốt", timeout=PATIENT_MS)
    expect(first.locator(".k-note")).to_contain_text("Máy xem lúc ")
    page.evaluate("window.isSamePage = true")

    wall.hand.states["ap0"] = "down"
    expect(first.locator(".k-how")).to_contain_text("Mất kết nối từ", timeout=PATIENT_MS)
    wall.hand.states["ap0"] = "up"
    wall.hand.internet = "no"
    expect(first.locator(".k-how")).to_contain_text("chưa vào được", timeout=PATIENT_MS)
    wall.hand.internet = "yes"

    assert page.evaluate("window.isSamePage")


def test_a_code_that_somebody_scans_stays_while_points_change(wall: Wall, page: Page) -> None:
    first = page.locator(".k-page", has=page.get_by_role("heading", name=NAMES[0]))
    expect(first.locator(".k-how")).to_have_text("Đang chạy tốt", timeout=PATIENT_MS)
    told = "document.addEventListener('hub:points', () => { window.isTold = true; })"
    page.evaluate(told)
    first.locator(".k-qr [data-whole]").click()
    expect(page.locator("#frame-whole svg").first).to_be_visible()

    wall.hand.states["ap0"] = "down"
    for _ in range(PATIENT_MS // 100):
        if page.evaluate("window.isTold"):
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)

    expect(page.locator("#frame-whole svg").first).to_be_visible()
    page.click("#whole-close")
    expect(first.locator(".k-how")).to_contain_text("Mất kết nối từ", timeout=PATIENT_MS)


def test_every_point_says_how_it_is_with_a_picture_and_words(page: Page) -> None:
    tones = ["well", "well", "bad", "weak", "bad", "unknown", "unknown"]
    for number, tone in enumerate(tones):
        how = page.locator(".k-how").nth(number)
        expect(how).to_have_class(f"k-how k-how--{tone}", timeout=PATIENT_MS)
        assert how.inner_text().strip()
        assert how.locator("svg use").count() == 1


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", ["", "large"])
def test_axe_finds_no_barrier_in_any_state(page: Page, colours: str, size: str) -> None:
    expect(page.locator(".k-how--bad")).to_have_count(2, timeout=PATIENT_MS)
    page.evaluate(
        "([colours, size]) => { document.documentElement.dataset.colours = colours;"
        " document.documentElement.dataset.text = size; }",
        [colours, size],
    )

    assert violations(page) == []


def test_a_watch_that_has_gone_leaves_nothing_stale_on_the_wall(wall: Wall, page: Page) -> None:
    expect(page.locator(".k-how--bad")).to_have_count(2, timeout=PATIENT_MS)

    wall.hand.close()

    expect(page.locator(".k-how--unknown")).to_have_count(len(STATES) + 1, timeout=PATIENT_MS)
    assert "Máy xem" not in page.inner_text("main")
