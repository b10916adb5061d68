"""Waitress with a thread more for each open event stream, inside a loop that feeds the watchdog."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from hub.certificates.places import places_of
from hub.config import Config
from hub.notify import Notifier
from web.kiosk.place import screen_door
from web.serving.hop import https_door, named_door, open_door
from web.serving.strict_channel import be_strict
from web.watching import MOST_WATCHERS

THREADS: Final = 6
"""Pages are made in milliseconds; a PIN takes a tenth of a second, and stop must not wait."""
CONNECTIONS: Final = 2 * MOST_WATCHERS + 60
LARGEST_BODY: Final = 64 * 1024 * 1024
"""Bytes of an upload in one piece; more is sent in parts."""
TURN_S: Final = 5.0
LOOP: Final = "127.0.0.1"
"""Where the screen's door is: nobody from the network comes in by it."""
FIRST_FD: Final = 3
"""The first socket that systemd passes (sd_listen_fds)."""


class Server:
    """The listening service.

    Args:
        app: The pages.
        config: Address and port, unless systemd passed a socket.
    """

    def __init__(self, app: Flask, config: Config) -> None:
        self._map: dict[int, Any] = {}  # waitress's own objects
        self.dispatcher = ThreadedTaskDispatcher()
        self.dispatcher.set_thread_count(THREADS)
        passed, handed = sockets_for(config)
        where = (
            {"sockets": passed} if passed else {"host": config.web.host, "port": config.web.port}
        )
        self._server = self._door(open_door(app), **where)
        if handed is not None:
            self._door(https_door(app), sockets=[handed])
        if config.kiosk.port:
            self._door(screen_door(app), host=LOOP, port=config.kiosk.port)
        be_strict(list(self._map.values()))
        self.is_ending = False
        self.each_turn: Callable[[list[object]], None] = lambda _: None
        self.looks_at_queue: Callable[[Sequence[object]], None] = lambda _: None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def _door(self, app: Callable[..., Any], **where: Any) -> Any:
        """Listen there; whatever comes in is answered by the same threads."""
        return create_server(
            named_door(app),
            self._map,
            _dispatcher=self.dispatcher,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=60,
            max_request_body_size=LARGEST_BODY,
            max_request_header_size=32 * 1024,
            asyncore_use_poll=True,
            **where,
        )

    def make_room(self, streams: int) -> None:
        """So many streams are open, each holding a thread."""
        self.dispatcher.set_thread_count(THREADS + streams)

    def run(self, notifier: Notifier, ended: Callable[[], None]) -> None:
        """Serve until `is_ending`; then the streams are ended by `ended`, and the threads.

        Raises:
            LinkError: ``web.jammed``: no thread takes anything any more.
        """
        notifier.ready()
        fed_s = min(TURN_S, (notifier.watchdog_s() or 3600.0) / 3)
        try:
            while not self.is_ending:
                wasyncore.loop(timeout=fed_s, use_poll=True, map=self._map, count=1)
                self.each_turn(list(self._map.values()))
                self.looks_at_queue(self.dispatcher.queue)
                notifier.alive()
        finally:
            notifier.stopping()
            ended()
            self._server.close()
            self.dispatcher.shutdown(cancel_pending=True, timeout=2)
            wasyncore.close_all(self._map, ignore_all=True)

    def end(self) -> None:
        """End soon; called by a signal."""
        self.is_ending = True
        self._server.pull_trigger()


def sockets_for(config: Config) -> tuple[list[socket.socket], socket.socket | None]:
    """Sockets that systemd opened for the network, and the one on which nginx is believed.

    Without systemd that one is made here; whoever else is this user may open it, too.
    """
    passed = passed_sockets()
    handed = [each for each in passed if each.family == socket.AF_UNIX]
    if not handed and not passed and config.network.https_port:
        handed = [_own_socket(places_of(config).pages)]
    return [each for each in passed if each.family != socket.AF_UNIX], next(iter(handed), None)


def _own_socket(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        made.bind(str(path))
    finally:
        os.umask(before)
    return made


def passed_sockets() -> list[socket.socket]:
    """Sockets that systemd opened for this process, such as port 80."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return []
    count = int(os.environ.get("LISTEN_FDS", "0"))
    return [socket.socket(fileno=FIRST_FD + n) for n in range(count)]
