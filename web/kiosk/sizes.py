"""Millimetres into pixels: the style sheet of one screen, from its measures (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.domain.screen import Screen

TARGET_MM: Final = 20.0
"""Colle & Hiszem 2004: below it slower and more mistakes, above it no gain."""
KEY_MM: Final = 11.0
"""A key of the keyboard, where ten of them must stand side by side: as large as there is room."""
GAP_MM: Final = 3.0
CAPITAL: Final = 0.7
"""Height of a capital of Be Vietnam Pro, of its size."""
NORMAL_CAPITAL_MM: Final = 3.1
"""Body text: what 13-point type is on paper."""
LARGE_CAPITAL_MM: Final = 7.35
"""EN 301 549, 5.1.4: 0.7 degrees at 60 cm are 7.3 mm."""
ROOM_MM: Final = 200.0
"""So long a side has room for the bar's names in large text: in a row, or in two."""
EIGHT_MM: Final = 168.0
"""So wide a low screen has room for stop beside all seven tools."""
WIDE_MM: Final = 400.0
"""So wide a screen has room for an address on one line below its code in large text."""
LOW_MM: Final = 110.0
"""A screen that is less high and wider than high leaves its pages every line it can."""
ICON_MM: Final = 9.0
LEAST_TEXT_PX: Final = 17.0
LEAST_TARGET_PX: Final = 48.0


def measures(screen: Screen) -> Mapping[str, str]:
    """The custom properties of a screen, in whole or tenth pixels."""
    mm = screen.px_per_mm
    target = max(LEAST_TARGET_PX, TARGET_MM * mm)
    return {
        "--mm": _px(mm),
        "--k-target": _px(target),
        "--k-key": _px(max(44.0, KEY_MM * mm)),
        "--k-gap": _px(GAP_MM * mm),
        "--k-text": _px(max(LEAST_TEXT_PX, NORMAL_CAPITAL_MM * mm / CAPITAL)),
        "--k-large": _px(LARGE_CAPITAL_MM * mm / CAPITAL),
        "--k-reach": _px(screen.reach_px),
        **_bar(screen),
        **_page(screen),
    }


def _bar(screen: Screen) -> Mapping[str, str]:
    """The tools in large text: names instead of pictures, shorter ones than in the usual text.

    The house needs no name then; on a small screen the arrow back needs none either, and the
    others have the least that says what they do: one row of 154 mm, each 20 mm or more.
    """
    mm, height_mm = screen.px_per_mm, screen.height_px / screen.px_per_mm
    if max(screen.width_mm, height_mm) < ROOM_MM:
        short, least, back, grow = "none", "inline", _px(ICON_MM * mm), "0.5"
    else:
        short, least, back, grow = "inline", "none", "0px", "1"
    eighth = "none" if screen.width_mm < EIGHT_MM else "flex"
    names = {"--k-word-short": short, "--k-word-least": least, "--k-eighth": eighth}
    return {**names, "--k-back-icon": back, "--k-back-grow": grow}


def _page(screen: Screen) -> Mapping[str, str]:
    """Where a code and its text stand in large text: side by side only where lines stay long.

    Below one another, a button above the text opens a code that nobody sees yet.
    """
    if screen.width_px > screen.height_px and screen.width_mm >= ROOM_MM:
        columns, text, side, opens = "minmax(0, 1fr) auto", "2 / 1", "1 / 2 / span 2", "none"
    elif screen.width_px > screen.height_px:
        columns, text, side, opens = "minmax(0, 1fr)", "2 / 1", "3 / 1", "flex"
    else:
        columns, text, side, opens = "minmax(0, 1fr)", "3 / 1", "2 / 1", "flex"
    width = "auto" if opens == "flex" else "min-content"
    least = "10.8em" if screen.width_mm >= WIDE_MM else "0px"
    places = {"--k-columns": columns, "--k-text-at": text, "--k-side-at": side}
    return {**places, "--k-open": opens, "--k-code-width": width, "--k-code-least": least}


def low_px(screen: Screen) -> int:
    """Pixels of height up to which a screen that is wider than high is a low one."""
    return int(LOW_MM * screen.px_per_mm)


def sheet(screen: Screen) -> str:
    """The style sheet that carries them."""
    lines = "\n".join(f"  {name}: {value};" for name, value in measures(screen).items())
    return f":root {{\n{lines}\n}}\n"


def _px(value: float) -> str:
    return f"{value + 0.0499:.1f}px"
