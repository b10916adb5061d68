"""A villager speaks to the screen and is given a number; the village head hears it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hub.store.connect import open_content
from hub.store.opinions import all_feedback
from hub.store.permits import Service
from tests.browser.test_codes import screen
from tests.browser.test_low_screen import RELAY
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

IS_SEEN = """(one) => {
  const box = one.getBoundingClientRect();
  const room = document.getElementById("main").getBoundingClientRect();
  return box.top >= room.top - 0.5 && box.bottom <= room.bottom + 0.5;
}"""


def test_a_spoken_message_is_recorded_heard_sent_and_numbered(
    chromium: Browser, tmp_path: Path
) -> None:
    with screen(tmp_path, "1280x800") as address:
        context = chromium.new_context(permissions=["microphone"], has_touch=True)
        page = context.new_page()
        page.goto(address + "feedback")
        page.wait_for_selector("#voice:not([hidden])")
        page.tap("#record")
        page.wait_for_selector("#voice p[role=status]:not(:empty)")
        page.tap("#record")
        page.wait_for_selector("#heard:not([hidden])")
        page.tap("#tell .k-button--main")
        page.wait_for_selector(".k-dial")
        number = page.inner_text(".k-dial")
        page.goto(address + "feedback")
        page.fill("#number", number)
        page.tap("form[action$=state] .k-button")
        page.wait_for_selector(".k-state")
        context.close()
    with open_content(tmp_path / "hub", Service.WEB) as store:
        kept = all_feedback(store)[0]

    assert number.startswith(f"{kept.number}-")
    message = (tmp_path / "hub" / "voices-told" / kept.voice_sha256).read_bytes()
    assert message[:4] == b"\x1a\x45\xdf\xa3"
    assert 500 < len(message) < 200_000


def test_on_a_low_screen_the_number_and_what_looks_it_up_are_seen_at_once(
    chromium: Browser, tmp_path: Path
) -> None:
    with screen(tmp_path, "800x480", on_air=[RELAY]) as address:
        context = chromium.new_context(viewport={"width": 800, "height": 480}, has_touch=True)
        page = context.new_page()
        page.goto(address + "rating")
        page.wait_for_selector(".k-stop__button", state="visible")
        faces = page.locator(".k-face span")
        is_named = [faces.nth(place).evaluate(IS_SEEN) for place in range(5)]
        page.goto(address + "feedback")
        page.wait_for_selector(".k-stop__button", state="visible")
        page.fill("#text", "Loa xóm 1 bị rè.")
        page.tap("#tell .k-button--main")
        page.wait_for_selector(".k-dial")
        is_told = page.locator(".k-dial").evaluate(IS_SEEN)
        page.goto(address + "feedback")
        page.wait_for_selector(".k-stop__button", state="visible")
        page.tap("#number")
        page.tap(".k-key--main")
        page.wait_for_selector("#keys", state="hidden")
        looks_up = page.locator("form[action$=state] button").element_handle()
        until(page, IS_SEEN, arg=looks_up)
        is_field_seen = page.locator("#number").evaluate(IS_SEEN)
        context.close()

    assert is_named == [True] * 5
    assert is_told
    assert is_field_seen
