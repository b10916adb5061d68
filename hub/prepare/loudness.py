"""What is done to a sound so that it is as loud as all others: measured facts in, filters out.

Pure.  Loudness after EBU R 128 / ITU-R BS.1770; the measuring itself is ffmpeg's `ebur128`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from hub.prepare.look import Mix, Seen

SPEECH_RATE: Final = 16_000
"""The horn profile works at this rate: nothing above 6 kHz is left anyway, and it is three
times as quick."""

LEVEL_DBFS: Final = -20.0
"""Level to which a sound is brought before it is compressed, so that the compressor's
thresholds mean the same for a whisper and for a shout."""
MOST_LIFT_DB: Final = 60.0

MARGIN_DB: Final = 0.7
"""The limiter sees samples, the true peak lies between them: start this much lower."""
HARD_DB: Final = 6.0
"""More than this is not left to the limiter alone: the sound is compressed before it."""

TAKEN: Final = 0.3
"""What the limiter takes of the loudness of speech, for each dB by which its peaks stand out: a
guess that mostly saves a second try."""
MOST_TAKEN_DB: Final = 1.5

CLOSE_LU: Final = 0.3
"""Not corrected any more."""
TOLERANCE_LU: Final = 0.5
"""What is promised."""
MOST_GAIN_DB: Final = 50.0
EAGER: Final = 1.4
"""Louder by so much more than is missing: the limiter takes some of it again."""

UNMEASURED_LUFS: Final = -69.5
"""`ebur128` answers -70 when all of a sound was gated away or it is under 0.4 s."""

BOUNDED: Final = (
    "volume=-12dB:precision=double,aformat=sample_fmts=s32,volume=12dB:precision=double"
)
"""Floating point knows numbers that are no sound, and ones a million times too loud: a single one
would upset all filters behind.  What a hot recording has up to 12 dB over full scale stays."""
HORN: Final = (
    "highpass=f=250,highpass=f=120,lowpass=f=6000,"
    "acompressor=threshold=-26dB:ratio=2.5:attack=8:release=180:knee=6dB"
)
"""Speech for horn loudspeakers: they carry 300 Hz to 6 kHz; below it only heats their coils."""
NO_OFFSET: Final = "highpass=f=30"
"""Nobody hears what is below, but the peaks stand on it."""
TAMED: Final = "acompressor=threshold=-22dB:ratio=3:attack=10:release=250:knee=6dB"

_INTEGRATED: Final = re.compile(r"Integrated loudness:\s+I:\s+(\S+) LUFS")
_RANGE: Final = re.compile(r"LRA:\s+(\S+) LU\b")
_PEAK: Final = re.compile(r"(?:True|Sample) peak:\s+Peak:\s+(\S+) dBFS")


@dataclass(frozen=True, slots=True)
class Measured:
    """What `ebur128` says.

    Attributes:
        lufs: Integrated loudness, LUFS; -70 = it could not be measured.
        range_lu: Loudness range, LU.
        peak_dbfs: Peak, dBFS: true or of the samples, as it was asked for.
    """

    lufs: float
    range_lu: float
    peak_dbfs: float

    @property
    def is_real(self) -> bool:
        """There was enough sound to measure."""
        return self.lufs > UNMEASURED_LUFS


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to a sound.

    Attributes:
        mix: What becomes of its channels.
        start_s: Where it is cut at the front, seconds.
        end_s: Where it is cut at the end, seconds.
        lift_db: Gain before everything else, dB.
        horn: Horn profile.
        is_tamed: Compressed, because its peaks stand too far out.
        gain_db: Gain behind that, dB.
        ceiling_dbfs: No sample comes out above this, dBFS.
        shortened_s: How much shorter its long silences have become, seconds.
    """

    mix: Mix
    start_s: float
    end_s: float
    lift_db: float
    horn: bool
    is_tamed: bool = False
    gain_db: float = 0.0
    ceiling_dbfs: float = 0.0
    shortened_s: float = 0.0

    @property
    def length_s(self) -> float:
        """Length of the result, seconds."""
        return self.end_s - self.start_s - self.shortened_s


def first_plan(seen: Seen, *, horn: bool) -> Plan:
    """What is done before the loudness is measured."""
    lift = min(MOST_LIFT_DB, LEVEL_DBFS - seen.level_dbfs)
    return Plan(seen.mix, seen.start_s, seen.end_s, round(lift, 2), horn)


