"""A piece of a sound, by its times: what somebody marked with two handles on a phone (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.errors import RefusedError

LONGEST_S: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Cut:
    """What is kept of a sound; the rest is as if it had never been there.

    Attributes:
        start_s: Where it begins, seconds from the beginning.
        end_s: Where it ends, seconds from the beginning; None = with the sound.
    """

    start_s: float = 0.0
    end_s: float | None = None

    @property
    def filters(self) -> str:
        """For ffmpeg, with a comma behind each; "" when all of it is kept."""
        if self == WHOLE:
            return ""
        end = "" if self.end_s is None else f":end={self.end_s:.3f}"
        return f"asetpts=N/SR/TB,atrim=start={self.start_s:.3f}{end},"

    def of(self, length_s: float | None) -> float | None:
        """How long it is in a sound of this length, seconds; None = nobody knows."""
        if length_s is None:
            return None
        end_s = length_s if self.end_s is None else min(length_s, self.end_s)
        return max(0.0, end_s - self.start_s)

    @classmethod
    def wished(cls, wish: Mapping[str, Any]) -> Cut:
        """The cut of a job's wish.

        Raises:
            RefusedError: ``prepare.bad_cut``: it begins before the sound or behind its own end.
        """
        start_s, end_s = wish.get("start_s") or 0.0, wish.get("end_s")
        last_s = LONGEST_S if end_s is None else float(end_s)
        if not 0.0 <= float(start_s) < last_s <= LONGEST_S:
            raise RefusedError("prepare.bad_cut")
        return cls(float(start_s), None if end_s is None else last_s)


WHOLE: Final = Cut()
