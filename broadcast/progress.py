"""How much of the cues on air was heard so far, kept where only a power cut loses it.

One small file in the run folder (memory), rewritten at most once a second while something is
on air: after a crash it tells how much of a bulletin the village has heard.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from hub.domain.ids import CueId
from hub.store.programme_rows import MOST_FRAMES


class Progress:
    """Frames played by cue.

    Args:
        run_dir: A folder that is empty after a power cut.
    """

    def __init__(self, run_dir: Path) -> None:
        self._path = run_dir / "progress.json"
        self._new = run_dir / "progress.json.new"
        self._kept: Mapping[CueId, int] = {}

    def read(self) -> dict[CueId, int]:
        """What the last life of this process had played; empty after a power cut."""
        try:
            found = json.loads(self._path.read_text("ascii"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        known = ((key, value) for key, value in found.items() if isinstance(value, int))
        return {CueId(key): value for key, value in known if 0 <= value < MOST_FRAMES}

    def keep(self, frames: Mapping[CueId, int]) -> None:
        """Keep what was played so far; a full or broken run folder only costs this knowledge."""
        if frames == self._kept:
            return
        try:
            self._new.write_text(json.dumps(frames), "ascii")
            os.replace(self._new, self._path)  # noqa: PTH105 - one atomic step, as the man page says
        except OSError:
            return
        self._kept = dict(frames)
