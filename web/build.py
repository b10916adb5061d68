"""Puts the web service together."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from functools import partial
from typing import Final

from flask import Flask

from hub.addresses import pages_address
from hub.clock import Clock
from hub.config import Config
from hub.control import ControlClient
from hub.errors import StoreBusyError
from hub.store.connect import open_hub, open_people
from hub.store.invitations import setup_code
from hub.store.permits import Service
from hub.words import say
from web.app import create_app
from web.asking import board_of, points_of
from web.board import Board
from web.entry.keeping import Keeper, mend
from web.entry.limits import Buckets
from web.entry.on_screen import Invitation, OnScreen
from web.entry.pins import Pins
from web.hints import Hints
from web.lived import lived_clock
from web.parts import Parts
from web.serving.doorman import Doorman
from web.serving.jam import Jam
from web.serving.server import Server
from web.static_files import StaticFiles

JOBS_S: Final = 5.0
"""Until the hub service has written a job to a slow card."""


def build(
    config: Config, clock: Clock, stack: ExitStack, *, is_development: bool = False
) -> tuple[Flask, Board]:
    """The pages and the board behind them; what must end goes on `stack`.

    Raises:
        StoreError: The store cannot be read.
    """
    playout = ControlClient(config.run_dir / "broadcast.sock", clock=clock)
    mend(config, clock)
    lived = lived_clock(config, clock)
    board = board_of(config, clock)
    points = points_of(config, clock, board)
    parts = Parts(
        config=config,
        clock=lived,
        open_store=partial(open_hub, config.data_dir, Service.WEB, config.run_dir),
        open_people=partial(open_people, config.data_dir, Service.WEB, config.run_dir),
        ask=playout.call,
        board=board,
        static=StaticFiles(),
        pins=Pins(),
        buckets=Buckets(clock),
        ask_hub=ControlClient(config.run_dir / "hub.sock", JOBS_S, clock).call,
        is_development=is_development,
        points=points,
    )
    stack.callback(parts.spares.close)
    parts.open_store().close()  # a store of another version ends the service now, not a page
    hints = Hints(config.run_dir / "broadcast.sock", "vn.hub.Broadcast.State", clock)
    stack.callback(hints.close)
    asking = threading.Thread(target=board.run, args=(hints.wait,), name="board", daemon=True)
    asking.start()
    stack.callback(asking.join, 2.0)
    stack.callback(board.end)
    watching = threading.Thread(target=points.run, name="points", daemon=True)
    watching.start()
    stack.callback(watching.join, 2.0)
    stack.callback(points.end)
    keeper = Keeper(config, clock)
    keeping = threading.Thread(target=keeper.run, name="keeper", daemon=True)
    keeping.start()
    stack.callback(keeping.join, 2.0)
    stack.callback(keeper.end)
    return create_app(parts), board


def serve(config: Config, app: Flask, board: Board) -> Server:
    """The server of these pages."""
    server = Server(app, config)
    board.told_watchers = server.make_room
    server.each_turn = Doorman(board.clock).turn
    server.looks_at_queue = Jam(board.clock).turn
    return server


def greeting(config: Config, clock: Clock, port: int, on_screen: OnScreen) -> list[str]:
    """What a terminal or the journal is told: where the pages are, and the first code.

    The screen in the house shows the same code, for as long as no phone is paired.  On a full disk
    there is no new code; the pages are there all the same, for the wall and for phones that are.
    """
    on_screen.port = port
    told = [say("web.address", config.language, address=pages_address(config, port))]
    with open_people(config.data_dir, Service.WEB, config.run_dir) as people:
        try:
            code = setup_code(people, clock.now())
        except StoreBusyError as error:
            return [*told, say(error.key, config.language, **error.values)]
    if code is not None:
        on_screen.show(Invitation(code))
        told.append(say("web.setup_code", config.language, code=code))
    return told
