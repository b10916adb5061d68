"""A phone that does not reach the hub says so: of a stop, and of what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from scripts.shown_hub import ShownHub
from tests.browser.test_phone import violations

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(180)]


@pytest.fixture
def page(hub: ShownHub, paired: BrowserContext) -> Iterator[Page]:
    found = paired.new_page()
    found.goto(hub.address)
    yield found
    paired.set_offline(False)
    found.close()


def test_a_stop_that_does_not_reach_the_hub_points_to_the_red_switch(page: Page) -> None:
    page.context.set_offline(True)

    page.click(".stop__button")

    page.wait_for_selector("#answer .banner--unsure")
    assert "ngắt công tắc đỏ" in page.inner_text("#answer")
    assert violations(page) == []


def test_a_page_without_the_hub_says_that_it_may_be_old_until_the_hub_is_back(page: Page) -> None:
    assert page.is_hidden("#stale")

    page.context.set_offline(True)
    page.wait_for_selector("#stale", state="visible")
    assert "có thể đã cũ" in page.inner_text("#stale")

    page.context.set_offline(False)
    page.wait_for_selector("#stale", state="hidden")


def test_a_stop_that_waits_for_its_answer_says_so(page: Page) -> None:
    page.route("**/orders/stop", lambda _: None)  # nobody answers

    page.click(".stop__button")

    page.wait_for_selector(".stop__wait", state="visible")
    page.wait_for_selector("#answer .banner--unsure")
