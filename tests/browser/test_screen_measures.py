"""Millimetres, diacritics and barriers on pages full of content, on a small screen and a large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.test_codes import WIDTHS_MM, screen
from tests.browser.test_screen import CLIPPED, STACKED

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]

PATHS = ("", "event/sinh-con", "procedure/1.001193", "wifi", "feedback", "rating")
LINK = re.compile(r'href="(/kiosk/[^"#]*)"')
MOST = 150
TARGET_MM = 20.0
EVERY_TARGET = (
    "a, button:not(.k-key), select, textarea, audio[controls], label:has(input),"
    " input:not([type=radio], [type=checkbox], [type=file], [type=hidden])"
)
"""All that can be touched; keys of the keyboard are eleven millimetres, ten stand side by side."""
SMALLEST = """(selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility() && one.getClientRects().length)
  .map((one) => [one.getBoundingClientRect(), one])
  .map(([box, one]) => [Math.min(box.width, box.height), one.outerHTML.slice(0, 60)])"""
ROUNDED_MM = 0.05
"""Sizes are given in tenths of a pixel."""
LOOKS = {"large": ("text", "large"), "low": ("reach", "low")}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture(params=["800x480", "1920x1080"])
def wall(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path
) -> Iterator[tuple[Page, str, float]]:
    """A page, where its pages are, and its pixels a millimetre."""
    size: str = request.param
    width, height = map(int, size.split("x"))
    with screen(tmp_path, size) as address:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, locale="vi-VN"
        )
        context.add_init_script("sessionStorage.clear()")  # nobody touches it: it would go to rest
        yield context.new_page(), address, width / WIDTHS_MM[size]
        context.close()


def opened(page: Page, address: str) -> None:
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("#main h1", state="attached")  # a small screen being typed on hides it


def put_keys_away(page: Page) -> None:
    """No field is typed into: where one is, a small screen makes room for the keys."""
    page.wait_for_load_state("load")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_selector("html:not([data-typing])", state="attached")


def every_sort(page: Page, address: str) -> list[str]:
    """The first page of each sort that links lead to, below the screen's door."""
    base = address.removesuffix("/kiosk/")
    waiting, seen, sorts = ["/kiosk/", "/kiosk/nowhere"], set[str](), dict[str, str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = page.request.get(base + path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        parts = path.split("?")[0].split("/")
        sorts.setdefault("/".join(parts[:3]) + str(len(parts)), path)
        waiting += LINK.findall(answer.text())
    return list(sorts.values())


def test_every_target_of_every_sort_of_page_is_20_mm(wall: tuple[Page, str, float]) -> None:
    page, address, px_per_mm = wall
    found = every_sort(page, address)
    assert len(found) > 14
    small = {}
    for path in found:
        opened(page, address.removesuffix("/kiosk/") + path)
        put_keys_away(page)
        for size_px, told in page.evaluate(SMALLEST, EVERY_TARGET):
            if size_px / px_per_mm < TARGET_MM - ROUNDED_MM:
                small[f"{path} {told}"] = round(size_px / px_per_mm, 1)

    assert small == {}


def test_no_page_clips_two_marks_over_a_capital_or_is_a_barrier_large_or_low(
    wall: tuple[Page, str, float],
) -> None:
    page, address, _ = wall
    found = []
    for path in PATHS:
        opened(page, address + path)
        for name, (key, value) in LOOKS.items():
            page.evaluate(f"document.documentElement.dataset.{key} = '{value}'")
            page.wait_for_timeout(100)
            told = Axe().run(page, options=RULES).response["violations"]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [(path, name, one["id"]) for one in told]
            found += [(path, name, "too wide")] if over > 0 else []
        page.evaluate(STACKED)
        found += [(path, "marks", one) for one in page.evaluate(CLIPPED)]

    assert found == []
