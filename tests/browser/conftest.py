"""Fixtures: one running hub and one browser for all browser tests, and for them alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from scripts.shown_hub import CHROMIUM, ShownHub, browser, phone, running_hub


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
