"""Tells what was found in a sound, in words that a village head uses (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.domain.sequence import REPEAT_PAUSE_S

Speak = Callable[..., str]
Document = Mapping[str, Any]

CLIPPED: Final = 0.005
SILENT: Final = 0.25
PAUSE_S: Final = 2.0
CLOSE_LU: Final = 0.6
"""So near to what was wanted, nobody hears a difference."""
TOLD: Final = frozenset(
    {
        "prepare.warn.clipped",
        "prepare.warn.pause",
        "prepare.warn.silent",
        "prepare.warn.off_target",
        "prepare.warn.short",
    }
)
"""Warnings of the preparation that the facts tell already."""
TRIMMED_S: Final = 0.3


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a sound.

    Attributes:
        label: What it is about.
        text: What was found.
        is_good: Nobody has to think about it.
    """

    label: str
    text: str
    is_good: bool


def facts(report: Document, target_lufs: float, speak: Speak) -> list[Fact]:
    """Length, loudness, clipping and silence, in this order.

    Args:
        report: What `hub.prepare.report` says, as JSON.
        target_lufs: The loudness that was wanted.
        speak: The catalogue.
    """
    return [
        Fact(speak("sounds.length"), length(report["length_s"], speak), is_good=True),
        _loudness(report["loudness_lufs"], target_lufs, speak),
        _clipping(report["clipped_share"], speak),
        _silence(report, speak),
    ]


def warnings(report: Document) -> list[str]:
    """What else is to be thought about."""
    return [one["sentence"] for one in report["warnings"] if one["key"] not in TOLD]


def length(seconds: float, speak: Speak) -> str:
    """A length in words: "1 phút 20 giây", or "45 giây"."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return speak("sounds.seconds", seconds=rest)
    return speak(
        "sounds.minutes" if rest else "sounds.whole_minutes", minutes=minutes, seconds=rest
    )


def whole_lengths(seconds: float, most: int, speak: Speak) -> list[str]:
    """How long a sound is when it is heard once, twice and so on, pauses included, in words."""
    return [
        length(count * seconds + (count - 1) * REPEAT_PAUSE_S, speak)
        for count in range(1, most + 1)
    ]


def _loudness(lufs: float | None, target_lufs: float, speak: Speak) -> Fact:
    label = speak("sounds.loudness")
    if lufs is None:
        return Fact(label, speak("sounds.loudness_unknown"), is_good=True)
    is_good = abs(lufs - target_lufs) <= CLOSE_LU
    key = "sounds.loudness_good" if is_good else "sounds.loudness_off"
    return Fact(label, speak(key, lufs=f"{lufs:.0f}"), is_good)


def _clipping(share: float, speak: Speak) -> Fact:
    label = speak("sounds.clipping")
    if share < CLIPPED:
        return Fact(label, speak("sounds.clipping_none"), is_good=True)
    percent = max(1, round(100 * share))
    return Fact(label, speak("sounds.clipping_some", percent=percent), is_good=False)


def _silence(report: Document, speak: Speak) -> Fact:
    label, pause_s = speak("sounds.silence"), report["longest_pause_s"]
    percent = round(100 * report["silent_share"])
    if pause_s >= PAUSE_S:
        text = speak("sounds.silence_pause", seconds=round(pause_s), percent=percent)
        return Fact(label, text, is_good=False)
    if report["silent_share"] >= SILENT:
        return Fact(label, speak("sounds.silence_much", percent=percent), is_good=False)
    if count := report.get("shortened"):  # a job done by an older version does not say
        key = "sounds.silence_shortened_one" if count == 1 else "sounds.silence_shortened"
        return Fact(label, speak(key, count=count), is_good=True)
    if max(report["trimmed_s"]) >= TRIMMED_S:
        return Fact(label, speak("sounds.silence_trimmed"), is_good=True)
    return Fact(label, speak("sounds.silence_none"), is_good=True)
