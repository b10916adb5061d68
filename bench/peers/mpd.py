"""Peer: mpd with its JACK output, the item queued, `play` at the second."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Sequence

from bench.children import Child
from bench.systems import Peer, Stage

_CONFIG = """
music_directory "{music}"
bind_to_address "{socket}"
log_file "{log}"
auto_update "no"
restore_paused "no"
audio_output {{
    type "jack"
    name "bench"
    client_name "hubmpd"
    autostart "no"
    always_on "yes"
    source_ports "out"
    destination_ports "{port}"
    ringbuffer_size "8192"
}}
"""


class Mpd(Peer):
    """mpd with its output always on and the queue ready."""

    name = "mpd"

    def __init__(self) -> None:
        self._child: Child | None = None
        self._socket: socket.socket | None = None

    def missing(self) -> str:
        return "" if shutil.which("mpd") else "mpd"

    def start(self, stage: Stage) -> None:
        path = stage.folder / "mpd.sock"
        config = stage.folder / "mpd.conf"
        config.write_text(
            _CONFIG.format(
                music=stage.item.parent,
                socket=path,
                log=stage.folder / "mpd-own.log",
                port=stage.port,
            )
        )
        command = ["mpd", "--no-daemon", str(config)]
        child = self._child = Child(command, stage.folder / "mpd.log", stage.jack.env)
        child.wait_for(path.exists)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.settimeout(5.0)
        self._socket.recv(100)
        self._ask(f'update "{stage.item.name}"')
        child.wait_for(lambda: "updating_db" not in self._ask("status"))
        self._ask("clear")
        self._ask(f'add "{stage.item.name}"')

    def expect(self, starts: Sequence[float]) -> None:
        """One start that does not count: the first one loads its decoders (70 ms)."""
        del starts
        self._ask("play 0")

    def prepare(self) -> None:
        self._ask("stop")

    def fire(self) -> None:
        self._ask("play 0")

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._child is not None:
            self._child.end()

    def _ask(self, command: str) -> str:
        """Send one command; answers what mpd says to it."""
        if self._socket is None:
            return ""
        self._socket.sendall(command.encode() + b"\n")
        said = ""
        while not said.endswith("OK\n") and "ACK " not in said:
            more = self._socket.recv(4096).decode()
            if not more:
                break
            said += more
        return said
