"""What is rated at the touchscreen: the service point it stands in."""

from __future__ import annotations

from hub.domain.opinion import PointId
from web.parts import parts


def point() -> PointId:
    """The service point of this hub's screen."""
    return PointId(parts().config.kiosk.place or parts().config.name)