def with_gain(plan: Plan, measured: Measured, target_lufs: float, peak_dbtp: float) -> Plan:
    """The gain that brings a measured sound to its target."""
    lufs = measured.lufs if measured.is_real else LEVEL_DBFS
    gain = target_lufs - lufs
    over = measured.peak_dbfs + gain - peak_dbtp
    taken = min(MOST_TAKEN_DB, max(0.0, over) * TAKEN)
    return replace(
        plan,
        gain_db=round(gain + taken, 2),
        is_tamed=over > HARD_DB,
        ceiling_dbfs=round(peak_dbtp - MARGIN_DB, 2),
    )


def louder(plan: Plan, result: Measured, target_lufs: float) -> Plan | None:
    """The plan for one more try when the limiter took too much; None = it is close enough."""
    error = target_lufs - result.lufs if result.is_real else 0.0
    if abs(error) <= CLOSE_LU:
        return None
    gain = min(MOST_GAIN_DB, plan.gain_db + error * (1.0 if error < 0 else EAGER))
    return replace(plan, gain_db=round(gain, 2))


def lower(plan: Plan, result: Measured, peak_dbtp: float) -> Plan | None:
    """The plan for one more try when a true peak stands out; None = none does."""
    over = result.peak_dbfs - peak_dbtp
    if over <= 0.0:
        return None
    return replace(plan, ceiling_dbfs=round(plan.ceiling_dbfs - over - 0.1, 2))


def is_good(result: Measured, target_lufs: float, peak_dbtp: float) -> bool:
    """It is what was promised."""
    close = not result.is_real or abs(result.lufs - target_lufs) <= TOLERANCE_LU
    return close and result.peak_dbfs <= peak_dbtp


def shaped(plan: Plan, rate: int) -> str:
    """The filters up to the point where the loudness is measured.

    Args:
        plan: What is done.
        rate: Samples a second of the result.
    """
    steps = [channels(plan.mix), BOUNDED, "asetpts=N/SR/TB"]
    steps.append(f"atrim=start={plan.start_s:.4f}:end={plan.end_s:.4f},asetpts=N/SR/TB")
    steps.append(f"aresample={shaped_rate(plan, rate)}")
    steps.append(f"aformat=sample_fmts=dbl,volume={plan.lift_db:.2f}dB:precision=double")
    steps.append(HORN if plan.horn else NO_OFFSET)
    return ",".join(steps)


def shaped_rate(plan: Plan, rate: int) -> int:
    """Samples a second at the point where the loudness is measured."""
    return min(rate, SPEECH_RATE) if plan.horn else rate


def finished(plan: Plan, rate: int) -> str:
    """The filters behind the measuring, the limiter last."""
    steps = [TAMED] if plan.is_tamed else []
    limit = 10 ** (plan.ceiling_dbfs / 20)
    steps.append(f"volume={plan.gain_db:.2f}dB:precision=double,aresample={rate}")
    steps.append(f"alimiter=limit={limit:.5f}:attack=3:release=60:level=0:latency=1")
    return ",".join(steps)


def measuring(*, true_peak: bool) -> str:
    """The meter, which reports when the sound is over."""
    return f"ebur128=framelog=verbose:peak={'true' if true_peak else 'sample'}"


def channels(mix: Mix) -> str:
    """One channel out of however many there are."""
    if mix is Mix.MONO:
        return "aformat=channel_layouts=mono"
    weights = {Mix.BOTH: ".5*c0+.5*c1", Mix.LEFT: "c0", Mix.RIGHT: "c1"}[mix]
    return f"aformat=channel_layouts=stereo,pan=mono|c0={weights}"


def read_summary(text: str) -> Measured | None:
    """What `ebur128` reported at the end; None = it did not."""
    summary = text[text.rfind("Summary:") :]
    integrated, spread, peak = (e.search(summary) for e in (_INTEGRATED, _RANGE, _PEAK))
    if integrated is None or spread is None or peak is None:
        return None
    return Measured(_number(integrated[1], -70.0), _number(spread[1], 0.0), _number(peak[1], -120))


def _number(text: str, otherwise: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if -200.0 < value < 100.0 else otherwise
