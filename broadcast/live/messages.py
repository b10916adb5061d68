"""What the playout's loop and the thread of the live socket say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from broadcast.live.buffer import LiveBuffer
from hub.domain.ids import OrderId
from hub.domain.talk import Talk


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody wants to speak."""

    talk: Talk


@dataclass(frozen=True, slots=True)
class Over:
    """Somebody has ended: ``released``, ``vanished`` or ``bad_frame``."""

    talk: OrderId
    why: str


@dataclass(frozen=True, slots=True)
class Warming:
    """It will be heard from monotonic time `on_air_s` on (chime left out)."""

    talk: OrderId
    on_air_s: float


@dataclass(frozen=True, slots=True)
class Feed:
    """Where its samples go now, one buffer a bus."""

    talk: OrderId
    buffers: tuple[LiveBuffer, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """It has to be over by monotonic time `end_s`."""

    talk: OrderId
    end_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over.

    Attributes:
        talk: Which.
        why: ``released``, ``vanished``, ``limit``, ``stopped``, ``preempted``, ``quiet``,
            ``failed`` or ``refused``.
        key: Sentence of the catalogue that says it.
        values: Its values.
    """

    talk: OrderId
    why: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()


ToPlayout = Ask | Over
ToTalker = Warming | Feed | Left | Ended
