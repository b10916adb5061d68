"""What the answers of known pages tell of the internet (pure).

A portal that wants people to sign in answers in place of the page, so status and body must be
the very ones that are known; some let single well-known pages through, so two unrelated ones are
asked, and one strange answer is enough to tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hub.wifi_section import Beyond

MOST_BYTES: Final = 8192
"""More is not read; the pages that are known have less than a hundred."""
_END: Final = b"\r\n\r\n"
_SIGN_IN: Final = 511
"""Network Authentication Required (RFC 6585)."""


class Found(StrEnum):
    """How one page answered."""

    RIGHT = "right"
    STRANGE = "strange"
    """Somebody else answered in its place."""
    NOTHING = "nothing"


class Internet(StrEnum):
    """What is beyond the gateway."""

    YES = "yes"
    PORTAL = "portal"
    NO = "no"
    NOT_LOOKED = "not_looked"


def question(page: Beyond) -> bytes:
    """What the page is asked."""
    host = f"[{page.host}]" if ":" in page.host else page.host
    where = host if page.port == 80 else f"{host}:{page.port}"
    lines = (
        f"GET {page.path} HTTP/1.0", f"Host: {where}", "User-Agent: village-hub", "Accept: */*",
        "Connection: close", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode("ascii")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it was read.

    Attributes:
        status: HTTP status.
        body: What stands in it.
        is_whole: Nothing more is to come.
    """

    status: int
    body: bytes
    is_whole: bool


def reply_of(data: bytes, *, is_over: bool) -> Reply | None:
    """Read an answer; None = there is no head in it yet, or it is no HTTP.

    Args:
        data: What came, from anybody.
        is_over: The other end has closed.
    """
    head, mark, body = data.partition(_END)
    first, *fields = head.split(b"\r\n")
    words = first.split(None, 2)
    is_http = len(words) >= 2 and words[0].startswith(b"HTTP/1.") and len(words[1]) == 3
    if not mark or not is_http or not words[1].isdigit():
        return None
    wanted = _length(fields)
    if int(words[1]) == 204:
        wanted = 0
    if wanted is not None and len(body) >= wanted:
        return Reply(int(words[1]), body[:wanted], is_whole=True)
    return Reply(int(words[1]), body, is_whole=is_over)


def found_of(page: Beyond, reply: Reply | None) -> Found:
    """Whether it was the page that answered."""
    if reply is None:
        return Found.NOTHING
    is_right_body = reply.is_whole and reply.body.strip() == page.body.encode()
    if reply.status == page.status and is_right_body:
        return Found.RIGHT
    # a page that is broken or has moved away for good says nothing of the way there
    is_instead = reply.status < 400 or reply.status == _SIGN_IN
    return Found.STRANGE if is_instead else Found.NOTHING


def internet_of(found: Iterable[Found]) -> Internet:
    """What all the answers of one round tell together."""
    seen = set(found)
    if not seen:
        return Internet.NOT_LOOKED
    if Found.STRANGE in seen:
        return Internet.PORTAL
    return Internet.YES if Found.RIGHT in seen else Internet.NO


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of the internet.

    Attributes:
        internet: It.
        other: What the last round found instead; None = the same.
        looked: When the last round ended, monotonic seconds; None = none yet.
    """

    internet: Internet = Internet.NOT_LOOKED
    other: Internet | None = None
    looked: float | None = None

    @property
    def is_doubtful(self) -> bool:
        """The next round must not wait."""
        return self.other is not None


def believe(before: Belief, found: Internet, at: float) -> Belief:
    """Good news of which nothing is known yet at once, everything else when it is found twice."""
    is_first_good = before.internet is Internet.NOT_LOOKED and found is Internet.YES
    if found is before.internet or found is before.other or is_first_good:
        return Belief(found, None, at)
    return Belief(before.internet, found, at)


def _length(fields: Iterable[bytes]) -> int | None:
    for field in fields:
        name, _, value = field.partition(b":")
        told = value.strip()
        if name.strip().lower() == b"content-length" and told.isdigit() and len(told) < 9:
            return int(told)
    return None
