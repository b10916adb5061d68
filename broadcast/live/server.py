"""The live socket: a thread of its own, so that no disk and no planning delays a voice."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from broadcast.live.gains import Gains
from broadcast.live.messages import Ask, Over, ToPlayout, ToTalker
from broadcast.live.talker import Desk, Keeper, Talker
from broadcast.post import Post
from hub.clock import Clock
from hub.domain.ids import ProgrammeId
from hub.domain.talk import Talk
from hub.live_wire import Hello, encode_answer
from hub.varlink.listen import listen, uid_of
from hub.words import say

CLIENTS: Final = 16
"""At once; the next one is sent away."""
CHUNK: Final = 64 * 1024
LONGEST_WAIT_S: Final = 5.0
JOIN_S: Final = 2.0


class LiveServer:
    """Lets clients speak.

    Args:
        path: The socket.
        clock: Monotonic time.
        ask: What the playout is asked.
        keeper: Makes a keeper of what is said for each talk.
        rate: Samples a second of the cards.
        limit_s: Longest talk, seconds.
        chime: Programme heard before a talk.
        allowed_uids: Users who may connect besides root and the service's own.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        ask: Callable[[ToPlayout], None],
        keeper: Callable[[], Keeper],
        *,
        rate: int,
        limit_s: float,
        chime: ProgrammeId | None = None,
        allowed_uids: Collection[int] = (),
    ) -> None:
        self.post: Post[ToTalker | None] = Post()
        """What the playout tells; None = end."""
        self._path = path
        self._clock = clock
        self._ask = ask
        self._keeper = keeper
        self._rate = rate
        self._limit_s = limit_s
        self._chime = chime
        self._allowed = {0, os.geteuid(), *allowed_uids}
        self._gains = Gains()
        self._clients: dict[socket.socket, Talker] = {}
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._listener = listen(path)
        self._inode = path.stat().st_ino

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Hang up on everybody and remove the socket."""
        if self._thread.is_alive():
            self.post.put(None)
            self._thread.join(JOIN_S)
        self._listener.close()
        self.post.close()
        with suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ, self._accept)
            selector.register(self.post, selectors.EVENT_READ, None)
            while True:
                for key, _ in self._clock.wait(self._look(selector), selector):
                    if isinstance(key.fileobj, socket.socket) and key.data is not None:
                        key.data(selector, key.fileobj)
                for news in self.post.take():
                    if news is None:
                        return
                    self._pass_on(news)

    def _look(self, selector: selectors.BaseSelector) -> float:
        """Let every client do what is due; when to look again."""
        now_s = self._clock.monotonic()
        due_s = now_s + LONGEST_WAIT_S
        for connection, talker in tuple(self._clients.items()):
            due_s = min(due_s, talker.look(now_s))
            if talker.is_over:
                self._drop(selector, connection)
        return due_s

    def _pass_on(self, news: ToTalker) -> None:
        now_s = self._clock.monotonic()
        for talker in self._clients.values():
            if talker.hello is not None and talker.hello.id == news.talk:
                talker.hear(news, now_s)

    def _accept(self, selector: selectors.BaseSelector, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        refusal = ""
        if uid_of(connection) not in self._allowed:
            refusal = "control.not_allowed"
        elif len(self._clients) >= CLIENTS:
            refusal = "live.full"
        if refusal:
            values = {"method": "live"}
            _send(connection, encode_answer("ended", why="refused", key=refusal, values=values))
            connection.close()
            return
        desk = Desk(
            ask=self._ask_for_air,
            over=lambda hello, why: self._ask(Over(hello.id, why)),
            answer=lambda data: _send(connection, data),
            keeper=self._keeper(),
            rate=self._rate,
            gains=self._gains,
        )
        self._clients[connection] = Talker(desk, self._clock.monotonic())
        selector.register(connection, selectors.EVENT_READ, self._read)

    def _read(self, selector: selectors.BaseSelector, connection: socket.socket) -> None:
        try:
            data = connection.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        talker = self._clients[connection]
        talker.receive(data, self._clock.monotonic())
        if talker.is_over:
            self._drop(selector, connection)

    def _drop(self, selector: selectors.BaseSelector, connection: socket.socket) -> None:
        del self._clients[connection]
        selector.unregister(connection)
        connection.close()

    def _ask_for_air(self, hello: Hello) -> None:
        talk = Talk(
            id=hello.id,
            zones=hello.zones,
            at=self._clock.now(),
            by=hello.by,
            title=hello.title or say("live.title", by=hello.by),
            kind=hello.kind,
            limit_s=self._limit_s,
            chime=self._chime,
        )
        self._ask(Ask(talk))


def _send(connection: socket.socket, data: bytes) -> None:
    """An answer that nobody reads is lost."""
    with suppress(OSError):
        connection.send(data)
