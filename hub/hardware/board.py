"""Opens the board that the configuration names."""

from __future__ import annotations

from pathlib import Path

from hub.clock import Clock
from hub.hardware.fake import FakeBoard
from hub.hardware.lines import Board


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
    # gpiozero costs 8 MiB and 60 ms; a hub without a Pi's pins does not pay them.
    from hub.hardware.gpio import GpioBoard, default_factory  # noqa: PLC0415

    return GpioBoard(default_factory(run_dir))
