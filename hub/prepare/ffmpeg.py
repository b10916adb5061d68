"""Runs ffmpeg over one upload: locked in, followed, and its failures as sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.prepare.child import Access, run
from hub.prepare.loudness import Measured, read_summary
from hub.prepare.upload import MIB
from hub.prepare.watched import Finished

MEMORY_MIB: Final = 96
"""What an ffmpeg may write to; it needs about 25 for sound."""
FIRST_S: Final = 60.0
A_SECOND_S: Final = 0.35
"""Seconds that a run may take, and more for each second of sound: several times what the
smallest board needs."""

FLOAT: Final = 4
"""Bytes a sample of the file between: nothing is lost in it, whatever the level."""
OURS: Final = ("-protocol_whitelist", "file")
"""How a file is read that we have written ourselves."""
MEETING: Final = "non monotonically increasing dts"
OTHER_KIND: Final = "failed to create or replace stream"
"""Said of recordings behind each other in one Ogg file; of those of one kind, too."""
_DONE: Final = re.compile(r"out_time_us=(\d+)")


class Stage(StrEnum):
    """What is being done."""

    SPEAKING = "speaking"
    MEASURING = "measuring"
    CONVERTING = "converting"
    CHECKING = "checking"


Told = Callable[[Stage, float], None]
"""Hears the stage, and how far the whole is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a preparation works with.

    Attributes:
        clock: Measures times.
        told: Hears how far it is.
        is_held: While it says so, nothing is done; what it raises ends the preparation.
    """

    clock: Clock
    told: Told = lambda _stage, _share: None
    is_held: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the whole, for its progress.

    Attributes:
        stage: What is done in it.
        first: Where it begins, 0 to 1.
        share: How much of the whole it is, 0 to 1.
    """

    stage: Stage
    first: float
    share: float


@dataclass(frozen=True, slots=True)
class Output:
    """A file that ffmpeg writes.

    Attributes:
        file: The open file.
        most_bytes: It cannot grow past this.
    """

    file: BinaryIO
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """Runs ffmpeg for one upload.

    Attributes:
        name: What the file is called in messages.
        around: What to work with.
    """

    name: str
    around: Surroundings

    def run(
        self,
        source: Sequence[str],
        fd: int,
        filters: str,
        form: Sequence[str],
        *,
        part: Part,
        length_s: float,
        output: Output | None = None,
        taken: Callable[[bytes], None] | None = None,
    ) -> Finished:
        """Run it once.

        Args:
            source: Options for the input.
            fd: The input.
            filters: What happens to the sound.
            form: Options for the output, its place included.
            part: Which part of the whole this is.
            length_s: How much sound there is at most, seconds.
            output: Where its output goes.
            taken: Takes its output instead.
        """
        command = [
            "ffmpeg", "-nostdin", "-hide_banner", "-v", "level+info", "-nostats",
            "-threads", "1", "-progress", "pipe:2",
            *source, "-i", f"file:/proc/self/fd/{fd}", "-af", filters, *form,
        ]  # fmt: skip
        return run(
            command,
            clock=self.around.clock,
            limit_s=FIRST_S + A_SECOND_S * length_s,
            memory_mib=MEMORY_MIB,
            access=Access(fds=(fd,)),
            output=output.file if output is not None else None,
            file_mib=1 + (output.most_bytes // MIB if output is not None else 0),
            told=self._follow(part, length_s),
            taken=taken,
            is_held=self.around.is_held,
        )

    def summary(self, done: Finished) -> Measured:
        """What its meter reported.

        Raises:
            MediaError: It failed.
        """
        measured = read_summary(done.err)
        if not done.is_good or measured is None:
            raise self.failure(done)
        return measured

    def failure(self, done: Finished) -> MediaError:
        """Why it failed."""
        if done.timed_out:
            return MediaError("prepare.too_slow", path=self.name)
        if "Cannot allocate memory" in done.err:
            return MediaError("prepare.too_much", path=self.name)
        if "No space left" in done.err:
            return MediaError("prepare.disk_full", path=self.name)
        return MediaError("prepare.broken", path=self.name)

    def _follow(self, part: Part, length_s: float) -> Callable[[str], None]:
        """Turns ffmpeg's progress into ours."""

        def told(line: str) -> None:
            if (found := _DONE.match(line)) is not None:
                done = min(1.0, int(found[1]) / 1e6 / max(0.1, length_s))
                self.around.told(part.stage, part.first + part.share * done)

        self.around.told(part.stage, part.first)
        return told


def errors_in(text: str) -> int:
    """How often a decoder complained; where two recordings meet, the writer does, too."""
    lines = [line for line in text.splitlines() if MEETING not in line]
    return sum("[error]" in line or "[fatal]" in line for line in lines)


def is_first_only(text: str) -> bool:
    """Whether the reading ended at a second recording, of another kind, behind the first."""
    return OTHER_KIND in text and any(
        "[error]" in line and line.endswith(": Invalid argument") for line in text.splitlines()
    )
