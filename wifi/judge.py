"""How something that is watched is now, from one look after the other (pure).

The rules, all on a clock that never jumps:

* *down* after three looks in a row that failed, over `settle_s` at least, and only when the way
  there is proven meanwhile: the gateway or a neighbour behind it answers;
* *unreachable* instead, when the gateway is away and nothing behind it answers;
* *up* again after three looks in a row that succeeded, over `settle_s` at least; the first answer
  of something of which nothing was known is believed at once;
* *unstable* after four changes between answering and silent within an hour, until it was steady
  for a while; two looks in a row make a change, so that a lost packet is none;
* *unknown* while the hub itself has no link, and until the first of these is settled: what the
  hub cannot see is not down.

| it was | 3 good looks | 3 bad, way proven | 3 bad, gateway away | no link |
| --- | --- | --- | --- | --- |
| unknown | up (after 1) | down | unreachable | unknown |
| up | up | down | unreachable | unknown |
| down | up | down | down | unknown |
| unreachable | up | down | unreachable | unknown |
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

LOOKS: Final = 3
"""Looks in a row that settle it."""
FLIPS: Final = 4
FLIP_S: Final = 3600.0
"""So many changes within so long: unstable."""
CALM_S: Final = 1200.0
"""Steady for so long: not unstable any more."""


class State(StrEnum):
    """How it is."""

    UP = "up"
    DOWN = "down"
    UNSTABLE = "unstable"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long nobody is alarmed.

    Attributes:
        interval_s: Between looks when all is settled.
        again_s: Between looks while it is in doubt.
        settle_s: Shortest time over which looks must agree.
    """

    interval_s: float = 30.0
    again_s: float = 5.0
    settle_s: float = 15.0


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a target.

    Attributes:
        began: Monotonic seconds.
        ended: Monotonic seconds.
        is_answered: It answered.
    """

    began: float
    ended: float
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of the way to a target when a look ends.

    Attributes:
        has_link: The hub itself has a link and a route there.
        proven_at: When something that is reached the same way answered last; `inf` for a target
            that stands behind nothing, None = never.
        is_cut: What it stands behind is away: settled, not in doubt.
    """

    has_link: bool = True
    proven_at: float | None = float("inf")
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is believed of a target.

    Attributes:
        settled: Up, down, unreachable or unknown.
        since: When that began: of what is down, the first look that failed.
        is_unstable: It comes and goes.
        run_answered: What the last looks in a row were.
        run: How many they are.
        run_began: When the first of them began.
        is_heard: It answers, with lost packets left out; what changes are counted by.
        flips: When it changed between answering and silent, the newest last.
        unstable_since: When it began to be unstable.
        looked: When the last look ended that could see; None = none yet.
    """

    settled: State = State.UNKNOWN
    since: float = 0.0
    is_unstable: bool = False
    run_answered: bool = True
    run: int = 0
    run_began: float = 0.0
    is_heard: bool = True
    flips: tuple[float, ...] = ()
    unstable_since: float = 0.0
    looked: float | None = None

    @property
    def state(self) -> State:
        """What people are told: whoever comes and goes is neither up nor down."""
        is_seen = self.settled in {State.UP, State.DOWN}
        return State.UNSTABLE if self.is_unstable and is_seen else self.settled

    @property
    def state_since(self) -> float:
        """When that began."""
        return self.unstable_since if self.state is State.UNSTABLE else self.since

    @property
    def is_doubtful(self) -> bool:
        """The last look said otherwise than what is believed, or nothing is believed yet."""
        return self.settled is State.UNKNOWN or self.run_answered is not (self.settled is State.UP)


def pause_s(standing: Standing, patience: Patience) -> float:
    """How long until the next look."""
    return patience.again_s if standing.is_doubtful else patience.interval_s


def blind(before: Standing, now: float) -> Standing:
    """The hub has no link: nothing is known any more, and nothing is held against the target."""
    since = before.since if before.settled is State.UNKNOWN else now
    return replace(
        before, settled=State.UNKNOWN, since=since, run=0, is_heard=True, is_unstable=False,
        flips=(),
    )  # fmt: skip


def judge(before: Standing, look: Look, way: Way, patience: Patience) -> Standing:
    """What is believed after one more look.

    Args:
        before: What was believed.
        look: The look.
        way: What is known of the way there when it ended.
        patience: How long nobody is alarmed.
    """
    if not way.has_link:
        return blind(before, look.ended)
    is_proven = way.proven_at is not None and way.proven_at >= look.began - patience.again_s
    after = _counted(before, look, is_lost_on_the_way=not look.is_answered and not is_proven)
    after = _flipped(after, look, is_proven=is_proven)
    settled = _settled(after, look, patience, is_proven=is_proven, is_cut=way.is_cut)
    if settled is not after.settled:
        since = after.run_began if settled is State.DOWN else look.ended
        heard = settled is State.UP or (settled is State.UNREACHABLE and after.is_heard)
        after = replace(after, settled=settled, since=since, is_heard=heard)
    return _calmed(replace(after, looked=look.ended), look.ended)


def _counted(before: Standing, look: Look, *, is_lost_on_the_way: bool) -> Standing:
    """One more of the same, or the first of another run.

    What is lost behind a gateway that is away says nothing of the target, however often: when
    the gateway is back, the target has all its time to answer.
    """
    if is_lost_on_the_way and before.settled is State.UNREACHABLE:
        return replace(before, run_answered=False, run=0)
    if before.run and before.run_answered is look.is_answered:
        return replace(before, run=before.run + 1)
    return replace(before, run_answered=look.is_answered, run=1, run_began=look.began)


def _flipped(standing: Standing, look: Look, *, is_proven: bool) -> Standing:
    """Two looks in a row that say otherwise are a change, unless the way there is to blame."""
    is_change = standing.run >= 2 and standing.is_heard is not look.is_answered
    is_blamed = look.is_answered or is_proven
    if not is_change or not is_blamed or standing.settled in {State.UNKNOWN, State.UNREACHABLE}:
        return standing
    recent = tuple(at for at in standing.flips if look.ended - at < FLIP_S)
    flips = (*recent, look.ended)[-FLIPS:]
    begins = len(flips) == FLIPS and not standing.is_unstable
    return replace(
        standing,
        is_heard=look.is_answered,
        flips=flips,
        is_unstable=standing.is_unstable or begins,
        unstable_since=look.ended if begins else standing.unstable_since,
    )


def _settled(
    standing: Standing, look: Look, patience: Patience, *, is_proven: bool, is_cut: bool
) -> State:
    if look.is_answered and standing.settled is State.UNKNOWN:
        return State.UP
    is_long = look.ended - standing.run_began >= patience.settle_s
    if standing.run < LOOKS or not is_long:
        return standing.settled
    if look.is_answered:
        return State.UP
    if is_proven or standing.settled is State.DOWN:
        return State.DOWN
    return State.UNREACHABLE if is_cut else standing.settled


def _calmed(standing: Standing, now: float) -> Standing:
    if standing.is_unstable and now - standing.flips[-1] >= CALM_S:
        return replace(standing, is_unstable=False, flips=())
    return standing
