"""Tells an AMR recording from rubbish behind AMR's mark (RFC 4867, 5.3).

To an AMR decoder every bit pattern is a sound: a file that was copied wrong, or that somebody made
to do harm, would come out as loud noise with nothing to complain of.  Only the frames' first bytes
say whether the frames are there.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

_MARKS: Final = {
    b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, None, None, None, 0),
    b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0),
}
"""What follows a frame's first byte, by the type in it; None = there is no such type."""
_NEVER: Final = 0b1000_0011
"""Bits of a first byte that are not set."""
LOOK_BYTES: Final = 256 * 1024
"""Over two minutes at the highest rate; rubbish shows in the first few frames."""
LEAST: Final = 0.9
"""So many of the bytes at which a frame is expected must be one's first: a recording with a fault
here and there is still one."""


def is_amr(fd: int) -> bool:
    """Whether frames stand behind the mark; True for a file without it, which is not judged."""
    head = os.pread(fd, LOOK_BYTES, 0)
    for mark, sizes in _MARKS.items():
        if head.startswith(mark):
            return _looks_framed(head[len(mark) :], sizes)
    return True


def _looks_framed(data: bytes, sizes: Sequence[int | None]) -> bool:
    good = wrong = at = 0
    while at < len(data):
        size = sizes[data[at] >> 3 & 15] if not data[at] & _NEVER else None
        good, wrong = (good, wrong + 1) if size is None else (good + 1, wrong)
        at += 1 + (size or 0)
    return good >= LEAST * (good + wrong) and good > 0
