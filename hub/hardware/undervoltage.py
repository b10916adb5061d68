"""What a Raspberry Pi says of its own supply: the alarm of the kernel's `rpi_volt` sensor."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HWMON: Final = Path("/sys/class/hwmon")


def undervoltage(hwmon: Path = HWMON) -> bool | None:
    """True while the 5 V are too low; None on a machine that cannot tell."""
    for device in sorted(hwmon.glob("hwmon*")):
        try:
            if (device / "name").read_text("ascii").strip() == "rpi_volt":
                return (device / "in0_lcrit_alarm").read_text("ascii").strip() == "1"
        except OSError:
            continue
    return None
