"""Codes on the touchscreen's pages: as large as this screen and its distance ask."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from hub.domain.screen import Screen
from hub.errors import RefusedError
from hub.qr.drawing import code
from hub.qr.payloads import link
from hub.qr.sizes import Sheet, sheet
from web.language import tell
from web.parts import parts

FRAME_MM: Final = 31.0
"""Height of what stands around a page: the village's name (9), the bar (20 and its edges)."""
LANDSCAPE_SHARE: Final = 0.46
"""Share of the width that a code may take beside its text."""
PORTRAIT_SHARE: Final = 0.9
CLOSE_MM: Final = 48.0
"""What a code that has the whole screen leaves beside or below it: its words and what closes it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The sizes of a code on one screen.

    Attributes:
        beside: On its page, beside the text.
        whole: When it has the whole screen.
        near_cm: How near one must come even then; 0 = as far as was configured is near enough.
    """

    beside: Sheet
    whole: Sheet
    near_cm: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code on a page.

    Attributes:
        svg: The picture, in the size it must have.
        told: What stands below it for those who type.
        is_enough: It can be scanned from as far as the screen's configuration says.
        whole_px: Its side when it has the whole screen; 0 = it would be no larger.
        open_px: The same, never 0: what is opened from elsewhere on its page may be no larger.
        near_cm: How near one must come even then; 0 = as far as was configured is near enough.
        here_cm: The same where it cannot be made larger.
    """

    svg: Markup
    told: str
    is_enough: bool
    whole_px: int
    open_px: int
    near_cm: int
    here_cm: int


def draw(text: str, told: str) -> Drawn:
    """Draw a text for this screen.

    Args:
        text: What stands in the code.
        told: The same for people, short.

    Raises:
        RefusedError: ``qr.too_long``.
    """
    made = code(text)
    size = fit(made.modules, parts().config.kiosk.screen)
    label = escape(tell("kiosk.code_of", text=told))
    side = size.beside.side_px
    opening = f'<svg width="{side}" height="{side}" role="img" aria-label="{label}" '
    drawn = opening + made.svg.removeprefix("<svg ")  # no pattern: a name may have a backslash
    picture = Markup(drawn)  # noqa: S704 - our own picture
    whole_px = size.whole.side_px if size.whole.px > size.beside.px else 0
    here_cm = 0 if size.beside.is_enough else _cm(size.beside.reach_m)
    is_enough, open_px = size.beside.is_enough, max(whole_px, side)
    return Drawn(picture, told, is_enough, whole_px, open_px, size.near_cm, here_cm)


def draw_link(address: str, told: str) -> Drawn | None:
    """Draw a link; None when it is none, or too long for a code that is read: the page says so.

    What a person enters is refused before it is kept; a catalogue of the commune may have it.
    """
    try:
        return draw(link(address), told)
    except RefusedError:
        return None


def fit(modules: int, screen: Screen) -> Fitted:
    """How large a code is on a screen (pure).

    Args:
        modules: Modules of a side without the quiet zone.
        screen: Where it is shown.
    """
    distance_m, px_per_mm = screen.scan_distance_m, screen.px_per_mm
    beside = sheet(modules, distance_m=distance_m, px_per_mm=px_per_mm, room_px=room_px(screen))
    room = whole_px(screen)
    most_m = room / px_per_mm  # with the whole screen for itself it is as large as it can be
    whole = sheet(modules, distance_m=most_m, px_per_mm=px_per_mm, room_px=room)
    reach_m = max(beside.reach_m, whole.reach_m)
    is_near = reach_m >= distance_m - 1e-9
    return Fitted(beside, whole, 0 if is_near else _cm(reach_m))


def room_px(screen: Screen) -> int:
    """Pixels of a side that a code may have on this screen."""
    is_wide = screen.width_px > screen.height_px
    share = LANDSCAPE_SHARE if is_wide else PORTRAIT_SHARE
    height = screen.height_px - FRAME_MM * screen.px_per_mm
    return int(min(screen.width_px * share, height))


def whole_px(screen: Screen) -> int:
    """Pixels of a side that a code may have when there is nothing else."""
    short, long = sorted((screen.width_px, screen.height_px))
    return int(min(short, long - CLOSE_MM * screen.px_per_mm))


def _cm(reach_m: float) -> int:
    return math.floor(100 * reach_m + 1e-9)
