"""A program of ours in a process of its own, told its starts beforehand."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.children import Child, NotReadyError, wait_for
from bench.systems import Peer, Stage

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 30.0
DEVICES = {"jack": "system", "alsa": "jack"}
"""The virtual card: as JACK's own device, and through ALSA's jack plugin."""


class OwnProcess(Peer):
    """`python -m MODULE HOST_API DEVICE WAV`, which reads its starts from its input.

    Args:
        name: Its name in the table.
        module: The program.
        host_api: "jack" or "alsa".
    """

    lead_s = 0.5

    def __init__(self, name: str, module: str, host_api: str) -> None:
        self.name = name
        self._module = module
        self._host_api = host_api
        self._child: Child | None = None

    def missing(self) -> str:
        """Nothing: it is part of the bench."""
        return ""

    def start(self, stage: Stage) -> None:
        """Start it and connect what it opened with the recorder."""
        before = set(stage.jack.ports())
        env = {**stage.jack.env, "PYTHONPATH": str(ROOT)}
        device = DEVICES[self._host_api]
        command = [sys.executable, "-m", self._module, self._host_api, device, str(stage.item)]
        child = self._child = Child(command, stage.folder / "own.log", env, stdin=True)
        child.wait_for(lambda: "ready" in child.said().splitlines(), READY_WITHIN_S)
        connect_new(stage, before)

    def expect(self, starts: Sequence[float]) -> None:
        """Tell it all its starts."""
        if self._child is None or self._child.process.stdin is None:
            raise NotReadyError(f"{self.name} does not run")
        self._child.process.stdin.write(json.dumps(list(starts)).encode() + b"\n")
        self._child.process.stdin.flush()

    def stop(self) -> None:
        """End it."""
        if self._child is not None:
            self._child.end()


def connect_new(stage: Stage, before: set[str]) -> None:
    """Connect the first output that was not there before with the recorder.

    Raises:
        NotReadyError: There is none.
    """
    wait_for(lambda: bool(_new_outputs(stage, before)), READY_WITHIN_S, "the new JACK port")
    stage.jack.connect(_new_outputs(stage, before)[0], stage.port)


def _new_outputs(stage: Stage, before: set[str]) -> list[str]:
    return sorted(p for p in stage.jack.ports() if p not in before and ":out_" in p)
