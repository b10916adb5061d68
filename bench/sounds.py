"""Finds sounds in recorded samples: where one begins, how long it is, is it whole (pure)."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FULL_SCALE = 32_768
AUDIBLE = FULL_SCALE // 100
"""-40 dBFS: what counts as sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One stretch of sound on the recorder's sample count.

    Attributes:
        first: Its first audible sample.
        last: Its last audible sample.
        silent: Samples of holes inside it (silent for longer than 1 ms).
    """

    first: int
    last: int
    silent: int = 0

    @property
    def frames(self) -> int:
        """Samples heard, from the first to the last audible one, without the holes."""
        return self.last - self.first + 1 - self.silent


def loud_runs(
    chunks: Sequence[tuple[int, array[int]]], threshold: int, hole: int
) -> Iterator[tuple[int, int]]:
    """Stretches (first, last sample) over `threshold`, split where it is quiet for > `hole`.

    Args:
        chunks: (count of the first sample, samples) in order; what is missing is silence.
        threshold: Sample value that counts as sound, of 32,768.
        hole: Quiet samples that do not end a stretch (zero crossings).
    """
    first = last = -1
    for base, samples in chunks:
        if max(samples) < threshold and min(samples) > -threshold:
            continue
        for n, value in enumerate(samples, base):
            if -threshold < value < threshold:
                continue
            if last >= 0 and n - last > hole:
                yield first, last
                first = n
            elif first < 0:
                first = n
            last = n
    if last >= 0:
        yield first, last


def sounds(
    chunks: Sequence[tuple[int, array[int]]],
    rate: int,
    *,
    threshold: int = AUDIBLE,
    apart_s: float = 0.2,
) -> list[Sound]:
    """The sounds of a recording, in order.

    Args:
        chunks: As `loud_runs`.
        rate: Samples a second.
        threshold: Sample value that counts as sound, of 32,768.
        apart_s: Silence that separates two sounds; a shorter one is a hole in one sound.
    """
    found: list[Sound] = []
    for first, last in loud_runs(chunks, threshold, rate // 1000):
        if found and first - found[-1].last <= apart_s * rate:
            before = found[-1]
            gap = first - before.last - 1
            found[-1] = Sound(before.first, last, before.silent + gap)
        else:
            found.append(Sound(first, last))
    return found


def breaks(samples: Sequence[int], period: int, tolerance: int = AUDIBLE // 4) -> int:
    """Places where a tone does not go on as it was: lost, doubled or altered samples.

    Args:
        samples: A stretch of a steady tone.
        period: Samples after which the tone repeats exactly.
        tolerance: Difference between one period and the next that is still the same tone.
    """
    count, quiet_until = 0, -1
    for n in range(len(samples) - period):
        if n > quiet_until and abs(samples[n + period] - samples[n]) > tolerance:
            count += 1
            quiet_until = n + period
    return count


def stretch(chunks: Sequence[tuple[int, array[int]]], first: int, last: int) -> array[int]:
    """The samples `first` to `last`, both included; what was not recorded is silence."""
    found = array("h", bytes(2 * (last - first + 1)))
    for base, samples in chunks:
        low, high = max(first, base), min(last + 1, base + len(samples))
        if low < high:
            found[low - first : high - first] = samples[low - base : high - base]
    return found
