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
    }


def sheet(screen: Screen) -> str:
    """The style sheet that carries them."""
    lines = "\n".join(f"  {name}: {value};" for name, value in measures(screen).items())
    return f":root {{\n{lines}\n}}\n"


def _px(value: float) -> str:
    return f"{value + 0.0499:.1f}px"
