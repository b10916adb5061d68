"""Switching a line off by one request to the kernel, against a kernel of our own.

The kernel's side is written with ctypes from <linux/gpio.h>, apart from the code's packing.
"""

from __future__ import annotations

import ctypes
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hub.errors import DeviceError
from hub.hardware.chardev import chip_number, drive_off, header_chip


class ChipInfo(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char * 32),
        ("label", ctypes.c_char * 32),
        ("lines", ctypes.c_uint32),
    )


class Attribute(ctypes.Structure):
    _fields_ = (
        ("id", ctypes.c_uint32),
        ("padding", ctypes.c_uint32),
        ("values", ctypes.c_uint64),
        ("mask", ctypes.c_uint64),
    )


class LineConfig(ctypes.Structure):
    _fields_ = (
        ("flags", ctypes.c_uint64),
        ("num_attrs", ctypes.c_uint32),
        ("padding", ctypes.c_uint32 * 5),
        ("attrs", Attribute * 10),
    )


class LineRequest(ctypes.Structure):
    _fields_ = (
        ("offsets", ctypes.c_uint32 * 64),
        ("consumer", ctypes.c_char * 32),
        ("config", LineConfig),
        ("num_lines", ctypes.c_uint32),
        ("event_buffer_size", ctypes.c_uint32),
        ("padding", ctypes.c_uint32 * 5),
        ("fd", ctypes.c_int32),
    )


OUTPUT, PULL_UP, PULL_DOWN = 1 << 3, 1 << 8, 1 << 9
CHIP_INFO = 0x80000000 | ctypes.sizeof(ChipInfo) << 16 | 0xB4 << 8 | 0x01
GET_LINE = 0xC0000000 | ctypes.sizeof(LineRequest) << 16 | 0xB4 << 8 | 0x07


@dataclass
class Kernel:
    """Answers the two requests for the chips whose device files are in a folder."""

    dev: Path
    labels: dict[str, str] = field(default_factory=dict)
    refuse: int = 0
    requests: list[LineRequest] = field(default_factory=list)
    line_file: int = -1

    def add(self, name: str, label: str) -> Path:
        self.labels[name] = label
        path = self.dev / name
        path.touch()
        return path

    def ioctl(self, fd: int, request: int, buffer: bytearray) -> int:
        if request == CHIP_INFO:
            info = ChipInfo.from_buffer(buffer)
            info.label = self.labels[Path(f"/proc/self/fd/{fd}").readlink().name].encode()
            return 0
        assert request == GET_LINE
        if self.refuse:
            raise OSError(self.refuse, os.strerror(self.refuse))
        asked = LineRequest.from_buffer(buffer)
        self.line_file = os.open(self.dev, os.O_RDONLY)
        asked.fd = self.line_file
        self.requests.append(LineRequest.from_buffer_copy(buffer))
        return 0


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path)


@pytest.mark.parametrize("label", ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"])
def test_the_chip_of_the_header_is_found_by_its_name(kernel: Kernel, label: str) -> None:
    kernel.add("gpiochip0", "gpio-brcmstb@107d508500")
    kernel.add("gpiochip10", "raspberrypi-exp-gpio")
    header = kernel.add("gpiochip4", label)

    assert header_chip(kernel.dev, kernel.ioctl) == header


def test_a_machine_without_the_header_names_the_chips_it_has(kernel: Kernel) -> None:
    kernel.add("gpiochip0", "INT33FF")

    with pytest.raises(DeviceError) as caught:
        header_chip(kernel.dev, kernel.ioctl)

    assert caught.value.key == "hardware.no_board"
    assert "gpiochip0: INT33FF" in str(caught.value)


def test_a_machine_without_any_chip_is_told_so(kernel: Kernel) -> None:
    with pytest.raises(DeviceError) as caught:
        header_chip(kernel.dev, kernel.ioctl)

    assert caught.value.key == "hardware.no_board"


def test_a_chip_that_may_not_be_opened_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "gpiochip0").touch()

    with pytest.raises(DeviceError) as caught:
        header_chip(tmp_path)  # the real ioctl: not a chip

    assert "gpiochip0: Inappropriate ioctl" in str(caught.value)


@pytest.mark.parametrize(
    ("active_high", "level", "pull"), [(True, 0, PULL_DOWN), (False, 1, PULL_UP)]
)
def test_a_line_is_asked_for_once_at_its_off_level(
    kernel: Kernel, active_high: bool, level: int, pull: int
) -> None:
    chip = kernel.add("gpiochip0", "pinctrl-bcm2711")

    drive_off(chip, 17, active_high=active_high, ioctl=kernel.ioctl)

    (asked,) = kernel.requests
    attribute = asked.config.attrs[0]
    assert (asked.num_lines, asked.offsets[0]) == (1, 17)
    assert asked.config.flags == OUTPUT | pull
    assert (asked.config.num_attrs, attribute.id) == (1, 2)
    assert (attribute.values, attribute.mask) == (level, 1)
    assert asked.consumer == b"village-hub off"


def test_everything_else_in_the_request_is_zero(kernel: Kernel) -> None:
    chip = kernel.add("gpiochip0", "pinctrl-bcm2711")

    drive_off(chip, 17, active_high=True, ioctl=kernel.ioctl)

    (asked,) = kernel.requests
    assert not any(asked.offsets[1:])
    assert not any(bytes(asked.config.padding) + bytes(asked.padding))
    assert not any(bytes(attribute) != bytes(24) for attribute in asked.config.attrs[1:])
    assert (asked.event_buffer_size, asked.config.attrs[0].padding) == (0, 0)


def test_the_line_is_let_go_afterwards(kernel: Kernel) -> None:
    chip = kernel.add("gpiochip0", "pinctrl-bcm2711")

    drive_off(chip, 17, active_high=True, ioctl=kernel.ioctl)

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(kernel.line_file)


@pytest.mark.parametrize(
    ("refusal", "key"),
    [
        (errno.EBUSY, "hardware.pin_in_use"),
        (errno.EINVAL, "hardware.no_pin"),
        (errno.EPERM, "hardware.pin_failed"),
    ],
)
def test_a_refusal_of_the_kernel_is_a_device_error(kernel: Kernel, refusal: int, key: str) -> None:
    chip = kernel.add("gpiochip0", "pinctrl-bcm2711")
    kernel.refuse = refusal

    with pytest.raises(DeviceError) as caught:
        drive_off(chip, 17, active_high=True, ioctl=kernel.ioctl)

    assert caught.value.key == key


def test_a_chip_that_is_gone_is_a_device_error(tmp_path: Path) -> None:
    with pytest.raises(DeviceError) as caught:
        drive_off(tmp_path / "gpiochip0", 17, active_high=True)

    assert caught.value.key == "hardware.pin_failed"


def test_the_number_of_a_chip_is_at_the_end_of_its_name() -> None:
    assert [chip_number(Path(f"/dev/{name}")) for name in ("gpiochip0", "gpiochip12", "gpio")] == [
        0,
        12,
        -1,
    ]
