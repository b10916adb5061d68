"""Keeps sound libraries from writing to the log while they look for devices."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STDERR: Final = 2
_NOISE: Final = re.compile(
    rb"ALSA lib |Expression '|JackShm|jack server is not|Cannot connect to server"
    rb"|attempt to connect|connect\(2\) call|ExpandedPcm|Cannot lock down|PaAlsa"
)


@contextmanager
def no_chatter() -> Iterator[None]:
    """Hold back what is written to standard error; pass on what is no library's noise."""
    kept = os.memfd_create("stderr")
    before = os.dup(_STDERR)
    os.dup2(kept, _STDERR)
    try:
        yield
    finally:
        os.dup2(before, _STDERR)
        os.close(before)
        os.lseek(kept, 0, os.SEEK_SET)
        lines = os.read(kept, 1 << 16).splitlines(keepends=True)
        os.close(kept)
        os.write(
            _STDERR, b"".join(line for line in lines if line.strip() and not _NOISE.match(line))
        )
