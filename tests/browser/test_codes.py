"""Every code on every page of the touchscreen, at every size, is read from a photograph of it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page
from pyzbar import pyzbar
from werkzeug.serving import make_server

from hub.content.starter import starter_catalogue
from hub.domain.entry import EntryKind
from hub.qr.drawing import code
from hub.store.migrate import migrate_all
from scripts.shown_content import fill
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


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE bit by bit, as EMVCo has it: nothing of ours is asked."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            carry = register & 0x8000
            register = (register << 1) & 0xFFFF
            if carry:
                register ^= 0x1021
    return f"{register:04X}"


def transfer() -> str:
    """The VietQR of the example's account, put together by hand from NAPAS' own paper."""
    account = "0006970405" + "01138800205123456"
    target = "0010A000000727" + f"01{len(account):02}{account}" + "0208QRIBFTTA"
    purpose = "Quy khuyen hoc 2026"
    told = f"08{len(purpose):02}{purpose}"
    body = "000201010212" + f"38{len(target):02}{target}" + "53037045406120000" + "5802VN"
    body += f"62{len(told):02}{told}" + "6304"
    return body + crc(body)


def expected(size: str) -> Mapping[str, tuple[str, ...]]:
    """What must be read on each page, by its path.

    Links of one length are drawn alike: every procedure is looked at on one screen, and one of
    each length on the others.
    """
    catalogue = starter_catalogue()
    lengths = {len(one.link): one for one in catalogue.procedures}
    procedures = catalogue.procedures if size == "1280x800" else lengths.values()
    found: dict[str, tuple[str, ...]] = {f"procedure/{one.code}": (one.link,) for one in procedures}
    for one in catalogue.entries:
        if one.address:
            is_phone = one.kind is EntryKind.PHONE
            found[f"entry/{one.id}"] = (f"tel:{one.address}" if is_phone else one.address,)
    return {
        **found,
        "notices/y-kien": ("https://ykien.example.gov.vn/yen-minh/duong-xom-2",),
        "wifi": (
            "WIFI:T:nopass;S:Thon Yen Minh - Mien phi;;",
            r"WIFI:T:WPA;S:Truong \"Hoa Ban\";P:hoc\;tot\:2026;;",
        ),
        "goods": ("https://truyxuatnguongoc.example.vn/sp/8938512345671",),
        "payments": (transfer(),),
        "meetings": ("https://meet.example.vn/yen-minh-2026",),
    }


def photograph(shot: bytes) -> Image.Image:
    """The same out of focus and held askew."""
    with Image.open(io.BytesIO(shot)) as found:
        grey = found.convert("L").filter(ImageFilter.GaussianBlur(1.1))
    return grey.rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor=200)


def read(image: Image.Image) -> tuple[str, str]:
    """What two decoders read."""
    one = [found.text for found in zxingcpp.read_barcodes(image)]
    other = [found.data.decode() for found in pyzbar.decode(image)]
    return (one or [""])[0], (other or [""])[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A code where a person would have scrolled it to.

    Attributes:
        is_whole: All of it is in view, as large as it was drawn.
        shot: What a camera sees.
    """

    is_whole: bool
    shot: bytes


def codes(page: Page) -> Iterable[Shown]:
    """Each code of a page."""
    size = page.viewport_size
    assert size is not None
    for plate in page.query_selector_all(".k-qr svg"):
        plate.scroll_into_view_if_needed()
        box = plate.bounding_box()
        assert box is not None
        left, top = max(0.0, box["x"] - BESIDE), max(0.0, box["y"] - BESIDE)
        right = min(size["width"], box["x"] + box["width"] + BESIDE)
        bottom = min(size["height"], box["y"] + box["height"] + BESIDE)
        is_whole = box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
        is_drawn_so = box["width"] == float(plate.get_attribute("width") or 0)
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        yield Shown(is_whole and is_drawn_so, page.screenshot(clip=clip))  # type: ignore[arg-type]


@contextmanager
def screen(
    folder: Path, size: str, on_air: Sequence[Mapping[str, object]] = (), **more: Any
) -> Iterator[str]:
    """The pages at one screen's door, while something is on air or nothing is."""
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
        yield f"http://127.0.0.1:{server.server_port}/kiosk/"
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
        got = read(photograph(page.screenshot()))
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
    with screen(tmp_path, size) as address:
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        for path, texts in expected(size).items():
            page.goto(address + path, wait_until="domcontentloaded")
            found = list(codes(page))
            if len(found) != len(texts):
                wrong.append(f"{path}: {len(found)} codes")
            for one, text in zip(found, texts, strict=False):
                got = read(photograph(one.shot))
                if set(got) != {text} or not one.is_whole:
                    wrong.append(f"{path}: {one.is_whole} {got}")
        context.close()

    assert wrong == []
