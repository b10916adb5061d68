"""Peer: Liquidsoap, the item pushed into a request queue at the second over its socket."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Mapping

from bench.children import Child, output_of, wait_for
from bench.systems import Peer, Stage

_SETTINGS = {
    "log.stdout": "true",
    "log.file": "false",
    "init.allow_root": "true",
    "frame.audio.samplerate": "48000",
    "frame.audio.channels": "1",
}
_SOURCES = """
queue = request.queue(id="bench")
output.jack(id="hubliq", buffer_size=1, mksafe(queue))
"""


class Liquidsoap(Peer):
    """Liquidsoap as LibreTime drives it, with its smallest output buffer."""

    name = "Liquidsoap, pushed"

    def __init__(self) -> None:
        self._child: Child | None = None
        self._socket: socket.socket | None = None
        self._item = ""

    def missing(self) -> str:
        return "" if shutil.which("liquidsoap") else "liquidsoap"

    def start(self, stage: Stage) -> None:
        path = stage.folder / "liquidsoap.sock"
        bench = stage.folder / "bench.liq"
        settings = {
            "server.socket": "true",
            "server.socket.path": f'"{path}"',
            "server.timeout": "3600.",
        }
        bench.write_text(script(settings, _SOURCES), "utf-8")
        self._item = str(stage.item)
        command = ["liquidsoap", str(bench)]
        child = self._child = Child(command, stage.folder / "liquidsoap.log", stage.jack.env)
        child.wait_for(path.exists, within_s=40.0)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        wait_for(lambda: bool(_source(stage)), 20.0, "liquidsoap's JACK port")
        stage.jack.connect(_source(stage), stage.port)

    def fire(self) -> None:
        if self._socket is not None:
            self._socket.sendall(f"bench.push {self._item}\n".encode())

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._child is not None:
            self._child.end()


def script(settings: Mapping[str, str], sources: str) -> str:
    """A script in the dialect of the version that is installed (2.2 changed it).

    Args:
        settings: Settings besides the bench's own.
        sources: What to play where.
    """
    found = re.search(r"(\d+)\.(\d+)", output_of(["liquidsoap", "--version"]))
    old = found is not None and (int(found[1]), int(found[2])) < (2, 2)
    form = "settings.{}.set({})" if old else "settings.{} := {}"
    return "\n".join(form.format(*pair) for pair in {**_SETTINGS, **settings}.items()) + sources


def _source(stage: Stage) -> str:
    return next((port for port in stage.jack.ports() if "hubliq" in port), "")
