"""No barrier on any page of the routes table, in both languages, light, dark and in the sun."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from scripts.shown_hub import ShownHub
from tests.browser.every_page import every_page, with_a_draft
from tests.browser.test_phone import violations

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(600)]

ALL = list(itertools.product(("vi", "en"), ("light", "dark", "sun")))
LOOKS = ALL if os.environ.get("HUB_EVERY_LOOK") else [("vi", "light"), ("en", "dark")]
"""Both languages; all six looks with ``HUB_EVERY_LOOK=1``.

The main pages are looked at in the sun by `test_phone`, all of them by ``make bench ARGS=pages``.
"""


@pytest.fixture(autouse=True)
def as_it_was(paired: BrowserContext) -> Iterator[None]:
    """The phone belongs to the other tests, too."""
    yield
    for name in ("hub_language", "hub_colours"):
        paired.clear_cookies(name=name)


@pytest.fixture(scope="module")
def pages(hub: ShownHub, paired: BrowserContext) -> list[str]:
    with_a_draft(hub)
    return every_page(hub, paired.request)


def test_every_page_is_found(pages: list[str]) -> None:
    assert len(pages) > 40


@pytest.mark.parametrize(("spoken", "colours"), LOOKS)
def test_axe_finds_no_barrier_on_any_page(
    hub: ShownHub, paired: BrowserContext, pages: list[str], spoken: str, colours: str
) -> None:
    host = hub.address.split("/")[2].partition(":")[0]
    for name, value in (("hub_language", spoken), ("hub_colours", colours)):
        for domain in (host, "localhost"):
            paired.add_cookies([{"name": name, "value": value, "domain": domain, "path": "/"}])
    page = paired.new_page()
    found = {}
    for address in pages:
        page.goto(address)
        bad = violations(page)
        if bad:
            found[address] = bad
    page.close()

    assert found == {}
