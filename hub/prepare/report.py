"""What a person is told about a prepared file before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hub.domain.timeline import Reason
from hub.prepare.look import Mix, Seen
from hub.prepare.loudness import Measured, Plan, is_good
from hub.prepare.pauses import Pauses
from hub.prepare.probe import Found

CLIPPED: Final = 0.02
"""Share of the sound from which clipping is told of."""
QUIET_DBFS: Final = -45.0
PAUSE_S: Final = 2.5
"""From about here on the playout takes a pause for dead air."""
SILENT: Final = 0.5
SHORT_S: Final = 3.0
CUT_OFF: Final = 0.98
"""Less than this share of the claimed length was there."""
ERRORS: Final = 3
TRIMMED_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, what was done and what came out.

    Attributes:
        name: The file's name, for people.
        found: What the container says.
        seen: What the sound was like.
        plan: What was done.
        pauses: The silences in it, as they have become.
        result: What came out, measured on the prepared file.
        length_s: Its length, seconds.
        frames: Its samples.
        rate: Samples a second.
        sha256: Hash of the prepared file.
        original: Hash of the file that was brought.
        errors: How often the decoder complained.
        target_lufs: Loudness that was wanted.
        peak_dbtp: Highest true peak that was wanted.
        first_only: Recordings of another kind behind the first one were left out.
    """

    name: str
    found: Found
    seen: Seen
    plan: Plan
    pauses: Pauses
    result: Measured
    length_s: float
    frames: int
    rate: int
    sha256: str
    original: str
    errors: int
    target_lufs: float
    peak_dbtp: float
    first_only: bool = False

    def warnings(self) -> tuple[Reason, ...]:
        """What is wrong with it, the worst first."""
        seen, claimed_s = self.seen, self.found.claimed_s
        judged = (
            (
                claimed_s is not None and seen.length_s < CUT_OFF * claimed_s - 1,
                _cut_off(seen.length_s, claimed_s or 0.0),
            ),
            (self.found.is_cut, Reason.of("prepare.warn.cut")),
            (self.first_only, Reason.of("prepare.warn.first_only")),
            (self.errors >= ERRORS and not self.first_only, Reason.of("prepare.warn.damaged")),
            (
                seen.clipped >= CLIPPED,
                Reason.of("prepare.warn.clipped", percent=str(round(100 * seen.clipped))),
            ),
            (
                seen.level_dbfs < QUIET_DBFS,
                Reason.of("prepare.warn.quiet", level=str(round(seen.level_dbfs))),
            ),
            (
                self.found.channels > 1 and seen.mix in {Mix.LEFT, Mix.RIGHT},
                Reason.of("prepare.warn.one_channel"),
            ),
            (
                self.pauses.longest_s >= PAUSE_S,
                Reason.of("prepare.warn.pause", seconds=str(round(self.pauses.longest_s))),
            ),
            (
                self.pauses.silent >= SILENT,
                Reason.of("prepare.warn.silent", percent=str(round(100 * self.pauses.silent))),
            ),
            (self.found.streams > 1, Reason.of("prepare.warn.streams")),
            (self.length_s < SHORT_S, Reason.of("prepare.warn.short")),
            (
                not is_good(self.result, self.target_lufs, self.peak_dbtp),
                Reason.of("prepare.warn.off_target", lufs=f"{self.result.lufs:.1f}"),
            ),
        )
        return tuple(reason for holds, reason in judged if holds)

    def done(self) -> tuple[Reason, ...]:
        """What was done to it."""
        after_s = self.seen.length_s - self.plan.end_s
        steps = [
            _trimmed("prepare.did.trimmed_start", self.plan.start_s),
            _trimmed("prepare.did.trimmed_end", after_s),
            _shortened(self.pauses.shortened),
            Reason.of("prepare.did.horn") if self.plan.horn else Reason.of("prepare.did.no_horn"),
            Reason.of("prepare.did.tamed") if self.plan.is_tamed else None,
            Reason.of("prepare.did.gain", gain=f"{self.plan.lift_db + self.plan.gain_db:+.1f}"),
        ]
        return tuple(step for step in steps if step is not None)

    def document(self, speak: Callable[..., str]) -> dict[str, object]:
        """As JSON, sentences included."""
        seen, found = self.seen, self.found
        return {
            "name": self.name,
            "length_s": round(self.length_s, 3),
            "frames": self.frames,
            "rate": self.rate,
            "sha256": self.sha256,
            "loudness_lufs": self.result.lufs if self.result.is_real else None,
            "loudness_range_lu": self.result.range_lu,
            "true_peak_dbtp": self.result.peak_dbfs,
            "is_speech": seen.is_speech,
            "horn": self.plan.horn,
            "gain_db": round(self.plan.lift_db + self.plan.gain_db, 1),
            "clipped_share": round(seen.clipped, 4),
            "silent_share": round(self.pauses.silent, 4),
            "longest_pause_s": round(self.pauses.longest_s, 2),
            "shortened": self.pauses.shortened,
            "trimmed_s": [
                round(self.plan.start_s, 2),
                round(max(0.0, seen.length_s - self.plan.end_s), 2),
            ],
            "source": {
                "container": found.container,
                "codec": found.codec,
                "rate": found.rate,
                "channels": found.channels,
                "used": seen.mix,
                "length_s": round(seen.length_s, 3),
                "peak_dbfs": round(seen.peak_dbfs, 1),
                "level_dbfs": round(seen.level_dbfs, 1),
                "sha256": self.original,
            },
            "done": [_say(reason, speak) for reason in self.done()],
            "warnings": [
                {"key": reason.key, "sentence": _say(reason, speak)} for reason in self.warnings()
            ],
        }


def lines(report: Report, speak: Callable[..., str]) -> list[str]:
    """For a person, one fact a line."""
    told = speak(
        "prepare.told",
        name=report.name,
        length=_time(report.length_s),
        lufs=f"{report.result.lufs:.1f}" if report.result.is_real else "–",
        peak=f"{report.result.peak_dbfs:.1f}",
    )
    done = "; ".join(_say(reason, speak) for reason in report.done())
    return [told, speak("prepare.what_was_done", done=done), *warned(report, speak)]


def warned(report: Report, speak: Callable[..., str]) -> list[str]:
    """Its warnings for a person, one a line."""
    return [speak("prepare.warning", warning=_say(reason, speak)) for reason in report.warnings()]


def _say(reason: Reason, speak: Callable[..., str]) -> str:
    return speak(reason.key, **dict(reason.values))


def _trimmed(key: str, seconds: float) -> Reason | None:
    return Reason.of(key, seconds=f"{seconds:.1f}") if seconds > TRIMMED_S else None


def _shortened(count: int) -> Reason | None:
    if not count:
        return None
    key = "prepare.did.shortened_one" if count == 1 else "prepare.did.shortened"
    return Reason.of(key, count=str(count))


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _cut_off(there_s: float, claimed_s: float) -> Reason:
    return Reason.of("prepare.warn.cut_off", there=_time(there_s), claimed=_time(claimed_s))
