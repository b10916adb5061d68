"""Waitress, stricter: what two servers in a row could read in two ways is refused.

RFC 9112, 6.1 lets a server answer a request with both Content-Length and Transfer-Encoding; behind
nginx, or a router that caches, the two could differ about where the next request begins.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

FOLDS = (b"\r\n ", b"\r\n\t")
"""A header that goes on in the next line (RFC 9112, 5.2)."""


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Refuses bodies of two lengths, and folded headers."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request.

        Raises:
            ParsingError: It could be read in two ways.
        """
        if any(fold in header_plus for fold in FOLDS):
            raise ParsingError("folded header")
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("two lengths")


class StrictChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read so."""

    parser_class = StrictParser


def be_strict(found: list[object]) -> None:
    """Have every listening server take its connections so."""
    for one in found:
        if isinstance(one, BaseWSGIServer):
            one.channel_class = StrictChannel
