"""What a reading is: spoken text, what became of what, and what had to be guessed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the written text and what is said for it.

    Attributes:
        written: The characters as they stand.
        spoken: What is said; empty for what is only seen, such as a picture.
        start: Offset of the first character in the NFC form of the text.
        end: Offset behind the last one.
    """

    written: str
    spoken: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something the operator should look at, because its reading was guessed.

    Attributes:
        written: As it stands in the text.
        guess: What will be said unless somebody knows better.
        start: Offset of the first character in the NFC form of the text.
        end: Offset behind the last one.
    """

    written: str
    guess: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a newsreader would say it.

    Attributes:
        spoken: Words in NFC; the pauses are ``, . ; ? !`` and newlines.
        unknown: What had to be guessed, in the order of the text.
        parts: Every stretch of the text that is said otherwise than it is written,
            and what lies between them, in order and without gaps.
    """

    spoken: str
    unknown: tuple[Unknown, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A rule's answer: what is said for the text from its place up to `end`.

    Attributes:
        spoken: Words, with a comma where a pause belongs.
        end: Offset behind the last character that was read.
        guessed: The operator should look at it.
    """

    spoken: str
    end: int
    guessed: bool = False
