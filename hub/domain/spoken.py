"""What a text bulletin was made from: what was written, what is said, by which voice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a prepared file, kept for the log book.

    Attributes:
        written: The text as somebody typed it.
        said: What the voice says.
        voice: Which voice.
        speed: 1.0 = ordinary.
        lexicon: How often the lexicon had been changed when it was read.
    """

    written: str
    said: str
    voice: str
    speed: float
    lexicon: int
