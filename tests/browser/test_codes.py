"""Every code on every page of the touchscreen, at every size, is read from a photograph of it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from werkzeug.serving import make_server

from hub.content.starter import starter_catalogue
from hub.domain.entry import EntryKind
from hub.qr.drawing import code
from hub.store.migrate import migrate_all
from scripts.shown_content import fill
from tests.browser.codes_shown import PAPER, of_its_own, of_the_example
from tests.browser.photographs import CAMERAS, HELD, Camera, photograph, read
from tests.web.site import NOW, VILLAGE, Site
from web.kiosk.place import screen_door

pytestmark = [pytest.mark.browser, pytest.mark.service, pytest.mark.timeout(600)]

WIDTHS_MM = {
    "800x480": 154.0,
    "1024x600": 222.0,
    "1280x800": 217.0,
    "1920x1080": 344.0,
    "720x1280": 136.0,
}
BESIDE = 24
"""Pixels around a code that a camera sees too."""
LOOKS = {"normal": CAMERAS[:2], "large": CAMERAS[2:]}
"""Each text has cameras of its own: its codes are the same, pixel for pixel."""
AS_A_WHOLE = ("procedure/", "entry/")
"""Pages that are about their code: in the usual text nobody has to move them to see all of it."""
WARNS_FIRST = "payments"
"""Its title speaks of the code, and what must be compared before one pays stands above it."""

LOOK = """(look) => {
  if (look === "large") document.documentElement.dataset.text = look;
  else document.documentElement.removeAttribute("data-text");
  document.getElementById("main").scrollTo({top: 0, behavior: "instant"});
}"""
SEEN = """(part) => {
  const main = document.getElementById("main"), room = main.getBoundingClientRect();
  const isSeen = (one, part) => {
    const box = one.getBoundingClientRect();
    const most = Math.min(box.bottom, room.bottom) - Math.max(box.top, room.top);
    return one.checkVisibility() && box.height > 0 && most >= part * box.height - 0.5;
  };
  const opener = main.querySelector(".k-open");
  if (isSeen(main.querySelector(".k-qr svg"), part)) return true;
  return part < 1 && opener !== null && isSeen(opener, 1);
}"""
"""Whether so much of the first code is in view before anybody moves the page, or what opens it."""
PLACE = """(plate) => {
  plate.scrollIntoView({block: "center", behavior: "instant"});
  const box = plate.getBoundingClientRect();
  const room = plate.closest(".k-main, .k-rest")?.getBoundingClientRect();
  if (!room) return null;
  const isIn = box.top >= room.top - 0.5 && box.bottom <= room.bottom + 0.5;
  const isSo = box.width === Number(plate.getAttribute("width")) && box.width === box.height;
  return [box.left, box.top, box.width, isIn && isSo && box.left >= 0 && box.right <= innerWidth];
}"""
"""A code is moved into view: where it is, and whether all of it is, as large as it was drawn.

