"""A new phone photographs the code on the screen in the house, and is paired by what it read."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pyzbar import pyzbar
from werkzeug.serving import make_server

from hub.domain.person import Role
from hub.store.migrate import migrate_all
from tests.web.site import PIN, Site
from web.build import greeting
from web.kiosk.place import screen_door
from web.parts import parts_of

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]
SCREEN = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 780}
SOON_MS = 20_000


@contextmanager
def door(application: Any) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    migrate_all(tmp_path / "new")
    found = Site(tmp_path / "hub", tmp_path / "new")
    object.__setattr__(found.parts.config.kiosk, "port", 1)
    yield found
    found.close()


@pytest.fixture
def doors(site: Site) -> Iterator[tuple[int, int]]:
    """The ports of the pages and of the screen."""
    with door(site.app) as pages, door(screen_door(site.app)) as screen:
        yield pages, screen


def photographed(page: Page) -> str:
    """What two decoders read from a photograph of the whole screen."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    one = {found.text for found in zxingcpp.read_barcodes(shot)}
    other = {found.data.decode() for found in pyzbar.decode(shot)}
    assert one == other
    (told,) = one
    return told


def pair(chromium: Browser, address: str, name: str = "") -> None:
    """A phone opens what it photographed."""
    context = chromium.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    phone = context.new_page()
    phone.goto(address)
    if name:
        phone.fill("#name", name)
    for field in ("pin", "again"):
        phone.fill(f"input[name={field}]", PIN)
    phone.click("form.card button")
    expect(phone.locator(".stop__button")).to_be_visible(timeout=SOON_MS)
    context.close()


def test_the_first_phone_is_paired_by_the_code_of_the_screen(
    chromium: Browser, site: Site, doors: tuple[int, int]
) -> None:
    pages, screen = doors
    told = " ".join(greeting(site.parts.config, site.clock, pages, parts_of(site.app).on_screen))
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", told)
    assert code is not None
    page = chromium.new_page(viewport=SCREEN)  # type: ignore[arg-type]
    page.goto(f"http://127.0.0.1:{screen}/")
    expect(page.locator(".k-pairing")).to_be_visible(timeout=SOON_MS)
    expect(page.locator(".k-pairing")).to_contain_text(code[0])

    read = photographed(page)

    assert re.fullmatch(rf"http://[0-9.]+:{pages}/pair/{code[0]}", read)
    pair(chromium, f"http://127.0.0.1:{pages}/pair/{read.rsplit('/', 1)[1]}", "Bà Hoa")
    expect(page.locator(".k-pairing")).to_have_count(0, timeout=SOON_MS)
    page.close()


def test_a_phone_lets_another_one_in_by_the_screen(
    chromium: Browser, site: Site, doors: tuple[int, int]
) -> None:
    pages, screen = doors
    head, newcomer = site.phone(name="Bà Hoa"), site.person("Cô Lan", Role.SPEAKER)
    page = chromium.new_page(viewport=SCREEN)  # type: ignore[arg-type]
    page.goto(f"http://127.0.0.1:{screen}/")
    expect(page.locator("h1")).to_be_visible(timeout=SOON_MS)
    assert page.locator(".k-pairing").count() == 0

    head.post(f"/people/{newcomer.id}/screen")
    expect(page.locator(".k-pairing")).to_contain_text("Cô Lan", timeout=SOON_MS)
    read = photographed(page)

    pair(chromium, f"http://127.0.0.1:{pages}/pair/{read.rsplit('/', 1)[1]}")
    expect(page.locator(".k-pairing")).to_have_count(0, timeout=SOON_MS)
    with site.people() as people:
        assert people.row("SELECT count(*) FROM phone") == (2,)
    page.close()
