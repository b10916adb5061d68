"""Peers held open on a PulseAudio sink, silent or playing: what they use beside ours."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.children import Child
from bench.peers.liquidsoap import script

Env = Mapping[str, str]

_MPD = """
music_directory "{folder}"
bind_to_address "{folder}/mpd.sock"
log_file "{folder}/mpd-own.log"
audio_output {{
    type "pulse"
    name "bench"
    always_on "yes"
}}
"""
_LIQUIDSOAP = """
queue = request.queue(id="bench")
output.pulseaudio({source})
"""


@dataclass(frozen=True, slots=True)
class Resting:
    """A peer on PulseAudio.

    Attributes:
        name: Its name in the table.
        program: What has to be installed.
        start: Starts it; the flag says whether it is to play the item again and again.
    """

    name: str
    program: str
    start: Callable[[Path, Path, Env, bool], Child]

    @property
    def is_installed(self) -> bool:
        """True when it can be started."""
        return shutil.which(self.program) is not None


def _mpv(folder: Path, item: Path, env: Env, playing: bool) -> Child:  # noqa: FBT001
    command = ["mpv", "--no-config", "--no-terminal", "--no-video", "--idle", "--ao=pulse"]
    command += ["--audio-stream-silence", "--loop-file=inf", str(item)]
    return Child(command if playing else [*command, "--pause"], folder / "mpv.log", env)


def _mpd(folder: Path, item: Path, env: Env, playing: bool) -> Child:  # noqa: FBT001
    config = folder / "mpd.conf"
    config.write_text(_MPD.format(folder=folder), "utf-8")
    child = Child(["mpd", "--no-daemon", str(config)], folder / "mpd.log", env)
    child.wait_for((folder / "mpd.sock").exists)
    if playing:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(folder / "mpd.sock"))
            client.settimeout(5.0)
            client.recv(100)
            for words in (f'update "{item.name}"', "idle database", f'add "{item.name}"'):
                client.sendall(words.encode() + b"\n")
                client.recv(4096)
            client.sendall(b"repeat 1\nplay 0\n")
            client.recv(4096)
    return child


def _liquidsoap(folder: Path, item: Path, env: Env, playing: bool) -> Child:  # noqa: FBT001
    path = folder / "bench.liq"
    source = f'single("{item}")' if playing else "mksafe(queue)"
    path.write_text(script({}, _LIQUIDSOAP.format(source=source)), "utf-8")
    child = Child(["liquidsoap", str(path)], folder / "liquidsoap.log", env)
    child.wait_for(lambda: "Streaming loop starts" in child.said(), within_s=60.0)
    return child


PEERS = (
    Resting("mpv, held open", "mpv", _mpv),
    Resting("mpd, always on", "mpd", _mpd),
    Resting("Liquidsoap", "liquidsoap", _liquidsoap),
)
