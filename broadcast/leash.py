"""Programs that must not outlive whoever started them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence


def leashed(command: Sequence[str]) -> list[str]:
    """The command, told by the kernel to end when its parent has, even when that is killed."""
    guard = shutil.which("setpriv")
    return [*((guard, "--pdeathsig", "TERM") if guard else ()), *command]
