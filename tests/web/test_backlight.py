"""The light behind the screen, on a folder like those in sysfs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from web.kiosk.backlight import SysfsLight, light_of

Read = Callable[[str], str]


@pytest.fixture
def panel(tmp_path: Path) -> Read:
    """A panel that is lit."""
    for name, value in {"bl_power": "0", "brightness": "180", "max_brightness": "255"}.items():
        (tmp_path / name).write_text(f"{value}\n")
    return lambda name: (tmp_path / name).read_text().strip()


def test_it_goes_off_by_its_power_and_keeps_its_brightness(panel: Read, tmp_path: Path) -> None:
    light = SysfsLight(tmp_path)

    light.switch(is_on=False)
    assert (panel("bl_power"), panel("brightness")) == ("4", "180")
    light.switch(is_on=True)
    assert (panel("bl_power"), panel("brightness")) == ("0", "180")


def test_without_a_power_it_goes_dark_and_as_bright_as_before(panel: Read, tmp_path: Path) -> None:
    (tmp_path / "bl_power").unlink()
    light = SysfsLight(tmp_path)

    light.switch(is_on=False)
    assert panel("brightness") == "0"
    light.switch(is_on=True)
    assert panel("brightness") == "180"


def test_one_that_was_left_dark_comes_back_fully(panel: Read, tmp_path: Path) -> None:
    (tmp_path / "bl_power").unlink()
    (tmp_path / "brightness").write_text("0\n")

    SysfsLight(tmp_path).switch(is_on=True)

    assert panel("brightness") == "255"


def test_the_same_again_is_not_written(panel: Read, tmp_path: Path) -> None:
    light = SysfsLight(tmp_path)
    light.switch(is_on=False)
    (tmp_path / "bl_power").write_text("by hand")

    light.switch(is_on=False)

    assert panel("bl_power") == "by hand"


def test_one_that_fails_is_told_once_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    light = light_of(str(tmp_path / "gone"))

    for _ in range(3):
        light.switch(is_on=False)
    assert len(caplog.records) == 1
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone/bl_power").write_text("0")
    light.switch(is_on=False)

    assert (tmp_path / "gone/bl_power").read_text() == "4"
