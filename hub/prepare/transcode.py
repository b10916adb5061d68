"""Any media that somebody brought → the playout's one format, as loud as everything else.

Four runs of ffmpeg, each locked in (`child`): look at the sound; trim, shape and measure it;
bring it to its loudness; measure what came out.  For recorded speech one more between the second
and the third: its long silences are looked for and shortened.  The third is done again when the
limiter took too much, and the last two when a true peak stands out.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hub.domain.preparing import Preparing
from hub.errors import MediaError
from hub.media.draft import Draft
from hub.media.intake import HEADER_BYTES, Taken, wav_head
from hub.prepare.cut import WHOLE, Cut
from hub.prepare.ffmpeg import (
    FLOAT,
    OURS,
    Ffmpeg,
    Output,
    Part,
    Stage,
    Surroundings,
    errors_in,
    is_first_only,
)
from hub.prepare.look import Look, Seen
from hub.prepare.loudness import (
    Measured,
    Plan,
    finished,
    first_plan,
    louder,
    lower,
    measuring,
    shaped,
    shaped_rate,
    with_gain,
)
from hub.prepare.pauses import Pauses, shorten
from hub.prepare.probe import SAFE, Found, probe
from hub.prepare.report import Report
from hub.prepare.upload import Upload, opened

LOOK_RATE: Final = 48_000
LEAST_S: Final = 0.2
"""Shorter than this is no sound, but a click."""
LEAST_SHARE: Final = 0.25
"""When less than this of the claimed length is there, it is not played."""
TRIES: Final = 6
WIDTH: Final = 2

UPLOADED: Final = (*SAFE, "-vn", "-sn", "-dn")

LOOKING: Final = Part(Stage.MEASURING, 0.02, 0.23)
SHAPING: Final = Part(Stage.MEASURING, 0.25, 0.2)
WRITING: Final = Part(Stage.CONVERTING, 0.5, 0.3)
CHECKING: Final = Part(Stage.CHECKING, 0.8, 0.2)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants a file to be prepared.

    Attributes:
        preparing: Limits and targets.
        rate: Samples a second of the result.
        horn: Horn profile; None = for speech, when the configuration says so.
        follow: Whether the file may be a symbolic link.
        cut: What of it is wanted.
        shorten: Whether long silences in speech are shortened; not where somebody set them.
    """

    preparing: Preparing
    rate: int
    horn: bool | None = None
    follow: bool = True
    cut: Cut = WHOLE
    shorten: bool = True

    @property
    def most_s(self) -> float:
        """Longest sound that is accepted, seconds."""
        return self.preparing.most_minutes * 60.0


def prepare(
    path: Path, folder: Path, wish: Wish, around: Surroundings, name: str | None = None
) -> tuple[Taken, Report]:
    """Prepare a file and put it into a folder; durable when this returns.

    Args:
        path: The file that was brought.
        folder: Where the prepared file goes.
        wish: How it is to be.
        around: What to work with.
        name: Name of the prepared file; None = its hash.

    Returns:
        The prepared file, and what to tell about it.

    Raises:
        MediaError: It is refused, or cannot be prepared now; nothing is left behind.
    """
    with opened(path, wish.preparing.most_mib, follow=wish.follow) as upload:
        around.told(Stage.MEASURING, 0.0)
        found = probe(upload, around.clock, wish.most_s, around.is_held)
        found = replace(found, claimed_s=wish.cut.of(found.claimed_s))
        return _Preparation(upload, found, wish, around).into(folder, name)


