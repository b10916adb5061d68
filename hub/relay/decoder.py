"""The decoder: an ffmpeg that reads a pipe and writes a pipe, locked in, and has no network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import Final

from hub.errors import DeviceError, LinkError
from hub.prepare.child import JAIL, PATH
from hub.relay.kinds import Kind

MEMORY_MIB: Final = 160
CPU_S: Final = 3600
"""Processor time: a hundred times what a day of radio needs."""
FILES: Final = 32
CODECS: Final = "mp3,mp3float,mp2,mp2float,aac,aac_fixed,opus,libopus,vorbis,flac"
"""No other decoder of ffmpeg is reached by a foreign byte."""
COMPLAINTS: Final = 500
"""A stream of which the decoder says more than this is no sound."""
LINE_BYTES: Final = 1000
_FOUND: Final = re.compile(r"Stream #\d[^\s]*: Audio: (\w+)[^,]*, (\d+) Hz, ([^,]+)(.*)")
_BITS: Final = re.compile(r"(\d+) kb/s")


class Decoder:
    """A decoder at work.

    Args:
        kind: How the sound is packed; ffmpeg may try nothing else.
        rate: Samples a second that are wanted.
        output: Open file that gets the samples: mono, 16 bit.

    Raises:
        DeviceError: There is no ffmpeg.
    """

    def __init__(self, kind: Kind, rate: int, output: int) -> None:
        program = shutil.which("ffmpeg", path=PATH)
        if program is None:
            raise DeviceError("relay.no_ffmpeg")
        spec = {
            "parent": os.getpid(),
            "cpu_s": CPU_S,
            "memory_mib": MEMORY_MIB,
            "file_mib": 0,
            "files": FILES,
            "reads": [program],
            "writes": [],
            "fds": [],
        }
        self._complaints = 0
        self._process = subprocess.Popen(  # noqa: S603 - a list, no shell; ours but for the bytes
            [sys.executable, "-I", "-S", str(JAIL), json.dumps(spec), program, *_words(kind, rate)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.PIPE,
            cwd="/",
            env={"PATH": PATH, "LANG": "C.UTF-8", "HOME": "/nonexistent", "MALLOC_ARENA_MAX": "1"},
        )

    def fileno(self) -> int:
        """Readable when it has something to say."""
        assert self._process.stderr is not None
        return self._process.stderr.fileno()

    def feed(self, data: bytes) -> None:
        """Give it what came; waits while it has enough.

        Raises:
            LinkError: It has given up on the stream.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError as error:
            raise LinkError("relay.no_sound") from error

    def finish(self, within_s: float) -> None:
        """Nothing more will come: let it play out what it has, then end it."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.end()

    def kill(self) -> None:
        """End it now, without waiting until it has ended."""
        self._process.kill()

    def end(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Give its pipes back, when it has ended."""
        for pipe in (self._process.stdin, self._process.stderr):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()

    def heard(self, line: str) -> dict[str, object]:
        """What a line of its talk says about the stream; empty when it is only a complaint.

        Raises:
            LinkError: It complains so much that this is no sound.
        """
        found = _FOUND.search(line)
        if found is not None and found[1].startswith("pcm_"):
            return {}  # what it makes of it
        if found is None:
            self._complaints += 1
            if self._complaints > COMPLAINTS:
                raise LinkError("relay.no_sound")
            return {}
        bits = _BITS.search(found[4])
        return {
            "codec": found[1],
            "rate": int(found[2]),
            "channels": found[3].strip()[:20],
            "kbps": int(bits[1]) if bits else 0,
        }


def _words(kind: Kind, rate: int) -> list[str]:
    return [
        *("-hide_banner", "-nostats", "-nostdin", "-loglevel", "info", "-threads", "1"),
        *("-protocol_whitelist", "pipe", "-codec_whitelist", CODECS),
        *("-probesize", "131072", "-analyzeduration", "1000000"),
        *("-f", kind.value, "-i", "pipe:0"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1"),
        # counted anew: a station's times may begin again in the middle of it
        *("-af", "asetpts=N/SR/TB"),
        *("-ac", "1", "-ar", str(rate), "-f", "s16le", "-flush_packets", "1", "pipe:1"),
    ]
