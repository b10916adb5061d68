"""Peer: mpv, device held open, file loaded paused, unpaused at the second over its socket."""

from __future__ import annotations

import json
import shutil
import socket

from bench.children import Child, wait_for
from bench.systems import Peer, Stage


class Mpv(Peer):
    """mpv in its best case: nothing is left to do at the start but to unpause."""

    name = "mpv, held open"

    def __init__(self) -> None:
        self._child: Child | None = None
        self._socket: socket.socket | None = None
        self._item = ""

    def missing(self) -> str:
        return "" if shutil.which("mpv") else "mpv"

    def start(self, stage: Stage) -> None:
        path = stage.folder / "mpv.sock"
        self._item = str(stage.item)
        command = [
            "mpv", "--no-config", "--no-terminal", "--no-video", "--idle=yes", "--pause",
            "--ao=jack", "--audio-stream-silence", "--gapless-audio=yes", "--keep-open=no",
            f"--jack-port={stage.port}", "--jack-autostart=no", "--jack-name=hubmpv",
            f"--input-ipc-server={path}", self._item,
        ]  # fmt: skip
        child = self._child = Child(command, stage.folder / "mpv.log", stage.jack.env)
        child.wait_for(path.exists)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        wait_for(lambda: any("hubmpv" in p for p in stage.jack.ports()), 10.0, "mpv's JACK port")

    def prepare(self) -> None:
        self._say("set", "pause", "yes")
        self._say("loadfile", self._item, "replace")

    def fire(self) -> None:
        self._say("set", "pause", "no")

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._child is not None:
            self._child.end()

    def _say(self, *words: str) -> None:
        if self._socket is not None:
            self._socket.sendall(json.dumps({"command": words}).encode() + b"\n")
