"""Runs the services as children of one terminal: a laptop, a demo, a test.

What systemd does on a hub (Restart=always, ExecStopPost=) is done here: a child that ends
is started again, and when the playout ends every line is driven off at once, by this process.
"""

from __future__ import annotations

import os
import selectors
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from broadcast.leash import leashed
from hub.clock import Clock

RESTART_S: Final = 0.5
"""First pause before a child is started again, seconds; doubled up to `LONGEST_PAUSE_S`."""
LONGEST_PAUSE_S: Final = 2.0
STEADY_S: Final = 30.0
"""A child that lived this long is started again without a longer pause."""
GIVE_UP: Final = frozenset({78})
"""Exit codes of a wrong configuration: a new start would end the same way."""
END_S: Final = 5.0
"""How long the children may take to end before they are killed, seconds."""


@dataclass(frozen=True, slots=True)
class Child:
    """A service to run.

    Attributes:
        name: What people are told.
        command: Program and arguments.
        environment: Environment of the child.
        ended: Called at once when it has ended.
        give_up: Exit codes after which it is not started again (a wrong configuration).
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ended: Callable[[], None]
    give_up: frozenset[int] = GIVE_UP


class Supervised:
    """One child and its restarts."""

    def __init__(self, child: Child, clock: Clock, told: Callable[[str, int], None]) -> None:
        self.child = child
        self.process: subprocess.Popen[bytes] | None = None
        self.start_at: float | None = clock.monotonic()
        self._clock = clock
        self._told = told
        self._began = 0.0
        self._pause_s = RESTART_S
        self._fd = -1

    def start(self, selector: selectors.BaseSelector) -> None:
        """Start it now."""
        self.start_at = None
        self._began = self._clock.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own services
            leashed(self.child.command),
            env=dict(self.child.environment),
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is the supervisor's; it ends them in order, whatever they do
        )
        self._fd = os.pidfd_open(self.process.pid)
        selector.register(self._fd, selectors.EVENT_READ, lambda: self._ended(selector))

    def ask_to_end(self, selector: selectors.BaseSelector) -> None:
        """Tell it to end, and watch it no more."""
        self.start_at = None
        if self.process is not None:
            selector.unregister(self._fd)
            self.process.terminate()

    def end(self, until: float) -> None:
        """Wait until it has ended, no longer than until this monotonic moment."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - self._clock.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._fd)
        self.process = None
        self.child.ended()

    def _ended(self, selector: selectors.BaseSelector) -> None:
        assert self.process is not None
        self.child.ended()
        selector.unregister(self._fd)
        os.close(self._fd)
        code = self.process.wait()
        self.process = None
        self._told(self.child.name, code)
        if code in self.child.give_up:
            return
        now = self._clock.monotonic()
        steady = now - self._began >= STEADY_S
        self._pause_s = RESTART_S if steady else min(self._pause_s * 2, LONGEST_PAUSE_S)
        self.start_at = now + (RESTART_S if steady else self._pause_s / 2)


class Supervisor:
    """Keeps children alive until it is told to end.

    Args:
        children: The services, in the order in which they start.
        clock: The clock.
        told: Called with a child's name and exit code when it ended by itself.
    """

    def __init__(
        self, children: Sequence[Child], clock: Clock, told: Callable[[str, int], None]
    ) -> None:
        self._clock = clock
        self._supervised = [Supervised(child, clock, told) for child in children]

    @property
    def is_all_over(self) -> bool:
        """True when no child runs and none will be started."""
        return all(s.process is None and s.start_at is None for s in self._supervised)

    def run(
        self,
        selector: selectors.BaseSelector,
        is_ending: Callable[[], bool],
        look: Callable[[], float],
    ) -> None:
        """Look after the children.

        Args:
            selector: Also holds what wakes the caller (values are called).
            is_ending: True when it is time to end.
            look: Called on every turn; answers the monotonic time of its next turn.
        """
        try:
            while not is_ending() and not self.is_all_over:
                due = look()
                now = self._clock.monotonic()
                for supervised in self._supervised:
                    if supervised.start_at is not None and supervised.start_at <= now:
                        supervised.start(selector)
                starts = [s.start_at for s in self._supervised if s.start_at is not None]
                for key, _ in self._clock.wait(min([due, *starts]), selector):
                    key.data()
        finally:
            until = self._clock.monotonic() + END_S  # for all: a busy machine ends them no slower
            with ExitStack() as left:  # what goes wrong with one leaves no other behind
                for supervised in self._supervised:
                    left.callback(supervised.end, until)
                for supervised in self._supervised:
                    left.callback(supervised.ask_to_end, selector)
