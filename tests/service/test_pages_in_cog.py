"""The wall's pages in WebKit (cog): put in place, typed, read aloud, taken over by an emergency."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.takeover import PROGRAMME, control
from hub.config import load
from scripts.shown_hub import ShownHub, running_hub
from tests.service.test_kiosk_browser import is_live, wait_until
from tests.service.test_uploads import Phone
from tests.service.wpe import COG, DRIVER, Driver, driver

pytestmark = [
    pytest.mark.service,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not (Path(COG).exists() and Path(DRIVER).exists()), reason="needs cog and wpewebkit-driver"
    ),
]

KEY = """const key = [...document.querySelectorAll('.k-key')].find((one) => one.textContent === %r);
key.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true }));
key.click(); return 1"""
SPEAKS = """const told = document.getElementById('frame-spoken');
return told.textContent === told.dataset.reads"""
ENDS = "return document.documentElement.dataset.speaking === undefined"
COVERED = """const shown = document.querySelector('.k-takeover');
const box = shown && shown.getBoundingClientRect();
return !!box && box.width >= innerWidth - 1 && box.height > innerHeight / 2
  && shown.contains(document.elementFromPoint(innerWidth / 2, 40))"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownHub]:
    folder = tmp_path_factory.mktemp("wpe")
    quiet = "2026-12-02T13:00:00"  # while something is on air nothing else is spoken
    kiosk = "idle_s = 900\n[kiosk.watch]\nbeat_s = 0.5\n"
    with running_hub(folder, quiet, kiosk) as found:
        config = load(next(found.folder.glob("examples/*/village.toml")))
        Phone(config, "Cô Lan", datetime(2026, 12, 2, 6, tzinfo=UTC))  # no code is shown then
        yield found


@pytest.fixture
def page(shown: ShownHub, tmp_path: Path) -> Iterator[Driver]:
    with driver(tmp_path) as found:
        found.go(f"{shown.screen}/kiosk/")
        found.until("return document.querySelectorAll('.k-tile').length > 3")
        yield found


def test_the_page_beats_and_a_touch_puts_another_in_its_place(
    shown: ShownHub, page: Driver
) -> None:
    wait_until(shown, is_live)

    page.run("window.isKept = true; document.querySelector('.k-tile').click()")

    page.until("return document.documentElement.dataset.page !== '/kiosk/'")
    assert page.run("return window.isKept")
    page.run("document.getElementById('tool-back').click()")
    page.until("return document.documentElement.dataset.page === '/kiosk/'")


def test_vietnamese_is_typed_on_the_keys_and_found(page: Driver) -> None:
    page.run("document.querySelector('a.k-tool[href$=find], a.k-tool:nth-of-type(2)').click()")
    page.until("return document.querySelectorAll('#keys .k-key').length > 20")

    for key in "khai sinh ":
        page.run(KEY % ("␣" if key == " " else key))
    for key in "ddawng":
        page.run(KEY % key)

    typed = page.run("return document.querySelector('[data-keys=vi]').value")
    assert typed == "khai sinh đăng"


def test_a_page_is_read_aloud(page: Driver) -> None:
    assert page.run("return new Audio().canPlayType('audio/wav')")

    page.run("document.getElementById('tool-aloud').click()")

    page.until(SPEAKS)
    page.run("document.getElementById('tool-quiet').click()")
    page.until(ENDS)


def test_an_emergency_takes_the_screen_and_gives_it_back(shown: ShownHub, page: Driver) -> None:
    line = control(load(next(shown.folder.glob("examples/*/village.toml"))).run_dir)
    try:
        line.give("cog", "play", programme=PROGRAMME, kind="emergency", resume=True)
        page.until(COVERED)
        line.give("cog-stop", "stop")
        page.until("return !document.querySelector('.k-takeover')")
    finally:
        line.close()


def test_what_cog_cannot_do_is_said_and_not_offered(shown: ShownHub, page: Driver) -> None:
    page.go(f"{shown.screen}/kiosk/feedback")
    threading.Event().wait(1.0)

    assert page.run("return document.querySelector('#voice button').disabled")
