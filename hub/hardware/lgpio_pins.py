"""gpiozero's lgpio pins without the blip at set-up and with a quiet end.

gpiozero's own pin (2.0.1) is claimed as an input without a pull, then freed and claimed as
an output at level 0, then set: for a moment an active-low relay is keyed (gpiozero#1177,
open since 2024).  Here a line is claimed once, as an output at its off level, by a single
request to the kernel.  The pull that belongs to that level is claimed with it, so that on
kernels which turn a released output back into an input the relay's input is still held
off (Debian's, or ``dtparam=strict_gpiod``); Raspberry Pi's own kernels since 6.6 leave a
released output driven as it was (raspberrypi/linux#6117, #6150).  See docs/wiring.md.
"""

from __future__ import annotations

from typing import Any, ClassVar

import lgpio
from gpiozero.exc import PinInvalidFunction
from gpiozero.pins.lgpio import LGPIOFactory, LGPIOPin
from gpiozero.pins.local import LocalPiPin


class SteadyLGPIOPin(LGPIOPin):  # type: ignore[misc]  # gpiozero has no annotations
    """A pin that is not touched before it is known what it shall be."""

    def __init__(self, factory: Any, info: Any) -> None:
        # LGPIOPin's own set-up would claim an input and drop the pull: leave it out.
        LocalPiPin.__init__(self, factory, info)
        self._pwm = None
        self._bounce = None
        self._callback = None
        self._edges = lgpio.BOTH_EDGES
        self._is_input = False
        self._rest: bool | None = None

    def output_with_state(self, state: bool) -> None:  # noqa: FBT001  # gpiozero's signature
        """Claim the output at its first level, and the pull to that level, in one request."""
        pull = lgpio.SET_PULL_UP if state else lgpio.SET_PULL_DOWN
        lgpio.gpio_claim_output(self._chip, self._number, int(state), pull)
        self._is_input, self._rest = False, bool(state)

    def close(self) -> None:
        """Drive an output to its first level and free it; leave alone what was not claimed."""
        rest, self._rest = self._rest, None
        if self._chip is None:
            return
        if rest is not None:
            try:
                lgpio.gpio_write(self._chip, self._number, int(rest))
            finally:
                lgpio.gpio_free(self._chip, self._number)
        elif self._is_input:
            super().close()

    @property
    def _chip(self) -> Any:
        return self.factory._handle  # noqa: SLF001  # so do all of gpiozero's own pins

    def _set_function(self, value: str) -> None:
        if value == "output":
            raise PinInvalidFunction(f"{self!r}: an output needs its first level")
        self._is_input, self._rest = True, None
        super()._set_function(value)


class SteadyLGPIOFactory(LGPIOFactory):  # type: ignore[misc]  # gpiozero has no annotations
    """Makes steady pins.

    Attributes:
        failures: What lgpio raises beyond gpiozero's own errors.
    """

    failures: ClassVar[tuple[type[Exception], ...]] = (lgpio.error,)

    def __init__(self, chip: int | None = None) -> None:
        super().__init__(chip)
        self.pin_class = SteadyLGPIOPin
