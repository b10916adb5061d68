"""The calendar in a real browser: its pages, its form, and two people at once."""

from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page

from scripts.shown_hub import PHONE, ShownHub
from tests.browser.test_phone import COLOURS_FADE_MS, violations

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]

SLOT = f"id={quote('sang-tin-tinh@yen-minh')}&on=20261203T221500Z"
FAR = f"slot/change?id={quote('nhac-ngay-ram@yen-minh')}&on=20261222T101800Z&act=all"
"""A slot that no other test looks at: all share one hub."""
PAGES = (
    f"slot?{SLOT}",
    f"slot/change?{SLOT}&act=all",
    f"slot/change?{SLOT}&act=skip",
    "calendar/link",
    "calendar/import",
)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_barrier_in_the_calendar(
    hub: ShownHub, paired: BrowserContext, path: str
) -> None:
    page = paired.new_page()
    page.goto(hub.address + path)
    for colours in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.colours = '{colours}'")
        page.wait_for_timeout(COLOURS_FADE_MS)
        assert violations(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.close()


def test_the_form_shows_the_fields_of_the_way_that_is_chosen(
    hub: ShownHub, paired: BrowserContext
) -> None:
    page = paired.new_page()
    page.goto(hub.address + PAGES[1])
    page.wait_for_selector("#way")

    assert shown(page) == {"time", "last"}
    page.select_option("#way", "weekly")
    assert shown(page) == {"time", "last", "weekday"}
    page.select_option("#way", "beside")
    assert shown(page) == {"beside", "side", "gap", "last"}
    page.select_option("#way", "once")
    assert shown(page) == {"time"}
    page.close()


def test_two_people_change_the_same_slot_at_once(hub: ShownHub, paired: BrowserContext) -> None:
    first, second = paired.new_page(), paired.new_page()
    for page, time in ((first, "17:21"), (second, "17:22")):
        page.goto(hub.address + FAR)
        page.fill("#time", time)

    first.click("form .button--main")
    first.wait_for_url("**/calendar?*")
    second.click("form .button--main")

    told = second.inner_text("main")
    assert "17:21" in told
    assert "17:22" in told
    assert violations(second) == []
    second.click("form .button--plain")
    second.wait_for_url("**/calendar?*")
    first.goto(hub.address + "calendar?day=2026-12-22")
    assert "17:22" in first.inner_text("main")
    first.close()
    second.close()


def shown(page: Page) -> set[str]:
    """Names of the fields that change with the way, as far as they can be seen."""
    names = ("time", "last", "weekday", "month_day", "lunar", "year_day", "beside", "side", "gap")
    return {name for name in names if page.locator(f"[name={name}]").first.is_visible()}
