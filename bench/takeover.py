"""How long an emergency takes from its order to the painted screen that it has taken over."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from bench.control import Control

SPY: Final = """
document.addEventListener("hub:urgent", () => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    window.takenAt = performance.timeOrigin + performance.now();
    after.port1.close();
  };
  after.port2.postMessage(0);
}));
"""
"""Wall clock, ms, right after the frame that shows the emergency; for `Page.add_init_script`."""
TAKEN: Final = """() => {
  const shown = document.querySelector(".k-takeover");
  const box = shown?.getBoundingClientRect();
  const isAll = box && box.width >= innerWidth - 1 && box.height > innerHeight / 2;
  return isAll && shown.contains(document.elementFromPoint(innerWidth / 2, 40))
    ? window.takenAt ?? null : null;
}"""
LOOK_S: Final = 0.02
PROGRAMME: Final = "so-tan-lu"
"""The emergency of the example village."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A screen, and whoever orders emergencies.

    Attributes:
        page: The screen, opened after `SPY` was added.
        control: The playout's socket.
        patience_s: After so long it has not been taken over.
    """

    page: Page
    control: Control
    patience_s: float = 20.0

    def takes_ms(self, order: str) -> float:
        """From just before the order is written to the painted screen; then all is stopped.

        Raises:
            TimeoutError: Nothing took the screen.
        """
        self.page.evaluate("window.takenAt = undefined")
        sent_s, _ = self.control.give(
            order, "play", programme=PROGRAMME, kind="emergency", resume=True
        )
        try:
            taken_ms = self._wait(is_there=True)
        finally:
            self.control.give(f"{order}-stop", "stop")
        self._wait(is_there=False)
        return taken_ms - 1000 * sent_s

    def _wait(self, *, is_there: bool) -> float:
        end_s = time.monotonic() + self.patience_s
        while time.monotonic() < end_s:
            found = self.page.evaluate(TAKEN)
            if (found is not None) is is_there:
                return float(found or 0)
            time.sleep(LOOK_S)
        raise TimeoutError("taken over" if is_there else "given back")


def control(run_dir: Path, patience_s: float = 30.0) -> Control:
    """A connection to a playout that may still be starting.

    Raises:
        OSError: It never was there.
    """
    end_s = time.monotonic() + patience_s
    while True:
        try:
            return Control(run_dir / "broadcast.sock")
        except OSError:
            if time.monotonic() > end_s:
                raise
            time.sleep(0.1)
