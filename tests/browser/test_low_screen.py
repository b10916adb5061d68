"""A low screen while something is on air, the bar in large text, a touch that has only begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.test_codes import WIDTHS_MM, screen
from tests.browser.test_screen_measures import ROUNDED_MM, TARGET_MM
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

RELAY = {
    "cue": "c", "title": "Buổi chiều: tiếp sóng Đài Tiếng nói Việt Nam", "kind": "routine",
    "zones": ["xom-1", "xom-2"], "started": "2026-12-01T10:00:00+07:00",
    "end": "2026-12-01T10:15:00+07:00", "lane": [],
}  # fmt: skip
LEFT = "document.getElementById('main').getBoundingClientRect().height / innerHeight"
TARGETS = """[...document.querySelectorAll(".k-low .k-tool, .k-stop__button")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.innerText, one.getBoundingClientRect()])
  .map(([name, box]) => [name, Math.min(box.width, box.height), box.left, box.right, box.bottom])"""
OVERLAPS = """[...document.querySelectorAll(".k-low .k-tool, .k-stop__button")]
  .filter((one) => one.checkVisibility() && !one.contains(document.elementFromPoint(
    (one.getBoundingClientRect().left + one.getBoundingClientRect().right) / 2,
    (one.getBoundingClientRect().top + one.getBoundingClientRect().bottom) / 2)))
  .map((one) => one.innerText)"""
CAPITALS = """[...document.querySelectorAll(".k-bar .k-tool span, .k-player .k-tool span")]
  .filter((one) => one.checkVisibility())
  .map((one) => 0.7 * parseFloat(getComputedStyle(one).fontSize))"""


@contextmanager
def wall(
    chromium: Browser,
    folder: Path,
    size: str,
    *,
    is_on_air: bool = False,
    language: str = "vi",
    lower_edge_mm: float = 900.0,
) -> Iterator[tuple[Page, float]]:
    """A page of the wall, one page away from the first, and its pixels a millimetre."""
    width, height = map(int, size.split("x"))
    on_air = [RELAY] if is_on_air else []
    with screen(folder, size, on_air=on_air, lower_edge_mm=lower_edge_mm) as address:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, locale="vi-VN"
        )
        page = context.new_page()
        page.goto(address, wait_until="domcontentloaded")
        if language != "vi":
            page.click("#tool-language button")
            page.wait_for_selector(f"html[lang={language}]")
        page.wait_for_selector("html[data-page]")
        page.evaluate("document.querySelector('.k-tiles a').click()")
        page.wait_for_selector("#tool-back", state="visible")
        if is_on_air:
            page.wait_for_selector(".k-stop__button", state="visible")
        yield page, width / WIDTHS_MM[size]
        context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("text", ["normal", "large"])
def test_a_broadcast_leaves_half_of_a_low_screen_and_every_target(
    chromium: Browser, tmp_path: Path, text: str, language: str
) -> None:
    with wall(chromium, tmp_path, "800x480", is_on_air=True, language=language) as (page, px):
        page.evaluate(f"document.documentElement.dataset.text = '{text}'")
        until(page, f"{LEFT} > 0.45")
        found = page.evaluate(TARGETS)
        hidden = page.evaluate(OVERLAPS)

    assert len(found) >= 7
    assert [one for one in found if one[1] / px < TARGET_MM - ROUNDED_MM] == []
    assert [one for one in found if one[2] < 0 or one[3] > 800 or one[4] > 480] == []
    assert hidden == []


def test_a_broadcast_leaves_as_much_of_a_low_screen_that_hangs_high(
    chromium: Browser, tmp_path: Path
) -> None:
    with wall(chromium, tmp_path, "800x480", is_on_air=True, lower_edge_mm=1150.0) as (page, px):
        until(page, f"{LEFT} > 0.45")
        found = page.evaluate(TARGETS)
        ways = page.locator(".k-tool:visible").count()
        page.click("#tool-larger")
        ways_large = page.locator(".k-tool:visible").count()

    assert [one for one in found if one[1] / px < TARGET_MM - ROUNDED_MM] == []
    assert (ways, ways_large) == (6, 7)


@pytest.mark.parametrize(
    ("size", "least"),
    [("1024x600", 0.7), ("1280x800", 0.7), ("1920x1080", 0.8), ("720x1280", 0.75)],
)
def test_where_there_is_room_the_bar_has_large_text_too_and_leaves_the_page_the_most(
    chromium: Browser, tmp_path: Path, size: str, least: float
) -> None:
    for language in ("vi", "en"):
        with wall(chromium, tmp_path / language, size, language=language) as (page, px):
            page.click("#tool-larger")
            left = page.evaluate(LEFT)
            page.evaluate("document.getElementById('frame-player').hidden = false")
            capitals = page.evaluate(CAPITALS)
            found = page.evaluate(TARGETS)
            wide = page.evaluate(
                "[...document.querySelectorAll('.k-tool')].filter((o) => o.checkVisibility()"
                " && o.scrollWidth > o.clientWidth).map((o) => o.innerText)"
            )

        assert left >= least
        assert min(capitals) / px >= 7.3
        assert [one for one in found if one[1] / px < TARGET_MM - ROUNDED_MM] == []
        assert [one for one in found if one[3] > int(size.partition("x")[0])] == []
        assert wide == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_low_screen_leaves_the_page_two_thirds_in_large_text(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    with wall(chromium, tmp_path, "800x480", language=language) as (page, px):
        page.click("#tool-larger")
        left = page.evaluate(LEFT)
        found = page.evaluate(TARGETS)

    assert left >= 0.68
    assert [one for one in found if one[1] / px < TARGET_MM - ROUNDED_MM] == []


def test_whoever_comes_back_from_an_answer_finds_what_was_typed(
    chromium: Browser, tmp_path: Path
) -> None:
    with wall(chromium, tmp_path, "800x480") as (page, _):
        page.click("#tool-find")
        page.wait_for_selector(".k-key")
        for key in "khai":
            page.click(f".k-key:text-is('{key}')")
        page.wait_for_selector("#answers a")
        page.click(".k-key--main")
        page.click("#answers a >> nth=0")
        page.wait_for_selector(".k-page")
        page.click("#tool-back")
        page.wait_for_selector("#answers a")
        typed, has_keys = page.input_value("#q"), page.is_visible("#keys")
        page.click("#tool-back")
        page.wait_for_selector("#q", state="detached")

    assert typed == "khai"
    assert not has_keys


def test_a_page_is_on_its_way_before_the_finger_is_lifted(
    chromium: Browser, tmp_path: Path
) -> None:
    with wall(chromium, tmp_path, "1280x800") as (page, _):
        page.click("#tool-back")
        page.wait_for_selector(".k-tiles")
        link = page.locator(".k-tiles a").nth(1)
        address = link.get_attribute("href")
        asked: list[str] = []

        def count(route: Route) -> None:
            asked.append(route.request.headers.get("hub-part", ""))
            route.continue_()

        page.route(f"**{address}", count)
        link.hover()
        with page.expect_response(f"**{address}"):
            page.mouse.down()
        page.mouse.up()
        until(page, f"document.documentElement.dataset.page === '{address}'")

    assert asked == ["main"]


def test_a_wide_wall_has_the_address_below_a_code_on_one_line(
    chromium: Browser, tmp_path: Path
) -> None:
    with screen(tmp_path, "1920x1080", width_mm=476.0) as address:
        context = chromium.new_context(viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.goto(address + "procedure/1.001193")
        page.wait_for_selector(".k-qr__told")
        page.evaluate("document.documentElement.dataset.text = 'large'")
        page.evaluate("document.fonts.ready.then(() => true)")
        told = page.locator(".k-qr__told")
        height = told.evaluate("(one) => one.getBoundingClientRect().height")
        line = told.evaluate("(one) => parseFloat(getComputedStyle(one).lineHeight)")
        text = told.inner_text()
        context.close()

    assert text == "dichvucong.gov.vn"
    assert height < 1.5 * line
