"""Peer: cron and aplay, as many stations do it; whole minutes only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bench.alsa import ALSA_DEVICE, alsa_env
from bench.children import Child, output_of
from bench.systems import Peer, Stage

TABLE = Path("/etc/cron.d/hubbench")
_VARIABLES = ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER", "ALSA_CONFIG_PATH")


class Cron(Peer):
    """Debian's cron: the one that runs, or one of our own; its table is removed again."""

    name = "cron + aplay"
    minutely = True

    def __init__(self) -> None:
        self._child: Child | None = None

    def missing(self) -> str:
        if os.geteuid() != 0:
            return "root, for a cron table"
        return next((name for name in ("cron", "aplay") if not shutil.which(name)), "")

    def start(self, stage: Stage) -> None:
        env = alsa_env(stage)
        lines = [f"{name}={env[name]}" for name in _VARIABLES]
        lines += ["PATH=/usr/bin:/bin", 'MAILTO=""']
        lines.append(f"* * * * * root aplay -q -D {ALSA_DEVICE} {stage.item}")
        TABLE.write_text("\n".join(lines) + "\n")
        if not output_of(["pidof", "cron"]):
            log = stage.folder / "cron.log"
            self._child = Child(["cron", "-f"], log, {"PATH": os.environ["PATH"]})

    def stop(self) -> None:
        TABLE.unlink(missing_ok=True)
        if self._child is not None:
            self._child.end()
