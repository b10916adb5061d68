"""The light behind the screen: off outside its hours, on when somebody or an emergency needs it.

Linux gives panels a folder in ``/sys/class/backlight``.  A screen without one (most on HDMI) only
becomes black: cage cannot switch an output off (cage issue 245).
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final, Protocol

from hub.words import say

LOGGER: Final = logging.getLogger("kiosk")
POWER: Final = "bl_power"
BRIGHTNESS: Final = "brightness"
MOST: Final = "max_brightness"
POWER_ON: Final = "0"
POWER_OFF: Final = "4"
"""FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN (Documentation/ABI/stable/sysfs-class-backlight)."""


class Light(Protocol):
    """What can be switched."""

    def switch(self, *, is_on: bool) -> None:
        """On or off; the same again does nothing."""


class NoLight:
    """A screen whose light cannot be switched."""

    def switch(self, *, is_on: bool) -> None:
        """Nothing to do."""


class SysfsLight:
    """A light in sysfs.

    Args:
        folder: Such as ``/sys/class/backlight/10-0045``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_on: bool | None = None
        self._before = ""
        self._is_told = False

    def switch(self, *, is_on: bool) -> None:
        """By its power; where the driver has none, by its brightness. Said once when it fails."""
        if is_on == self._is_on:
            return
        try:
            if (self._folder / POWER).exists():
                self._write(POWER, POWER_ON if is_on else POWER_OFF)
            elif is_on:
                self._write(BRIGHTNESS, self._wanted())
            else:
                self._before = self._read(BRIGHTNESS)
                self._write(BRIGHTNESS, "0")
        except OSError as error:
            if not self._is_told:
                told = say("screen.log.light", "en", path=self._folder, error=error)
                LOGGER.error("%s", told)  # noqa: TRY400 - a trace says no more
            self._is_told = True
            return
        self._is_on, self._is_told = is_on, False

    def _wanted(self) -> str:
        """As bright as it was; as bright as it can be when it was found dark."""
        now = self._before or self._read(BRIGHTNESS)
        return now if now != "0" else self._read(MOST)

    def _read(self, name: str) -> str:
        return (self._folder / name).read_text("ascii").strip()

    def _write(self, name: str, value: str) -> None:
        (self._folder / name).write_text(value, "ascii")


def light_of(folder: str) -> Light:
    """The light of a configuration; "" = none that can be switched."""
    return SysfsLight(Path(folder)) if folder else NoLight()
