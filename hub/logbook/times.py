"""How often a bulletin was heard within one cue, counted from a row's media and samples (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from hub.domain.facts import AsRun, Outcome
from hub.domain.sequence import REPEAT_PAUSE_S


@dataclass(frozen=True, slots=True)
class Times:
    """How often it was heard.

    Attributes:
        planned: How often it was to be heard.
        heard: How often it was heard from beginning to end.
    """

    planned: int
    heard: int

    @property
    def is_whole(self) -> bool:
        """It was heard as often as was planned."""
        return self.heard == self.planned


def times_of(cue: AsRun, frames: Mapping[str, int]) -> Times | None:
    """How often its bulletin was heard; None when that cannot be told, as of a relay.

    Args:
        cue: The row.
        frames: Samples of each file by its hash.
    """
    files = [digest for _, digest in cue.media]
    if not files or not cue.frames_planned:
        return None
    lasts = _lasts(files)
    if cue.outcome is Outcome.PLAYED and cue.because is None:
        return Times(len(lasts), len(lasts))
    if not all(frames.get(digest) for digest in files):
        return None
    over = _over(files, frames, round(REPEAT_PAUSE_S * cue.rate))
    return Times(len(lasts), sum(over[place] <= cue.frames_played for place in lasts))


def _lasts(files: Sequence[str]) -> Sequence[int]:
    """Where it is over each time: one file again and again, or all of them in turn."""
    runs = [list(run) for _, run in groupby(range(len(files)), files.__getitem__)]
    longest = max(runs, key=len)
    if len(longest) > 1:
        return longest
    for turn in range(2, len(files) // 2 + 1):
        if len(files) % turn == 0 and files == list(files[:turn]) * (len(files) // turn):
            return range(turn - 1, len(files), turn)
    return (len(files) - 1,)


def _over(files: Sequence[str], frames: Mapping[str, int], pause: int) -> Sequence[int]:
    """Samples until each file is over; before a file that comes once more there is a pause."""
    before = (None, *files)
    return list(
        accumulate(
            frames[digest] + (pause if digest == last else 0)
            for last, digest in zip(before, files, strict=False)
        )
    )
