"""Programs that must not outlive whoever started them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import Final

_STILL_THERE: Final = 'test "$PPID" = "$0" && exec "$@"'
"""Whoever was killed before the kernel was asked is not there any more: nobody would be told."""


def leashed(command: Sequence[str]) -> list[str]:
    """The command, told by the kernel to end when its parent has, even when that is killed.

    Call it in the process that is to be the parent.
    """
    guard = shutil.which("setpriv")
    if guard is None:
        return list(command)
    return [guard, "--pdeathsig", "TERM", "sh", "-c", _STILL_THERE, str(os.getpid()), *command]
