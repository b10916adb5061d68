"""Feeds a decoder from a station until one of them, or the playout, has had enough."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable, Collection
from typing import Final

from hub.clock import Clock
from hub.domain.relay import Host
from hub.errors import HubError, LinkError
from hub.relay.decoder import LINE_BYTES, Decoder
from hub.relay.kinds import BREAK
from hub.relay.station import Stream, open_stream

DRAIN_S: Final = 20.0
"""How long a decoder may take to play out a station that has ended."""
GONE: Final = 0


def feed(
    address: str,
    *,
    hosts: Collection[Host],
    clock: Clock,
    rate: int,
    output: int,
    tell: Callable[..., None],
) -> None:
    """Relay a station until it ends.

    Args:
        address: Of the stream.
        hosts: The allow list.
        clock: Measures the time and waits.
        rate: Samples a second that are wanted.
        output: Open file that gets them.
        tell: Hears how it goes.

    Raises:
        RefusedError: A rule forbids it.
        LinkError: The station cannot be reached, broke off or ended.
    """
    tell(state="connecting")
    stream = open_stream(address, hosts, clock, lambda title: tell(state="title", title=title))
    tell(state="open", kind=stream.kind, name=stream.name, hls=stream.is_hls)
    try:
        while _decode(stream, Decoder(stream.kind, rate, output), tell):
            pass  # another header follows
    finally:
        stream.close()
    raise LinkError("relay.ended")


def _decode(stream: Stream, decoder: Decoder, tell: Callable[..., None]) -> bool:
    """Up to a break, or the end; whether something follows."""
    talk = Talk(decoder, tell)
    thread = threading.Thread(target=talk.listen, name="decoder-talk", daemon=True)
    thread.start()
    try:
        goes_on = _pass_on(stream, decoder, talk)
        decoder.finish(DRAIN_S)
    except BaseException:
        decoder.end()
        raise
    finally:
        thread.join()  # it ends with the decoder
        decoder.close()
    return goes_on


def _pass_on(stream: Stream, decoder: Decoder, talk: Talk) -> bool:
    for data in stream.chunks:
        if data == BREAK:
            return True
        try:
            decoder.feed(data)
        except LinkError as error:
            raise talk.error or error from error
        if talk.error is not None:
            raise talk.error
    return False


class Talk:
    """What the decoder says, read on a thread of its own: it may not wait for anybody.

    Args:
        decoder: Who talks.
        tell: Hears what is of use.
    """

    def __init__(self, decoder: Decoder, tell: Callable[..., None]) -> None:
        self.error: HubError | None = None
        """It says that this is no sound."""
        self._decoder = decoder
        self._tell = tell

    def listen(self) -> None:
        """Until it says no more."""
        rest = b""
        while data := os.read(self._decoder.fileno(), 4096):
            *lines, rest = (rest + data).split(b"\n")
            rest = rest[-LINE_BYTES:]
            if self.error is None:
                self._hear(lines)

    def _hear(self, lines: list[bytes]) -> None:
        for line in lines:
            try:
                facts = self._decoder.heard(line.decode("utf-8", "replace"))
            except LinkError as error:
                self.error = error
                self._decoder.kill()
                return
            if facts:
                self._tell(state="sound", **facts)


def end_with(connection: socket.socket) -> None:
    """End this process, and by that its decoder, when the other end hangs up."""

    def watch() -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            selector.select()
        os._exit(GONE)

    threading.Thread(target=watch, name="hang-up", daemon=True).start()
