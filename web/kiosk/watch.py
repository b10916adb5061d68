"""Decides what is done with a browser that does not say it paints (pure).

Silence counts only while the server answers: a page cannot beat to nobody, and loading it
again from nobody would put an error in the place of a page that is still right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf
from typing import Final

from hub.kiosk_section import Watching

KEEP_S: Final = 30.0
"""A plain page may have ended for so long."""


class Step(StrEnum):
    """What to do now."""

    WAIT = "wait"
    """Nothing: it beats, or there is nobody to beat to."""
    LOAD = "load"
    """Load the first page, again or for the first time."""
    KEEP = "keep"
    """Show the plain page anew: it says nothing of itself, and nobody knows whether it is there."""
    KILL = "kill"
    """End the whole unit; whoever started it starts it again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known at one moment; times are monotonic seconds.

    Attributes:
        now_s: This moment.
        beat_s: When the page last painted; None = never, as far as the server knows.
        is_server: The server answers.
        is_alive: The browser's process runs.
        is_lost: The process that painted has just ended, and the browser shows nothing.
        owed_s: Seconds for which the process that takes the touches has owed an answer.
    """

    now_s: float
    beat_s: float | None
    is_server: bool
    is_alive: bool
    is_lost: bool = False
    owed_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What was before.

    Attributes:
        began_s: When this browser was started.
        answers_since_s: Since when the server answers; None = it does not.
        loaded_s: When the page was last loaded by us; None = never.
        is_plain: Only the plain page is shown, and nothing is expected of it.
        kept_s: When the plain page was last shown anew; None = not yet.
    """

    began_s: float
    answers_since_s: float | None = None
    loaded_s: float | None = None
    is_plain: bool = False
    kept_s: float | None = None


def is_too_often(starts: tuple[float, ...], now_s: float, watching: Watching) -> bool:
    """True when so many starts lie so close together that another one is no use.

    Args:
        starts: When it was started, this start included.
        now_s: This moment.
        watching: The limits.
    """
    near = [start for start in starts if now_s - start <= watching.within_s]
    return len(near) > watching.most_starts


def silence_s(seen: Seen, memory: Memory) -> float:
    """How long a page that could have said something has said nothing."""
    if memory.answers_since_s is None:
        return 0.0
    last = max(memory.began_s, memory.answers_since_s)
    if seen.beat_s is not None:
        last = max(last, seen.beat_s)
    return seen.now_s - last


def decide(seen: Seen, memory: Memory, watching: Watching) -> tuple[Step, Memory]:
    """What to do, and what to remember."""
    if not seen.is_alive or seen.owed_s >= watching.kill_s:
        return Step.KILL, memory
    if seen.is_lost:  # with a server it is loaded at once, without one it says that it waits
        memory = replace(memory, loaded_s=None, kept_s=-inf)
    if memory.is_plain:
        is_over = seen.is_server and seen.now_s - memory.began_s > watching.within_s
        return (Step.KILL, memory) if is_over else _keep(seen, memory)
    if memory.loaded_s is None and not seen.is_server:
        return _keep(seen, replace(memory, answers_since_s=None))
    since = memory.answers_since_s if memory.answers_since_s is not None else seen.now_s
    after = replace(memory, answers_since_s=since if seen.is_server else None)
    step = _step(seen, after, watching) if seen.is_server else Step.WAIT
    if step is Step.LOAD:
        after = replace(after, loaded_s=seen.now_s)
    return step, after


def _keep(seen: Seen, memory: Memory) -> tuple[Step, Memory]:
    last = memory.kept_s if memory.kept_s is not None else memory.began_s
    if seen.now_s - last < KEEP_S:
        return Step.WAIT, memory
    return Step.KEEP, replace(memory, kept_s=seen.now_s)


def _step(seen: Seen, memory: Memory, watching: Watching) -> Step:
    """The table: how long it was silent, and what was done about it already."""
    silent = silence_s(seen, memory)
    is_tried = memory.loaded_s is not None and memory.loaded_s > seen.now_s - silent
    if silent >= watching.kill_s:
        return Step.KILL
    if memory.loaded_s is None:
        return Step.LOAD
    return Step.LOAD if silent >= watching.reload_s and not is_tried else Step.WAIT