Nothing when the page was fetched again in between, as that of the wifi is by what it hears.
"""
REST = """() => {
  for (const one of document.querySelectorAll(".k-slide"))
    one.hidden = !one.classList.contains("k-slide--code");
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A code where a person would have scrolled it to.

    Attributes:
        is_whole: All of it is in view, as large as it was drawn.
        shot: What a camera sees.
        plate: The code with its quiet zone alone.
    """

    is_whole: bool
    shot: bytes
    plate: Image.Image


def codes(page: Page) -> Iterator[Shown]:
    """Each code of a page that is not hidden."""
    size = page.viewport_size
    assert size is not None
    plates = page.locator(".k-qr svg:visible")  # found anew each time: a page may be fetched again
    for number in range(plates.count()):
        x, y, side, is_whole = _place(plates.nth(number))
        left, top = max(0.0, x - BESIDE), max(0.0, y - BESIDE)
        right, bottom = (
            min(size["width"], x + side + BESIDE),
            min(size["height"], y + side + BESIDE),
        )
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        shot = page.screenshot(clip=clip)  # type: ignore[arg-type]
        with Image.open(io.BytesIO(shot)) as found:
            box = (round(x - left), round(y - top), round(x - left + side), round(y - top + side))
            yield Shown(is_whole, shot, found.convert("L").crop(box))


def _place(plate: Locator) -> tuple[float, float, float, bool]:
    for _ in range(20):
        found: tuple[float, float, float, bool] | None = plate.evaluate(PLACE)
        if found is not None:
            return found
        plate.page.wait_for_timeout(50)
    raise TimeoutError("the page is fetched again and again")


def is_quiet(plate: Image.Image, text: str) -> bool:
    """Whether four modules around it are white, every pixel of them."""
    zone = 4 * plate.width // (code(text).modules + 8)
    inner = (zone, zone, plate.width - zone, plate.height - zone)
    around = plate.copy()
    around.paste(255, inner)
    return around.getextrema()[0] == 255


def misread(page: Page, texts: Sequence[str], cameras: Sequence[Camera]) -> Iterator[str]:
    """What is wrong with the codes of a page: to these cameras, and to one that is held oddly."""
    size = page.viewport_size
    found = list(codes(page))
    if len(found) != len(texts):
        yield f"{len(found)} codes"
    for one, text in zip(found, texts, strict=False):
        if not one.is_whole:
            yield "not whole"
        if not is_quiet(one.plate, text):
            yield "not quiet around"
        for camera in (*cameras, Random(f"{text} {size}").choice(HELD)):
            got = read(photograph(one.shot, camera, text))
            if set(got) != {text}:
                yield f"{camera.name}: {got}"


@contextmanager
def screen(
    folder: Path, size: str, on_air: Sequence[Mapping[str, object]] = (), **more: Any
) -> Iterator[str]:
    """The pages at one screen's door, while something is on air or nothing is."""
    with served(folder, size, on_air, **more) as (address, _):
        yield address


@contextmanager
def served(
    folder: Path, size: str, on_air: Sequence[Mapping[str, object]] = (), **more: Any
) -> Iterator[tuple[str, Site]]:
    """The same, and the hub whose pages they are."""
    migrate_all(folder / "new")
    kiosk = {"resolution": size, "width_mm": WIDTHS_MM[size], **more}
    before = VILLAGE.get("kiosk")
    VILLAGE["kiosk"] = kiosk
    try:
        site = Site(folder / "hub", folder / "new")
    finally:
        if before is None:
            del VILLAGE["kiosk"]
        else:
            VILLAGE["kiosk"] = before
    fill(folder / "hub", NOW)
    site.playout.state["on_air"] = list(on_air)
    application: Callable[..., Any] = screen_door(site.app)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/kiosk/", site
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        site.close()


def modules_mm(page: Page, selector: str, modules: int, px_per_mm: float) -> float:
    """Millimetres of a module of a code as the browser has drawn it."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["width"] / (modules + 8) / px_per_mm


@pytest.mark.parametrize(
    ("size", "width_mm", "distance_m"),
    [
        ("800x480", 154.0, 0.6), ("800x480", 154.0, 0.9), ("1024x600", 154.0, 0.6),
        ("1024x600", 222.0, 1.0), ("1920x1080", 344.0, 1.0), ("720x1280", 136.0, 1.0),
    ],
)  # fmt: skip
def test_a_touched_code_has_the_whole_screen_and_2_mm_a_module_for_each_metre(
    chromium: Browser, tmp_path: Path, size: str, width_mm: float, distance_m: float
) -> None:
    width, height = map(int, size.split("x"))
    one = max(starter_catalogue().procedures, key=lambda found: len(found.link))
    with screen(tmp_path, size, width_mm=width_mm, scan_distance_m=distance_m) as address:
        context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=True)
        page = context.new_page()
        page.goto(f"{address}procedure/{one.code}", wait_until="domcontentloaded")
        page.wait_for_selector(".k-tool")
        page.tap(".k-qr__larger")
        page.wait_for_selector("#frame-whole:not([hidden]) .k-whole__plate svg")
        modules = code(one.link).modules
        module_mm = modules_mm(page, ".k-whole__plate svg", modules, width / width_mm)
        plate = page.locator(".k-whole__plate svg").bounding_box()
        got = read(photograph(page.screenshot(), CAMERAS[0], one.code))
        close = page.locator("#whole-close").bounding_box()
        page.tap("#whole-close")
        page.wait_for_selector("#frame-whole", state="hidden")
        context.close()

    assert module_mm >= 2 * distance_m
    assert plate is not None
    assert close is not None
    assert min(plate["x"], plate["y"]) >= 0
    assert plate["y"] + plate["height"] <= height
    assert close["x"] + close["width"] <= width
    assert close["y"] + close["height"] <= height
    assert set(got) == {one.link}


@pytest.mark.parametrize("size", WIDTHS_MM)
def test_every_code_of_every_page_is_read_by_two_decoders(
    chromium: Browser, tmp_path: Path, size: str
) -> None:
    width, height = map(int, size.split("x"))
    wrong = []
    with served(tmp_path, size) as (address, site):
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        for path, texts in {**of_the_example(size), **of_its_own(site)}.items():
            page.goto(address + path, wait_until="domcontentloaded")
            page.evaluate("document.fonts.ready.then(() => true)")
            for look, cameras in LOOKS.items():
                page.evaluate(LOOK, look)
                is_first = look == "normal" and path.startswith(AS_A_WHOLE)
                if not page.evaluate(SEEN, 1.0 if is_first else 0.25) and path != WARNS_FIRST:
                    wrong.append(f"{path}, {look}: out of sight")
                wrong += [f"{path}, {look}: {one}" for one in misread(page, texts, cameras)]
        context.close()

    assert wrong == []


@pytest.mark.parametrize("size", WIDTHS_MM)
def test_the_code_of_a_screen_at_rest_is_read_by_two_decoders(
    chromium: Browser, tmp_path: Path, size: str
) -> None:
    width, height = map(int, size.split("x"))
    links = {one.address for one in starter_catalogue().entries if one.kind is not EntryKind.PHONE}
    with screen(tmp_path, size) as address:
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.evaluate("document.getElementById('gone').click()")
        page.wait_for_selector(".k-slide--code", state="attached")
        page.evaluate(REST)
        (found,) = codes(page)
        got = {text for camera in CAMERAS for text in read(photograph(found.shot, camera, size))}
        context.close()

    assert found.is_whole
    assert len(got) == 1
    assert got <= links
    assert is_quiet(found.plate, min(got))


@pytest.mark.parametrize(
    ("size", "path"), [("800x480", "notices/thon"), ("720x1280", f"papers/{PAPER}")]
)
def test_a_code_out_of_sight_is_opened_from_above_its_text(
    chromium: Browser, tmp_path: Path, size: str, path: str
) -> None:
    width, height = map(int, size.split("x"))
    with served(tmp_path, size) as (address, site):
        (text,) = of_its_own(site)[path]
        context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=True)
        page = context.new_page()
        page.goto(address + path, wait_until="load")
        page.wait_for_selector("html[data-page]")
        page.evaluate(LOOK, "large")
        page.tap(".k-open")
        page.wait_for_selector("#frame-whole:not([hidden]) .k-whole__plate svg")
        seen = page.locator(".k-whole__plate svg").screenshot()
        context.close()

    for camera in CAMERAS:
        assert set(read(photograph(seen, camera, path))) == {text}
