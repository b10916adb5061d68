"""Fixtures: one running hub and one browser for all browser tests, and for them alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from hub.certificates.front import nginx
from scripts.shown_hub import CHROMIUM, ShownHub, browser, phone, running_hub
from tests.browser.safe_hub import SafeHub, safe_hub, trusting_browser


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownHub]:
    if shutil.which(CHROMIUM) is None:
        pytest.skip("no Chromium: apt-get install chromium")
    folder: Path = tmp_path_factory.mktemp("hub")
    with running_hub(folder) as found:
        yield found


@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    """Starts browsers; a process can have only one."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="package")
def chromium(hub: ShownHub, driver: Playwright) -> Iterator[Browser]:
    with browser(driver) as found:
        yield found


@pytest.fixture(scope="package")
def paired(hub: ShownHub, chromium: Browser) -> Iterator[BrowserContext]:
    """The village head's phone."""
    context = phone(chromium)
    hub.pair(context.new_page())
    yield context
    context.close()


@pytest.fixture(scope="package")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeHub]:
    """A hub with https under its name."""
    if shutil.which(CHROMIUM) is None or shutil.which("certutil") is None or nginx() is None:
        pytest.skip("needs chromium, libnss3-tools and nginx-light")
    with safe_hub(tmp_path_factory.mktemp("safe")) as found:
        yield found


@pytest.fixture(scope="package")
def trusting(
    safe: SafeHub, driver: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser that was given the authority, as the page of the hub tells."""
    with trusting_browser(safe, driver.chromium, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="package")
def safe_head(safe: SafeHub, trusting: Browser) -> Iterator[BrowserContext]:
    """The village head's phone, paired over https by the hub's name."""
    context = trusting.new_context(viewport={"width": 360, "height": 780}, locale="vi-VN")
    page = context.new_page()
    ShownHub(safe.shown.folder, safe.address, safe.shown.code).pair(page)
    page.close()
    yield context
    context.close()
