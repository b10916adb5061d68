"""How loud a file is, by a program that is not ours."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def meter(path: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, by ffmpeg's meter."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-i", str(path)]
    command += ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    lufs, peak = re.search(r"I:\s+(\S+) LUFS", text), re.search(r"Peak:\s+(\S+) dBFS", text)
    assert lufs is not None
    assert peak is not None
    return float(lufs[1]), float(peak[1])
