"""Waits until a page is as expected."""

from __future__ import annotations

import time

from playwright.sync_api import Page


def until(page: Page, is_so: str, arg: object = None) -> None:
    """Wait for an expression to be true.

    The browser driver's own wait evaluates it within the page, whose policy forbids that
    (`script-src 'self'`): it answers only what is true at once and fails for the rest.

    Raises:
        AssertionError: It did not become true within 15 seconds.
    """
    end_s = time.monotonic() + 15
    while not page.evaluate(is_so, arg):
        assert time.monotonic() < end_s, is_so
        page.wait_for_timeout(100)
