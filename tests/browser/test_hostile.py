"""What villages may enter and screens stumble over: codes, edges, millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import fitting, test_codes
from tests.browser.codes_shown import of_its_own
from tests.browser.fitting import misfits
from tests.browser.hostile import fill_hostile
from tests.browser.photographs import CAMERAS, HELD, photograph, read
from tests.browser.test_codes import codes, is_quiet, served
from tests.browser.test_low_screen import RELAY
from tests.browser.test_screen_measures import RULES, every_sort
from tests.web.site import NOW

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(300)]

SIZES = {
    "800x480": 154.0,
    "1024x600": 154.0,
    "1280x800": 217.0,
    "1920x1080": 344.0,
    "720x1280": 136.0,
    "600x1024": 126.0,
}
"""Pixels and millimetres: 7 inches twice, 10.1, 15.6, and two that stand upright."""
DOTTED = ("dotted", "clamped", 'broken word <strong k-number> "0123456789abcdef')
"""A title on air or at rest that stands whole on its own page; a password of 64 letters."""
TYPE = "document.getElementById('text').focus()"
ANSWER = """document.getElementById('frame-stopped').append(
  document.getElementById('frame-unsure').content.cloneNode(true))"""
STATES: Mapping[str, tuple[str, str, str]] = {
    "is somebody there": (
        "", "document.getElementById('frame-ask').hidden = false", ".k-ask:not([hidden])"
    ),
    "a code alone": (
        "notices/dai250", "document.querySelector('[data-whole]').click()",
        ".k-whole:not([hidden]) svg",
    ),
    "read aloud": ("", "document.getElementById('frame-player').hidden = false", "#tool-slower"),
    "away": ("", "document.getElementById('frame-away').hidden = false", ".k-away:not([hidden])"),
    "stopped": (
        "",
        ANSWER,
        ".k-stop__answer .banner",
    ),
    "typing": ("feedback", TYPE, ".k-key"),
    "digits": ("feedback", "document.getElementById('phone').focus()", ".k-key"),
    "a notice": ("party", "", "#main h1"),
}  # fmt: skip
"""Where it is, what brings it about, and what is seen then."""


@contextmanager
def wall(
    chromium: Browser, folder: Path, size: str, monkeypatch: pytest.MonkeyPatch, on_air: str = ""
) -> Iterator[tuple[Page, str, Mapping[str, tuple[str, ...]]]]:
    """A page, the address of its pages, and what stands in their codes."""
    monkeypatch.setattr(test_codes, "fill", lambda *_: None)
    monkeypatch.setitem(test_codes.WIDTHS_MM, size, SIZES[size])
    width, height = map(int, size.split("x"))
    air = [{**RELAY, "kind": on_air}] if on_air else []
    with served(folder, size, air, lower_edge_mm=1150.0) as (address, site):
        texts = {**fill_hostile(site.folder, NOW), **of_its_own(site)}
        context = chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, locale="vi-VN"
        )
        context.add_init_script("sessionStorage.clear()")
        yield context.new_page(), address, texts
        context.close()


def opened(page: Page, address: str, *, is_on_air: bool = True) -> None:
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("html[data-page]")
    page.evaluate("document.fonts.ready.then(() => true)")
    if is_on_air:
        page.wait_for_selector(".k-stop__button", state="visible")


def px_per_mm(size: str) -> float:
    return int(size.partition("x")[0]) / SIZES[size]


@pytest.mark.parametrize("size", ["800x480", "1280x800", "720x1280"])
def test_codes_of_likely_but_hostile_content_are_read_by_two_decoders(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    wrong = []
    with wall(chromium, tmp_path, size, monkeypatch) as (page, address, texts):
        for path, wanted in texts.items():
            chance = Random(f"{size} {path}")
            opened(page, address + path, is_on_air=False)
            look = [chance.choice(["", "large"]), "", chance.choice(["light", "dark"])]
            page.evaluate(fitting.LOOK, look)
            found = list(codes(page))
            assert len(found) == len(wanted), path
            for one, text in zip(found, wanted, strict=True):
                if not one.is_whole or not is_quiet(one.plate, text):
                    wrong.append((path, text, "not whole, or not quiet around"))
                camera = chance.choice([*CAMERAS, *HELD])
                got = read(photograph(one.shot, camera, text))
                if set(got) != {text}:
                    wrong.append((path, camera.name, f"{got}"))

    assert wrong == []


@pytest.mark.parametrize("size", ["1024x600", "600x1024"])
def test_no_page_cuts_off_overlaps_or_shrinks_likely_but_hostile_content(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    wrong = []
    with wall(chromium, tmp_path, size, monkeypatch, "routine") as (page, address, texts):
        base = address.removesuffix("/kiosk/")
        paths = {*(f"/kiosk/{path}" for path in texts), *every_sort(page, address)}
        for path in sorted(paths):
            opened(page, base + path)
            reach = Random(f"{size} {path}").choice(["", "low"])
            for text in ("", "large"):
                page.evaluate(fitting.LOOK, [text, reach, "light"])
                found = misfits(page, px_per_mm(size), is_large=text == "large")
                wrong += [(path, text, reach, one) for one in found if not one.startswith(DOTTED)]

    assert len(paths) > 20
    assert wrong == []


@pytest.mark.parametrize("size", ["800x480"])
def test_every_state_of_the_frame_fits_and_is_no_barrier(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    wrong = []
    with wall(chromium, tmp_path, size, monkeypatch, "routine") as (page, address, _):
        for name, (path, act, seen) in STATES.items():
            for text, colours in (("large", "light"), ("", "dark")):
                opened(page, address + path)
                page.evaluate(fitting.LOOK, [text, "", colours])
                page.evaluate(act)
                page.wait_for_selector(seen, state="visible")
                found = misfits(page, px_per_mm(size), is_large=text == "large")
                wrong += [(name, text, one) for one in found if not one.startswith(DOTTED)]
                told = Axe().run(page, options=RULES).response["violations"]
                wrong += [(name, colours, one["id"]) for one in told]

    assert wrong == []


@pytest.mark.parametrize("size", ["800x480", "720x1280"])
@pytest.mark.parametrize("text", ["", "large"])
def test_an_emergency_shows_all_of_it_or_lets_itself_be_moved(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str, text: str
) -> None:
    with wall(chromium, tmp_path, size, monkeypatch, "emergency") as (page, address, _):
        opened(page, address)
        page.evaluate(fitting.LOOK, [text, "", "light"])
        page.wait_for_selector(".k-takeover")
        first = page.locator(".k-takeover__title").bounding_box()
        page.locator(".k-takeover").evaluate("(one) => one.scrollTo(0, 1e6)")
        last = page.locator(".k-takeover__do").bounding_box()
        stop = page.locator(".k-stop__button").bounding_box()
        found = misfits(page, px_per_mm(size), is_large=text == "large")

    assert first is not None
    assert last is not None
    assert stop is not None
    assert first["y"] < stop["y"] / 2
    assert last["y"] + last["height"] <= stop["y"]
    assert [one for one in found if one.startswith(("small", "broken", "over the side"))] == []
