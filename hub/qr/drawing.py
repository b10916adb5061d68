"""Draws codes as SVG, black on a white plate; the same code is drawn once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from hub.errors import RefusedError
from hub.qr.sizes import QUIET_ZONE

LEVEL: Final = "m"
"""15 % may be lost: enough for a screen, which gathers no dirt."""
LEAST_VERSION: Final = 2
"""25 modules: smaller ones have no alignment pattern, and askew by 2° zbar loses one in 30."""
MOST_VERSION: Final = 11
"""61 modules: of larger ones zbar loses the alignment pattern, however large they are drawn."""
CODES_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Code:
    """A drawn code.

    Attributes:
        text: What stands in it.
        version: 2 to 11.
        modules: Modules of a side without the quiet zone.
        svg: The picture, with plate and quiet zone, one unit a module.
    """

    text: str
    version: int
    modules: int
    svg: str


@lru_cache(maxsize=CODES_KEPT)
def code(text: str) -> Code:
    """Draw a text.

    Letters beyond ASCII are announced as UTF-8 (ISO/IEC 18004, ECI 26): without the mark zbar
    takes half of all Vietnamese names for Japanese.

    Raises:
        RefusedError: ``qr.too_long``.
    """
    import segno  # noqa: PLC0415  # 1 MiB, not before somebody looks at a code

    draw = partial(
        segno.make,
        text,
        error=LEVEL,
        micro=False,
        boost_error=False,
        encoding=None if text.isascii() else "utf-8",
        eci=not text.isascii(),
    )
    try:
        made = draw()
    except segno.DataOverflowError as error:
        raise RefusedError("qr.too_long", length=len(text)) from error
    if int(made.version) < LEAST_VERSION:
        made = draw(version=LEAST_VERSION)
    version = int(made.version)
    if version > MOST_VERSION:
        raise RefusedError("qr.too_long", length=len(text))
    svg = made.svg_inline(border=QUIET_ZONE, omitsize=True, dark="#000000", light="#ffffff")
    return Code(text, version, int(made.symbol_size(border=0)[0]), svg)
