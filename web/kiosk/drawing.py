"""Codes on the touchscreen's pages: as large as this screen and its distance ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from hub.domain.screen import Screen
from hub.qr.drawing import code
from hub.qr.sizes import sheet
from web.language import tell
from web.parts import parts

FRAME_MM: Final = 38.0
"""Height of what stands around a page: name, bar, edges."""
LANDSCAPE_SHARE: Final = 0.46
"""Share of the width that a code may take beside its text."""
PORTRAIT_SHARE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code on a page.

    Attributes:
        svg: The picture, in the size it must have.
        told: What stands below it for those who type.
        is_enough: It can be scanned from as far as the screen's configuration says.
    """

    svg: Markup
    told: str
    is_enough: bool


def draw(text: str, told: str) -> Drawn:
    """Draw a text for this screen.

    Args:
        text: What stands in the code.
        told: The same for people, short.

    Raises:
        RefusedError: ``qr.too_long``.
    """
    screen, made = parts().config.kiosk.screen, code(text)
    size = sheet(
        made.modules,
        distance_m=screen.scan_distance_m,
        px_per_mm=screen.px_per_mm,
        room_px=room_px(screen),
    )
    label = escape(tell("kiosk.code_of", text=told))
    opening = (
        f'<svg width="{size.side_px}" height="{size.side_px}" role="img" aria-label="{label}" '
    )
    picture = Markup(re.sub("^<svg ", opening, made.svg))  # noqa: S704 - our own picture
    return Drawn(picture, told, size.is_enough)


def room_px(screen: Screen) -> int:
    """Pixels of a side that a code may have on this screen."""
    is_wide = screen.width_px > screen.height_px
    share = LANDSCAPE_SHARE if is_wide else PORTRAIT_SHARE
    height = screen.height_px - FRAME_MM * screen.px_per_mm
    return int(min(screen.width_px * share, height))
