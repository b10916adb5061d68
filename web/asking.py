"""Asks the services how they are, for the board: times become the village's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from hub.clock import Clock
from hub.config import Config
from hub.control import ControlClient
from web.board import Board
from web.points import Points
from web.present.points import Moment, mark


def board_of(config: Config, clock: Clock) -> Board:
    """A board that asks the playout and the watch of this hub."""
    playout = ControlClient(config.run_dir / "broadcast.sock", clock=clock)
    hub = ControlClient(config.run_dir / "hub.sock", clock=clock)
    return Board(partial(_playout, playout), partial(_hub, hub, config.timezone), clock)


def points_of(config: Config, clock: Clock, board: Board) -> Points:
    """The watch of this hub's access points; the board hears when a page would change."""
    client = ControlClient(config.run_dir / "wifi.sock", clock=clock)

    def ask() -> Mapping[str, Any]:
        found: Mapping[str, Any] = client.call("vn.hub.Wifi.State")["state"]
        return found

    def heard(state: Mapping[str, Any] | None) -> None:
        local = clock.now().astimezone(config.timezone)
        board.tell_points(mark(state, Moment(local, clock.monotonic(), is_lost=False)))

    return Points(ask, clock, heard)


def _playout(client: ControlClient) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client.call("vn.hub.Broadcast.State")["state"]
    return found


def _hub(client: ControlClient, timezone: tzinfo) -> Mapping[str, Any]:
    """What lasts: the readings of the sensors change all the time."""
    state = client.call("vn.hub.Hub.State")["state"]
    troubles = [{**one, "since": _local(one.get("since"), timezone)} for one in state["troubles"]]
    return {"clock": state["clock"], "troubles": troubles}


def _local(instant: str | None, timezone: tzinfo) -> str | None:
    if instant is None:
        return None
    return datetime.fromisoformat(instant).astimezone(timezone).isoformat()
