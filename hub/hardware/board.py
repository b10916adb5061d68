"""Opens the board and the sensors that the configuration names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hub.clock import Clock
from hub.domain.ids import ZoneId
from hub.hardware.fake import FakeBoard
from hub.hardware.fake_sensors import fake_sensors
from hub.hardware.lines import Board
from hub.hardware.readings import Sensor, SensorPlan


def open_board(kind: str, run_dir: Path, clock: Clock | None = None) -> Board:
    """The pins of this hub.

    Args:
        kind: "gpiozero" for a Raspberry Pi, "fake" for files in `run_dir`.
        run_dir: The fake's files; lgpio keeps its pipe there, too.
        clock: Stamps the fake's history.

    Raises:
        DeviceError: There is no GPIO on this machine, or this user may not use it.
    """
    if kind == "fake":
        return FakeBoard(run_dir, clock)
    # gpiozero costs 10 MiB and 0.1 s; a hub without a Pi's pins does not pay them.
    from hub.hardware.gpio import GpioBoard, default_factory  # noqa: PLC0415

    return GpioBoard(default_factory(run_dir))


def open_sensors(
    kind: str, plans: Sequence[SensorPlan], pins: Mapping[ZoneId, int | None], run_dir: Path
) -> Iterable[Sensor]:
    """The sensors of this hub; none is touched before it is read.

    Args:
        kind: As for `open_board`.
        plans: Sensors of the configuration.
        pins: Line of each zone; the fakes' currents follow them.
        run_dir: Where the fake board's files are.
    """
    if kind == "fake" or not plans:
        return fake_sensors(plans, pins, run_dir)
    # Blinka and the drivers cost 7 MiB and 0.1 s; a hub without sensors does not pay them.
    from hub.hardware.sensors import blinka_sensors  # noqa: PLC0415

    return blinka_sensors(plans)
