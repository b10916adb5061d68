"""Meetings: a station that is heard until somebody ends it, or its time is over (docs/adr/0055)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from broadcast.cue_run import CueRun
from broadcast.journal import CueJournal
from broadcast.lane import Lane
from broadcast.machine import Event
from broadcast.playout import Playout
from hub.domain.bulletin import Kind
from hub.domain.facts import Outcome
from hub.domain.ids import CueId, OrderId, ZoneId
from hub.domain.order import LONGEST_MEETING, Order, cue_of
from hub.domain.programme import Programme
from hub.domain.timeline import Reason
from hub.errors import RefusedError

SHORTEST: Final = timedelta(seconds=1)


def check_meeting(order: Order, programme: Programme) -> None:
    """Refuse what is no meeting's sound.

    Raises:
        RefusedError: It names no zone, is no station's, an emergency, or longer than a meeting.
    """
    if order.until is None:
        return
    if not order.zones:
        raise RefusedError("order.meeting_zones")  # never over the whole village by an omission
    if not programme.streams:
        raise RefusedError("order.no_station", title=programme.title)
    if order.kind is Kind.EMERGENCY:
        raise RefusedError("order.meeting_emergency")
    if not SHORTEST <= order.until - order.at <= LONGEST_MEETING:
        most = LONGEST_MEETING // timedelta(minutes=1)
        raise RefusedError("order.meeting_length", most=most)


class Endings:
    """Ends what orders play, before its time.

    Args:
        playout: Whose orders they are.
        journal: Who writes down what became of them.
    """

    def __init__(self, playout: Playout, journal: CueJournal) -> None:
        self._playout = playout
        self._journal = journal

    def end(self, ends: OrderId, why: Reason) -> frozenset[ZoneId]:
        """End what an order plays, wherever; where that was.

        It is over at once and not taken up again: neither after what goes before it now nor
        after a restart.  What is over already stays so.
        """
        zones: set[ZoneId] = set()
        for lane in self._playout.lanes.values():
            for run in lane.runs():
                if run.cue.order == ends:
                    zones |= run.zones
                    _end_on(lane, run, why)
        for order in self._playout.plays:
            if order.id == ends:
                zones |= order.zones
                self._forget(order, why)
        return frozenset(zones)

    def stop(self, zones: frozenset[ZoneId], why: Reason) -> None:
        """A stop ends meetings of its zones for good, those that wait for others, too."""
        for order in self._playout.plays:
            if order.until is not None and order.zones <= zones:
                self._forget(order, why)

    def _forget(self, order: Order, why: Reason) -> None:
        playout, cue = self._playout, cue_of(order.id)
        playout.plays = tuple(one for one in playout.plays if one is not order)
        playout.touch()
        if cue in self._journal.earlier:
            self._close(cue, why)

    def _close(self, cue: CueId, why: Reason) -> None:
        """Write the row of what was broken off and waits to be joined again."""
        waits = next((one for one in self._playout.timeline.cues if one.id == cue), None)
        if waits is not None:
            self._journal.missed(waits._replace(because=why))


def _end_on(lane: Lane, run: CueRun, why: Reason) -> None:
    if lane.coming is run:
        lane.forget_coming()
        return
    run.is_final = True
    lane.feed(Event.CUE_GONE, Outcome.PLAYED, why)
