"""Waitress, stricter: what two servers in a row could read in two ways is refused.

RFC 9112, 6.1 lets a server answer a request with both Content-Length and Transfer-Encoding; behind
nginx, or a router that caches, the two could differ about where the next request begins.
Waitress takes a body in whole before anybody is asked who sends it; so what may wait is bounded.
"""

from __future__ import annotations

from typing import Final
from weakref import WeakSet

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

from web.serving.told_errors import ToldErrorTask

FOLDS = (b"\r\n ", b"\r\n\t")
"""A header that goes on in the next line (RFC 9112, 5.2)."""

LONG: Final = 512 << 10
"""Bytes of a body from which waitress puts it on the disk."""
MOST_WAITING: Final = 192 << 20
"""Bytes of all long bodies at once, whoever sends them; the pieces of uploads are shorter."""


class Room:
    """How much may lie on the disk in bodies that have not been answered."""

    def __init__(self) -> None:
        self._long: WeakSet[StrictParser] = WeakSet()

    def take(self, parser: StrictParser) -> bool:
        """Make room for a body; False when there is none.  It is free again with the parser."""
        size = parser.body_bytes
        if size <= LONG or parser.is_too_large:
            return True
        if size + sum(one.body_bytes for one in self._long) > MOST_WAITING:
            return False
        self._long.add(parser)
        return True


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Refuses bodies of two lengths, folded headers, and long bodies when too many wait."""

    @property
    def body_bytes(self) -> int:
        """Bytes that the body will have at most."""
        most: int = self.adj.max_request_body_size if self.chunked else self.content_length
        return most

    @property
    def is_too_large(self) -> bool:
        """Waitress itself refuses it by and by, with 413, and takes none of it in."""
        return bool(self.content_length >= self.adj.max_request_body_size)

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request.

        Raises:
            ParsingError: It could be read in two ways, or there is no room for its body.
        """
        if any(fold in header_plus for fold in FOLDS):
            raise ParsingError("folded header")
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("two lengths")
        room = getattr(self.adj, "room", None)
        if isinstance(room, Room) and not room.take(self):
            raise ParsingError("no room for a body now")


class StrictChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read so."""

    parser_class = StrictParser
    error_task_class = ToldErrorTask
    has_asked = False
    """Whether it ever sent a whole request."""

    def service(self) -> None:
        """Answer what it asked."""
        self.has_asked = True
        super().service()


def be_strict(found: list[object]) -> None:
    """Have every listening server take its connections so."""
    room = Room()
    for one in found:
        if isinstance(one, BaseWSGIServer):
            one.adj.room = room
            one.channel_class = StrictChannel
