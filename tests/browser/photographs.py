"""What a phone makes of a screen: askew, from the side, grainy, in uneven light, as a JPEG.

And what a screen does to a phone: its grid of points beats with the camera's, a lamp is mirrored.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from random import Random

import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from pyzbar import pyzbar
from pyzbar.pyzbar import ZBarSymbol

WALL_GREY = 200
"""What is around the picture."""
ROOM = 1.25
"""A picture that is turned needs so much more room on each side."""
FINE = 4
"""Parts of a screen's point, for its grid; one of them is the dark line between two points."""


@dataclass(frozen=True, slots=True)
class Camera:
    """How a photograph is taken.

    Attributes:
        name: What a failure is told by.
        turned: Degrees that the phone is held askew.
        across: How much larger the right edge is than the middle, from the side; 0.1 = a tenth.
        along: The same of the lower edge, from above.
        blur_px: Out of focus, pixels of the screen.
        grain: How much its pixels differ by chance, levels of 255 (uniform, at most).
        shade: Light of the darkest corner, as a part of that of the brightest.
        quality: Of its JPEG.
        quarters: Quarter turns that the phone is held sideways or on its head.
        grid: Light that the dark lines between the screen's points swallow, 0 to 1: moire.
        glare: Light of a lamp that the glass mirrors, levels of 255 at its middle.
    """

    name: str
    turned: float = 0.0
    across: float = 0.0
    along: float = 0.0
    blur_px: float = 1.0
    grain: int = 0
    shade: float = 1.0
    quality: int = 90
    quarters: int = 0
    grid: float = 0.0
    glare: int = 0


CAMERAS = (
    Camera("askew", turned=6, blur_px=1.1),
    Camera("from the side", turned=-4, across=0.14, along=0.08),
    Camera("in the dusk", turned=3, grain=20, shade=0.5, quality=60),
    Camera("all of it", turned=-7, across=-0.04, along=0.04, grain=12, shade=0.6, quality=70),
)

HELD = (
    Camera("on its side", turned=4, quarters=1),
    Camera("on its head", turned=-5, across=0.05, quarters=2),
    Camera("on the other side", turned=-3, along=0.05, quarters=3, grain=8),
    Camera("moire", turned=2.5, across=0.03, grid=0.5, blur_px=0.7, quality=75),
    Camera("a lamp in the glass", turned=-3, glare=130, grain=8, quality=75),
    Camera("all of that", turned=5, along=-0.04, quarters=1, grid=0.5, glare=90, grain=8),
)
"""How else a phone is held, and what a glass screen adds."""


def photograph(shot: bytes, camera: Camera, seed: str) -> Image.Image:
    """A screenshot as this camera sees it; the same seed gives the same grain."""
    with Image.open(io.BytesIO(shot)) as found:
        grey = found.convert("L")
    size = (int(grey.width * ROOM), int(grey.height * ROOM))
    plane = _plane(grey.size, size, camera)
    if camera.grid:  # so many times finer
        grey = _points(grey, camera.grid)
        plane = (*(FINE * one for one in plane[:6]), *plane[6:])
    seen = grey.transform(
        size, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC, fillcolor=WALL_GREY
    )
    lit = ImageChops.multiply(
        seen.filter(ImageFilter.GaussianBlur(camera.blur_px)), _light(size, camera.shade)
    )
    if camera.glare:
        lit = ImageChops.add(lit, _lamp(size, camera.glare))
    grainy = ImageChops.add(lit, _grain(size, camera.grain, seed), offset=-128)
    return _pressed(grainy.rotate(90 * camera.quarters, expand=True), camera)


def read(image: Image.Image) -> tuple[str, str]:
    """What two decoders read; "" = nothing."""
    one = [found.text for found in zxingcpp.read_barcodes(image)]
    other = [found.data.decode() for found in pyzbar.decode(image, [ZBarSymbol.QRCODE])]
    return (one or [""])[0], (other or [""])[0]


def _plane(before: tuple[int, int], after: tuple[int, int], camera: Camera) -> tuple[float, ...]:
    """Where each pixel of the photograph comes from: the eight numbers of a perspective.

    With u, v from the middle of the photograph, the pixel is that of the picture at its middle
    plus (u, v) turned, all divided by 1 + g u + h v.
    """
    half = max(before) / 2
    g, h = camera.across / half, camera.along / half
    cos, sin = math.cos(math.radians(camera.turned)), math.sin(math.radians(camera.turned))
    x, y = before[0] / 2, before[1] / 2
    left, top = after[0] / 2, after[1] / 2
    rows = (
        (cos + x * g, sin + x * h, x),
        (-sin + y * g, cos + y * h, y),
        (g, h, 1.0),
    )
    (a, b, c), (d, e, f), (k, m, n) = (
        (p, q, r - p * left - q * top) for p, q, r in rows
    )  # from the middle to the corner, whence Pillow counts
    return (a / n, b / n, c / n, d / n, e / n, f / n, k / n, m / n)


def _points(grey: Image.Image, swallowed: float) -> Image.Image:
    """Each point of the screen with the dark line below and at the right of it.

    A point of the camera gathers the light of three quarters of its side: what is left of the grid
    after that is what beats.
    """
    fine_size = (FINE * grey.width, FINE * grey.height)
    lines = Image.new("L", fine_size, 255)
    dark = round(255 * (1 - swallowed))
    for at in range(FINE - 1, fine_size[0], FINE):
        lines.paste(dark, (at, 0, at + 1, fine_size[1]))
    for at in range(FINE - 1, fine_size[1], FINE):
        lines.paste(dark, (0, at, fine_size[0], at + 1))
    lined = ImageChops.multiply(grey.resize(fine_size, Image.Resampling.NEAREST), lines)
    return lined.filter(ImageFilter.BoxBlur((FINE - 2) / 2))


def _lamp(size: tuple[int, int], most: int) -> Image.Image:
    """A round light left of the middle, half as wide as the picture, that fades to its edge."""
    fading = ImageChops.invert(Image.radial_gradient("L")).point(
        [max(0, level - 75) * most // 180 for level in range(256)]
    )
    spot = fading.resize((size[0] // 2 or 1, size[1] // 2 or 1))
    whole = Image.new("L", size, 0)
    whole.paste(spot, (size[0] // 8, size[1] // 4))
    return whole


def _light(size: tuple[int, int], shade: float) -> Image.Image:
    """Brightest in one corner, darkest in the one opposite."""
    corners = Image.new("L", (2, 2))
    middle = (1 + shade) / 2
    for place, light in (((0, 0), shade), ((1, 0), middle), ((0, 1), middle), ((1, 1), 1.0)):
        corners.putpixel(place, round(255 * light))
    return corners.resize(size, Image.Resampling.BILINEAR)


def _grain(size: tuple[int, int], most: int, seed: str) -> Image.Image:
    """Chance, around 128."""
    noise = Image.frombytes("L", size, Random(seed).randbytes(size[0] * size[1]))
    return noise.point([round(128 + most * (level - 127.5) / 127.5) for level in range(256)])


def _pressed(image: Image.Image, camera: Camera) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=camera.quality)
    with Image.open(file) as found:
        return found.convert("L")
