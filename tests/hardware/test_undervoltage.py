"""What a Raspberry Pi says of its own supply."""

from pathlib import Path

import pytest

from hub.hardware.undervoltage import undervoltage


def _device(folder: Path, number: int, name: str, alarm: str | None) -> None:
    device = folder / f"hwmon{number}"
    device.mkdir()
    (device / "name").write_text(f"{name}\n")
    if alarm is not None:
        (device / "in0_lcrit_alarm").write_text(f"{alarm}\n")


@pytest.mark.parametrize(("alarm", "expected"), [("1", True), ("0", False)])
def test_the_alarm_of_the_firmware_is_taken(tmp_path: Path, alarm: str, expected: bool) -> None:
    _device(tmp_path, 0, "cpu_thermal", None)
    _device(tmp_path, 1, "rpi_volt", alarm)

    assert undervoltage(tmp_path) is expected


def test_another_machine_cannot_tell(tmp_path: Path) -> None:
    _device(tmp_path, 0, "coretemp", "1")

    assert undervoltage(tmp_path) is None


def test_an_alarm_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    _device(tmp_path, 0, "rpi_volt", None)

    assert undervoltage(tmp_path) is None


def test_a_machine_without_the_folder_cannot_tell(tmp_path: Path) -> None:
    assert undervoltage(tmp_path / "none") is None
