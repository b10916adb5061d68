"""What the playout asks of the board: lines, buttons, a status lamp."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Line(Protocol):
    """One switched output.  It is off when made and off after `close`.

    What a line does when its process is killed is the hardware's business: on Raspberry
    Pi's kernels an output keeps its level, so `broadcast/off.py` follows every death
    (docs/wiring.md).
    """

    @property
    def is_on(self) -> bool:
        """True while the amplifier is keyed."""
        ...

    def on(self) -> None:
        """Key the amplifier.

        Raises:
            DeviceError: The line cannot be driven.
        """
        ...

    def off(self) -> None:
        """Release the amplifier.

        Raises:
            DeviceError: The line cannot be driven.
        """
        ...

    def close(self) -> None:
        """Switch off and give the pin back; closing twice changes nothing.

        Raises:
            DeviceError: The line could not be driven off; the pin is given back all the same.
        """
        ...


class LampSign(StrEnum):
    """What the status lamp shows."""

    DARK = "dark"
    READY = "ready"
    """Steady: waiting for the next cue."""
    ON_AIR = "on-air"
    """Slow blink."""
    STOPPED = "stopped"
    """Fast blink: stopped or held."""
    FAULT = "fault"
    """Two short flashes and a pause."""


class Board(Protocol):
    """The pins of one hub.  One process owns it."""

    def line(self, pin: int, *, active_high: bool) -> Line:
        """Claim a pin as a line, off from the first instant (no blip).

        Raises:
            DeviceError: The pin does not exist or is not free.
        """
        ...

    def stop_button(self, pin: int, pressed: Callable[[], None]) -> None:
        """Call `pressed` (from another thread) each time the button goes down.

        Holding it is one press.  A button that is down when it is claimed (a latching
        one, left pressed over a power cut) counts as pressed: `pressed` is called at once.

        Raises:
            DeviceError: The pin does not exist or is not free.
        """
        ...

    def talk_button(
        self, pin: int, pressed: Callable[[], None], let_go: Callable[[], None]
    ) -> None:
        """Call `pressed` when the button goes down and `let_go` when it comes up again.

        Both are called from another thread.  A button that is down when it is claimed is not
        pressed before it was let go: a stuck one must not speak to the village by itself.

        Raises:
            DeviceError: The pin does not exist or is not free.
        """
        ...

    def lamp(self, pin: int) -> Callable[[LampSign], None]:
        """Claim a pin for the status lamp; the answer sets what it shows.

        Raises:
            DeviceError: The pin does not exist or is not free.
        """
        ...

    def close(self) -> None:
        """Every line off, every pin given back; closing twice changes nothing.

        Raises:
            DeviceError: A line could not be driven off; the others were.
        """
        ...
