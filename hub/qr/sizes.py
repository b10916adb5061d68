"""How large a code must be drawn, for a distance and a screen (pure).

ISO/IEC 18004 fixes the quiet zone; the size per metre is a rule of ours: a module, not the
whole code, must be large enough, because long texts have more and smaller ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

QUIET_ZONE: Final = 4
"""White modules on each side, ISO/IEC 18004."""
MM_PER_METRE: Final = 2.0
"""Millimetres of a module for each metre of distance."""
LEAST_PX: Final = 4
"""Pixels of a module below which blurred photographs are not read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a code is drawn.

    Attributes:
        px: Whole pixels of a module.
        side_px: Pixels of the white plate's side, quiet zone included.
        module_mm: Millimetres of a module on this screen.
        reach_m: Metres from which it can be scanned.
        is_enough: It reaches as far as was asked.
    """

    px: int
    side_px: int
    module_mm: float
    reach_m: float
    is_enough: bool


def sheet(modules: int, *, distance_m: float, px_per_mm: float, room_px: int) -> Sheet:
    """The size of a code: as large as the distance asks, if there is room.

    Args:
        modules: Modules of a side without the quiet zone, 21 to 177.
        distance_m: From how far it is to be scanned.
        px_per_mm: Pixels of the screen per millimetre.
        room_px: Pixels that the plate may take.
    """
    whole = modules + 2 * QUIET_ZONE
    wanted = max(LEAST_PX, math.ceil(distance_m * MM_PER_METRE * px_per_mm - 1e-9))
    px = max(1, min(wanted, room_px // whole))
    module_mm = px / px_per_mm
    return Sheet(px, px * whole, module_mm, module_mm / MM_PER_METRE, px >= wanted)
