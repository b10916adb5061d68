"""A line driven off by one request to the kernel, without gpiozero and lgpio.

For `broadcast/off.py` alone, which comes after a death and has no time: importing gpiozero
and lgpio takes longer than all the rest of switching off.  It can only drive a line to the
off level that it is told; it cannot key anything.  Also finds which chip has the 40-pin
header, by its name: its number has changed twice with Raspberry Pi's kernels
(raspberrypi/linux#6144).

The structures are those of <linux/gpio.h>, ABI v2 (Linux 5.10 and later).
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.errors import DeviceError

HEADER_CHIPS: Final = frozenset({"pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"})
"""What the kernel calls the chip of the 40-pin header: Pi 0 to 3, Pi 4, Pi 5."""

GPIO_GET_CHIPINFO_IOCTL: Final = 0x8044B401
GPIO_V2_GET_LINE_IOCTL: Final = 0xC250B407
_OUTPUT: Final = 1 << 3
_BIAS_PULL_UP: Final = 1 << 8
_BIAS_PULL_DOWN: Final = 1 << 9
_ATTR_OUTPUT_VALUES: Final = 2

_CHIP_INFO: Final = struct.Struct("=32s32sI")
"""struct gpiochip_info: name, label, lines."""

_LINE_REQUEST: Final = struct.Struct("=I252x 32s QI20x I4xQQ 216x I4x20x i")
"""struct gpio_v2_line_request: first offset, consumer, flags, number of attributes, the first
attribute (id, values, mask), number of lines, file."""

_CONSUMER: Final = b"village-hub off"

Ioctl = Callable[[int, int, bytearray], int]


def _ioctl(fd: int, request: int, buffer: bytearray) -> int:
    done: int = fcntl.ioctl(fd, request, buffer, True)
    return done


def header_chip(dev: Path = Path("/dev"), ioctl: Ioctl = _ioctl) -> Path:
    """The device file of the chip that has the 40-pin header.

    Raises:
        DeviceError: There is none, or this user may not use it.
    """
    seen: list[str] = []
    for path in sorted(dev.glob("gpiochip*"), key=chip_number):
        try:
            label = _label(path, ioctl)
        except OSError as error:
            seen.append(f"{path.name}: {error.strerror}")
            continue
        if label in HEADER_CHIPS:
            return path
        seen.append(f"{path.name}: {label}")
    raise DeviceError("hardware.no_board", error="; ".join(seen) or f"{dev}/gpiochip0: none")


def chip_number(path: Path) -> int:
    """The number at the end of a chip's name; -1 without one."""
    found = re.search(r"\d+$", path.name)
    return int(found.group()) if found else -1


def drive_off(chip: Path, pin: int, *, active_high: bool, ioctl: Ioctl = _ioctl) -> None:
    """Claim a pin as an output at its off level, with the pull to that level, and let it go.

    Raises:
        DeviceError: The pin does not exist, is in use, or may not be used.
    """
    flags = _OUTPUT | (_BIAS_PULL_DOWN if active_high else _BIAS_PULL_UP)
    level = 0 if active_high else 1
    request = bytearray(
        _LINE_REQUEST.pack(pin, _CONSUMER, flags, 1, _ATTR_OUTPUT_VALUES, level, 1, 1, 0)
    )
    try:
        fd = os.open(chip, os.O_RDWR | os.O_CLOEXEC)
        try:
            ioctl(fd, GPIO_V2_GET_LINE_IOCTL, request)
        finally:
            os.close(fd)
    except OSError as error:
        raise _told(pin, error) from error
    os.close(_LINE_REQUEST.unpack(request)[-1])


def _label(path: Path, ioctl: Ioctl) -> str:
    info = bytearray(_CHIP_INFO.size)
    fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        ioctl(fd, GPIO_GET_CHIPINFO_IOCTL, info)
    finally:
        os.close(fd)
    label: bytes = _CHIP_INFO.unpack(info)[1]
    return label.split(b"\0")[0].decode("ascii", "replace")


def _told(pin: int, error: OSError) -> DeviceError:
    if error.errno == errno.EBUSY:
        return DeviceError("hardware.pin_in_use", pin=pin)
    if error.errno == errno.EINVAL:
        return DeviceError("hardware.no_pin", pin=pin)
    return DeviceError("hardware.pin_failed", pin=pin, error=error.strerror)
