"""What every part of the bench is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Context:
    """How thoroughly, and where.

    Attributes:
        folder: A folder of the part's own for whatever it writes; thrown away afterwards.
        rounds: Starts of each system, and orders of each sort.
        quick: Less of everything, to see that it works.
        long: Also what takes half an hour.
        peers: Time the peers too.
    """

    folder: Path
    rounds: int
    quick: bool = False
    long: bool = False
    peers: bool = True
