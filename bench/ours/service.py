"""The whole service: items in the store, a calendar of one-off slots, the real playout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.ours.process import DEVICES, connect_new
from bench.systems import Peer, Stage
from bench.village import Village

PROGRAMME = "item"


class WholeService(Peer):
    """`python -m broadcast` with a calendar that has a slot at every start.

    Args:
        name: Its name in the table.
        host_api: "jack" or "alsa".
    """

    lead_s = 20.0

    def __init__(self, name: str, host_api: str) -> None:
        self.name = name
        self._host_api = host_api
        self._stage: Stage | None = None
        self.village: Village | None = None

    def missing(self) -> str:
        """Nothing: it is what the bench is for."""
        return ""

    def start(self, stage: Stage) -> None:
        """Make the store and import the item."""
        self._stage = stage
        device = DEVICES[self._host_api]
        env = stage.jack.env
        self.village = Village(stage.folder, self._host_api, device, env, fallback=stage.item)
        self.village.set_up()
        self.village.programme(PROGRAMME, Path(stage.item))

    def expect(self, starts: Sequence[float]) -> None:
        """Import the calendar and start the playout."""
        assert self._stage is not None
        assert self.village is not None
        self.village.calendar(starts, PROGRAMME, length_s=1)
        before = set(self._stage.jack.ports())
        self.village.start()
        connect_new(self._stage, before)

    def stop(self) -> None:
        """End the playout."""
        if self.village is not None:
            self.village.stop()
