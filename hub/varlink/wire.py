"""Messages on the wire: JSON objects, each ended by a NUL byte."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

REQUEST_LIMIT: Final = 64 * 1024
"""Longest request, bytes: orders and drafts are far shorter."""

REPLY_LIMIT: Final = 4 * 1024 * 1024
"""Longest reply, bytes: a month's preview of a large calendar fits."""

END: Final = b"\0"

Message = dict[str, Any]
"""A JSON object as it came: whoever reads a member checks it."""


class WireError(ValueError):
    """What came is no message; the connection is of no more use."""


class Frames:
    """Puts bytes together to messages, however they were cut up on the way.

    Args:
        limit: Longest message, bytes.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._searched = 0

    @property
    def is_empty(self) -> bool:
        """True when not even a part of a message is waiting."""
        return not self._buffer

    @property
    def has_whole(self) -> bool:
        """True when `next` will give a message."""
        return self._end() >= 0

    def feed(self, data: bytes) -> None:
        """Take what came.

        Raises:
            WireError: A message is longer than the limit.
        """
        self._buffer += data
        if len(self._buffer) > self._limit and not -1 < self._end() <= self._limit:
            raise WireError(f"longer than {self._limit} bytes")

    def next(self) -> Message | None:
        """The next whole message, or None when it has not all come.

        Raises:
            WireError: It is no message.
        """
        end = self._end()
        if end < 0:
            return None
        if end > self._limit:
            raise WireError(f"longer than {self._limit} bytes")
        data = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._searched = 0
        return decode(data)

    def _end(self) -> int:
        """Where the next message ends, or -1; no byte is looked at twice."""
        end = self._buffer.find(END, self._searched)
        self._searched = len(self._buffer) if end < 0 else end
        return end


def encode(message: Message) -> bytes:
    """A message as bytes, with its end.

    Raises:
        ValueError: A number in it is infinite, or a text is no Unicode.
        TypeError: Something in it is no JSON.
    """
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + END


def decode(data: bytes) -> Message:
    """The message of bytes without their end.

    Raises:
        WireError: They are none.
    """
    try:
        value = json.loads(data, parse_constant=_refuse)
        if b"\\u" in data:  # half a surrogate pair is no text and fits no store
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error
    if not isinstance(value, dict):
        raise WireError("not an object")
    return value


def _refuse(constant: str) -> NoReturn:
    raise WireError(f"{constant} is no JSON")
