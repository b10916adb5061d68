"""A real Icecast server with a real source, as ordinary children on free ports."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.ports import free_port

CONFIG = """<icecast>
  <limits><clients>20</clients><sources>8</sources><queue-size>524288</queue-size>
    <source-timeout>10</source-timeout><burst-size>65535</burst-size></limits>
  <authentication><source-password>{secret}</source-password>
    <admin-password>{secret}</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <fileserve>0</fileserve>
  <paths><logdir>{folder}</logdir><webroot>{folder}</webroot><adminroot>{folder}</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
  {owner}
</icecast>
"""
SECRET = "only-in-this-test"
OWNER = "<security><changeowner><user>nobody</user><group>nogroup</group></changeowner></security>"
CODECS = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3"),
    "aac": ("-c:a", "aac", "-b:a", "96k", "-content_type", "audio/aac", "-f", "adts"),
    "opus": ("-c:a", "libopus", "-b:a", "64k", "-content_type", "application/ogg", "-f", "ogg"),
}
TONE = "sine=frequency=440:sample_rate=44100,volume=-6dB"
QUIET = "anullsrc=r=44100:cl=mono"


@dataclass
class Icecast:
    """The server; its sources by mount."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    sources: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self.folder.mkdir(parents=True, exist_ok=True)
        owner = ""
        if os.geteuid() == 0:  # it does not run as root
            owner = OWNER
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            for parent in [self.folder, *self.folder.parents][:-2]:  # below /tmp
                parent.chmod(parent.stat().st_mode | 0o711)
        path = self.folder / "icecast.xml"
        path.write_text(
            CONFIG.format(secret=SECRET, port=self.port, folder=self.folder, owner=owner), "utf-8"
        )
        self.process = subprocess.Popen(
            ["icecast2", "-c", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise AssertionError("icecast did not come up")

    def stop(self) -> None:
        """Kill the server, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def feed(self, mount: str, codec: str = "mp3", sound: str = TONE, *more: str) -> None:
        """Let ffmpeg be the source of a mount."""
        self.starve(mount)
        url = f"icecast://source:{SECRET}@127.0.0.1:{self.port}/{mount}"
        words = ["ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", sound]
        words += [*more, "-ac", "1", *CODECS[codec], "-ice_name", "Đài thử", url]
        with (self.folder / "source.log").open("ab") as log:
            self.sources[mount] = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while not self.has(mount):
            assert time.monotonic() < until, "the source did not come up"
            time.sleep(0.1)

    def has(self, mount: str) -> bool:
        """The server gives this mount to listeners."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2) as probe:
            probe.settimeout(2)
            probe.sendall(f"GET /{mount} HTTP/1.0\r\n\r\n".encode())
            return b" 200 " in probe.recv(64)
        return False

    def starve(self, mount: str) -> None:
        """End the source of a mount."""
        source = self.sources.pop(mount, None)
        if source is not None:
            source.kill()
            source.wait()

    def hold(self, *, still: bool) -> None:
        """Stop the server's process without ending it: a network that says nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP if still else signal.SIGCONT)

    def url(self, mount: str) -> str:
        return f"http://127.0.0.1:{self.port}/{mount}"


@contextmanager
def icecast(folder: Path) -> Iterator[Icecast]:
    """A server for the length of a `with` block."""
    server = Icecast(folder)
    server.start()
    try:
        yield server
    finally:
        for mount in list(server.sources):
            server.starve(mount)
        server.stop()


if __name__ == "__main__":
    with icecast(Path(sys.argv[1])) as made:
        made.feed("radio.mp3")
        print(made.url("radio.mp3"), flush=True)
        signal.pause()