class _Preparation:
    """One file on its way.

    Args:
        upload: The open file.
        found: What it holds.
        wish: How it is to be.
        around: What to work with.
    """

    def __init__(self, upload: Upload, found: Found, wish: Wish, around: Surroundings) -> None:
        self._upload = upload
        self._found = found
        self._wish = wish
        self._around = around
        self._ffmpeg = Ffmpeg(upload.name, around)
        self._complaints = ""

    def into(self, folder: Path, name: str | None) -> tuple[Taken, Report]:
        """Do all of it."""
        wish = self._wish
        seen = self._look()
        _refuse(self._upload.name, seen, wish.most_s, self._found.claimed_s)
        horn = wish.horn if wish.horn is not None else wish.preparing.horn and seen.is_speech
        plan = first_plan(seen, horn=horn)
        with Draft(folder, HEADER_BYTES + _room(plan, wish.rate, WIDTH)) as draft:
            with Draft(folder, _room(plan, wish.rate, WIDTH + FLOAT)) as between:
                plan = with_gain(plan, self._shape(plan, between), *self._target)
                pauses = Pauses.left_alone(seen)
                if seen.is_speech and wish.shorten:
                    rate = shaped_rate(plan, wish.rate)
                    plan, pauses = shorten(self._ffmpeg, plan, between.path, rate)
                plan, result = self._convert(plan, between, draft)
            frames = (draft.path.stat().st_size - HEADER_BYTES) // WIDTH
            digest = _hash(draft.path)
            draft.keep(name or f"{digest}.wav")
        self._around.told(Stage.CHECKING, 1.0)
        taken = Taken(name or f"{digest}.wav", frames, wish.rate, digest)
        return taken, self._report(seen, plan, pauses, result, taken)

    @property
    def _target(self) -> tuple[float, float]:
        return self._wish.preparing.target_lufs, self._wish.preparing.peak_dbtp

    def _look(self) -> Seen:
        found, most_s = self._found, self._wish.most_s
        channels, rate = min(2, found.channels), min(found.rate, LOOK_RATE)
        look = Look(rate, channels)
        layout = "mono" if channels == 1 else "stereo"
        filters = (
            f"{self._wish.cut.filters}asetpts=N/SR/TB,atrim=end={most_s + 1},"
            f"aformat=channel_layouts={layout},aresample={rate}"
        )
        form = [*self._stream, "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"]
        done = self._ffmpeg.run(
            UPLOADED,
            self._upload.fd,
            filters,
            form,
            part=LOOKING,
            length_s=found.claimed_s or most_s,
            taken=look.take,
        )
        seen = look.seen()
        self._complaints = done.err
        if done.is_good and not seen.length_s and self._wish.cut != WHOLE:
            raise MediaError("prepare.too_short", path=self._upload.name)
        if done.timed_out or not seen.length_s:
            raise self._ffmpeg.failure(done)
        return seen

    @property
    def _stream(self) -> list[str]:
        return ["-map", f"0:{self._found.stream}", "-map_metadata", "-1"]

    def _shape(self, plan: Plan, between: Draft) -> Measured:
        """Decode, trim and shape it into a file of its own, and measure that."""
        rate = shaped_rate(plan, self._wish.rate)
        done = self._ffmpeg.run(
            UPLOADED,
            self._upload.fd,
            f"{self._wish.cut.filters}{shaped(plan, self._wish.rate)},{measuring(true_peak=False)}",
            [*self._stream, "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"],
            part=SHAPING,
            length_s=plan.end_s,
            output=Output(between.file, _room(plan, rate, FLOAT)),
        )
        return self._ffmpeg.summary(done)

    def _convert(self, plan: Plan, between: Draft, draft: Draft) -> tuple[Plan, Measured]:
        """Convert until the result is right, at most `TRIES` times."""
        target_lufs, peak_dbtp = self._target
        for attempt in range(1, TRIES + 1):
            better = louder(plan, self._write(plan, between, draft), target_lufs)
            if better is None or attempt == TRIES:
                result = self._check(plan, draft)
                better = lower(plan, result, peak_dbtp)
            if better is None or attempt == TRIES:
                break
            plan = better
        return plan, result

    def _write(self, plan: Plan, between: Draft, draft: Draft) -> Measured:
        """Write the result; how loud it has become."""
        rate, file = self._wish.rate, draft.file
        file.seek(0)
        file.truncate()
        file.write(wav_head(0, rate))
        file.flush()
        with between.path.open("rb") as shape:
            done = self._ffmpeg.run(
                [*OURS, "-f", "f32le", "-ar", str(shaped_rate(plan, rate)), "-ac", "1"],
                shape.fileno(),
                f"{finished(plan, rate)},{measuring(true_peak=False)}",
                ["-c:a", "pcm_s16le", "-ar", str(rate), "-ac", "1", "-f", "s16le", "pipe:1"],
                part=WRITING,
                length_s=plan.length_s,
                output=Output(file, HEADER_BYTES + _room(plan, rate, WIDTH)),
            )
        size = os.fstat(file.fileno()).st_size - HEADER_BYTES
        if not done.is_good or size < LEAST_S * rate * WIDTH:
            raise self._ffmpeg.failure(done)
        file.seek(0)
        file.write(wav_head(size // WIDTH, rate))
        file.flush()
        return self._ffmpeg.summary(done)

    def _check(self, plan: Plan, draft: Draft) -> Measured:
        """Measure the file that was written, as anybody would."""
        with draft.path.open("rb") as file:
            done = self._ffmpeg.run(
                [*OURS, "-f", "wav"],
                file.fileno(),
                measuring(true_peak=True),
                ["-f", "null", "-"],
                part=CHECKING,
                length_s=plan.length_s,
            )
        return self._ffmpeg.summary(done)

    def _report(
        self, seen: Seen, plan: Plan, pauses: Pauses, result: Measured, taken: Taken
    ) -> Report:
        return Report(
            name=self._upload.name,
            found=self._found,
            seen=seen,
            plan=plan,
            pauses=pauses,
            result=result,
            length_s=taken.frames / taken.rate,
            frames=taken.frames,
            rate=taken.rate,
            sha256=taken.sha256,
            original=self._upload.sha256(),
            errors=errors_in(self._complaints),
            target_lufs=self._target[0],
            peak_dbtp=self._target[1],
            first_only=is_first_only(self._complaints),
        )


def _refuse(name: str, seen: Seen, most_s: float, claimed_s: float | None) -> None:
    """Refuse what cannot be played, now that it has been looked at."""
    if seen.length_s > most_s:
        raise MediaError("prepare.endless", path=name, most=round(most_s / 60))
    if claimed_s is not None and seen.length_s < LEAST_SHARE * claimed_s:
        raise MediaError("prepare.cut_off", path=name)
    if seen.is_silence:
        raise MediaError("prepare.silent", path=name)
    if seen.end_s - seen.start_s < LEAST_S:
        raise MediaError("prepare.too_short", path=name)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _room(plan: Plan, rate: int, width: int) -> int:
    """Bytes that the sound will take at most."""
    return round((plan.length_s + 1.0) * rate) * width
