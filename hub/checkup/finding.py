"""One check, how it ended, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

Speak = Callable[..., str]
"""A sentence of the catalogue in one language."""


class Verdict(StrEnum):
    """How a check ended."""

    WELL = "well"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check.

    Attributes:
        check: What was looked at: one of `CHECKS`.
        verdict: How it is.
        says: What is so, and what to do about it; no secret stands in it.
    """

    check: str
    verdict: Verdict
    says: str


def is_bad(found: Iterable[Finding]) -> bool:
    """Something needs a person."""
    return any(one.verdict is Verdict.BAD for one in found)
