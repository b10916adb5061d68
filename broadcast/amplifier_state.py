"""What is wished of a line and what is known of it: values, and how outcomes change them.

All times are monotonic seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hub.domain.bulletin import Precedence
from hub.domain.ids import ZoneId

RETRY_S: Final = 10.0
"""Seconds from a failure to the next try."""

OFF_RETRY_S: Final = 1.0
"""Seconds between tries to switch off a line that may still be keyed."""

SLACK_S: Final = 1.0
"""A start that moves by less is the same wish: it is reckoned anew from the wall clock at
every turn, and a clock is set by small steps."""

NEVER: Final = -math.inf


class Phase(StrEnum):
    """What a zone's line is doing, in the words of `State` on the control socket."""

    OFF = "off"
    WARMING = "warming"
    ON = "on"
    TAIL = "tail"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Wish:
    """A zone must be hot from its first sample to its last.

    Attributes:
        start: When the first sample leaves.
        until: When the last one leaves, or None while nobody knows (on air, live).
        precedence: Settles an interlock; see `hub.domain.bulletin.Precedence`.
        again_at: When the next cue of this zone starts, if known: keeps the line on
            through a gap that is too short to go off in.
    """

    start: float
    until: float | None = None
    precedence: int = Precedence.ROUTINE
    again_at: float | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """What is known of one line.

    Attributes:
        since: When it last changed.
        is_on: It is keyed, or may be (a failed `off`).
        wish: The wish at the last look.
        heard_until: When the last sample left since it went on, or `NEVER`.
        failed_at: When it last failed; None while it is sound.
        retry_at: When to try it again; only means something after a failure.
    """

    since: float
    is_on: bool = False
    wish: Wish | None = None
    heard_until: float = NEVER
    failed_at: float | None = None
    retry_at: float = NEVER


@dataclass(frozen=True, slots=True)
class Switch:
    """Drive one line."""

    zone: ZoneId
    on: bool


def observe(state: LineState, wish: Wish | None, now: float) -> LineState:
    """Take note of what is wished now, and of what was heard until now."""
    before, heard, retry = state.wish, state.heard_until, state.retry_at
    if state.is_on and before is not None and before.start <= now:
        heard = max(heard, now if before.until is None else min(before.until, now))
    if state.failed_at is not None and wish is not None and _is_another(before, wish):
        retry = min(retry, max(now, state.failed_at + OFF_RETRY_S))
    return replace(state, wish=wish, heard_until=heard, retry_at=retry)


def switched(state: LineState, now: float, *, on: bool) -> LineState:
    """The line obeyed."""
    since = state.since if state.is_on == on else now
    heard = state.heard_until if on else NEVER
    return replace(state, since=since, is_on=on, heard_until=heard, failed_at=None)


def failed(state: LineState, now: float, *, maybe_on: bool) -> LineState:
    """The line did not obey; `maybe_on` when nobody can say that it is off."""
    since = state.since if state.is_on == maybe_on else now
    retry = now + (OFF_RETRY_S if maybe_on else RETRY_S)
    return replace(state, since=since, is_on=maybe_on, failed_at=now, retry_at=retry)


def _is_another(before: Wish | None, wish: Wish) -> bool:
    return before is None or abs(before.start - wish.start) > SLACK_S
