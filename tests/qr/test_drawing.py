"""Codes are drawn large enough, and two decoders read them blurred and turned."""

from __future__ import annotations

import io
import re

import pytest
import segno
import zxingcpp
from PIL import Image, ImageFilter
from pyzbar import pyzbar

from hub.content.starter import starter_catalogue
from hub.errors import RefusedError
from hub.qr.drawing import code
from hub.qr.payloads import Security, wifi
from hub.qr.sizes import sheet
from hub.qr.vietqr import vietqr

TEXTS = {
    "link": starter_catalogue().procedures[0].link,
    "wifi": wifi("Nha van hoa thon 3", r"mat;khau\1", security=Security.WPA2),
    "wifi with accents": wifi("Nhà văn hóa Ễ Ộ Ẫ", "12345678", security=Security.WPA2),
    "transfer": vietqr("970405", "8800205123456", amount=120_000, purpose="Quỹ thôn 3 năm 2026"),
    "phone": "tel:02143888999",
}
NAMES = ["ộ" * 10, "Độ Lộc", "Nhà văn hóa Bản Nậm", "Quán Ễ 😀", "Phố Cáo", "Hộ ông Ỹ", "Chợ Mới"]
SCREENS = {
    "800x480, 7 inch": (5.24, 400, 0.5),
    "1024x600, 10 inch": (4.67, 520, 0.6),
    "1280x800, 10.1 inch": (5.9, 640, 0.8),
    "1920x1080, 15.6 inch": (5.6, 900, 1.0),
    "720x1280, 10 inch": (5.7, 640, 0.8),
}


def picture(text: str, px: int) -> Image.Image:
    """The modules of the SVG, painted on a grey wall."""
    drawn = code(text)
    side = drawn.modules + 8
    image = Image.new("L", (side, side), 255)
    for x, y, length in strokes(drawn.svg):
        for step in range(length):
            image.putpixel((x + step, y), 0)
    plate = image.resize((side * px, side * px), Image.Resampling.NEAREST)
    wall = Image.new("L", (plate.width + 80, plate.height + 80), 120)
    wall.paste(plate, (40, 40))
    return wall


def strokes(svg: str) -> list[tuple[int, int, int]]:
    """The dark runs of the picture: column, row, length."""
    path = re.search(r'<path class="qrline"[^>]* d="([^"]+)"', svg) or re.search(
        r'stroke="#000[^>]* d="([^"]+)"', svg
    )
    assert path is not None
    found, x, y = [], 0.0, 0.0
    for kind, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path[1]):
        if kind == "M":
            x, y = float(first), float(second)
        elif kind == "m":
            x, y = x + float(first), y + float(second)
        else:
            found.append((int(x), int(y - 0.5), int(first)))
            x += float(first)
    return found


def as_photographed(image: Image.Image, turned: float = 7) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(1.2)).rotate(
        turned, Image.Resampling.BICUBIC, expand=True, fillcolor=120
    )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", TEXTS)
def test_two_decoders_read_a_blurred_and_turned_code(kind: str, screen: str) -> None:
    px_per_mm, room, distance = SCREENS[screen]
    text = TEXTS[kind]
    size = sheet(code(text).modules, distance_m=distance, px_per_mm=px_per_mm, room_px=room)
    photo = as_photographed(picture(text, size.px))

    assert [found.text for found in zxingcpp.read_barcodes(photo)] == [text]
    assert [found.data.decode() for found in pyzbar.decode(photo)] == [text]


@pytest.mark.parametrize("number", ["111", "112", "113", "114", "115"])
def test_a_number_for_emergencies_is_read_however_the_phone_is_held(number: str) -> None:
    text = f"tel:{number}"
    wrong = []
    for px in (5, 10, 12):
        drawn = picture(text, px)
        for turned in (-6, -4, -2, 2, 4, 6, 8, 92, 178, 182, 268):
            photo = as_photographed(drawn, turned)
            read = [found.data.decode() for found in pyzbar.decode(photo)]
            if read != [text] or [found.text for found in zxingcpp.read_barcodes(photo)] != [text]:
                wrong.append((px, turned))

    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_marks_is_not_taken_for_another_language(name: str) -> None:
    text = wifi(name, "12345678", security=Security.WPA2)
    photo = as_photographed(picture(text, 5))

    assert [found.text for found in zxingcpp.read_barcodes(photo)] == [text]
    assert [found.data.decode() for found in pyzbar.decode(photo)] == [text]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_official_link_is_large_enough_on_every_screen(screen: str) -> None:
    px_per_mm, room, distance = SCREENS[screen]

    size = sheet(
        code(TEXTS["link"]).modules, distance_m=distance, px_per_mm=px_per_mm, room_px=room
    )

    assert size.is_enough
    assert size.module_mm >= 2 * distance
    assert size.side_px <= room


def test_a_code_without_room_says_how_far_it_reaches() -> None:
    size = sheet(37, distance_m=2.0, px_per_mm=5.0, room_px=450)

    assert not size.is_enough
    assert (size.px, size.side_px) == (10, 450)
    assert size.reach_m == 1.0


def test_the_portals_link_fits_version_5() -> None:
    assert code(TEXTS["link"]).version == 5


def test_the_picture_is_black_on_a_white_plate_with_a_quiet_zone() -> None:
    drawn = code(TEXTS["link"])

    assert f'viewBox="0 0 {drawn.modules + 8} {drawn.modules + 8}"' in drawn.svg
    assert re.search(r'fill="#fff(fff)?"|fill="white"', drawn.svg)
    runs = strokes(drawn.svg)
    assert min(x for x, _, _ in runs) == min(y for _, y, _ in runs) == 4
    assert max(x + length for x, _, length in runs) == drawn.modules + 4


def test_the_modules_are_those_of_level_m() -> None:
    buffer = io.StringIO()
    segno.make(TEXTS["link"], error="m", boost_error=False, micro=False).save(
        buffer, kind="txt", border=4
    )
    rows = buffer.getvalue().split()
    dark = {(x + n, y) for x, y, length in strokes(code(TEXTS["link"]).svg) for n in range(length)}

    assert {(x, y) for y, row in enumerate(rows) for x, c in enumerate(row) if c == "1"} == dark


def test_the_same_code_is_drawn_once() -> None:
    assert code("tel:115") is code("tel:115")


def test_a_text_that_nobody_could_scan_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"qr\.too_long"):
        code("x" * 500)
    with pytest.raises(RefusedError, match=r"qr\.too_long"):
        code("x" * 5000)
