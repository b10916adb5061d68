"""What passes over the live socket, and its limits (pure).

A client sends one line of JSON, then frames: a header, and so many bytes of PCM (16 bit,
mono, little endian).  A frame without samples is the button let go.  Answers are lines of
JSON.  The web service passes on what phones send.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.errors import RefusedError

SOCKET: Final = "live.sock"
"""Its name in the run folder."""
RATES: Final = (16_000, 24_000, 44_100, 48_000)
"""Samples a second that are taken."""
HELLO_BYTES: Final = 4096
"""Longest first line."""
FRAME_BYTES: Final = 48_000 * 2 // 5
"""Largest frame: 200 ms at the highest rate; a longer one would be late by itself."""
TEXT: Final = 120
"""Longest name or title, characters."""
NESTED: Final = 16
"""Most brackets in the first line."""
ZONES: Final = 64
"""Most zones that are named."""

_HEADER: Final = struct.Struct("!IIQ")


class Frame(NamedTuple):
    """One frame.

    Attributes:
        seq: Its number, counted up by one from the first on, modulo 2³².
        captured_us: The client's own clock when its first sample was taken, microseconds; only
            differences mean anything.
        pcm: Samples; empty = the talk is over.
    """

    seq: int
    captured_us: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Hello:
    """The first line: who wants to speak where.

    Attributes:
        id: Identity of the talk; chosen by the client.
        by: Who speaks; checked by whoever sends it on.
        zones: Where; empty = everywhere.
        kind: Kind of bulletin.
        title: What people call it, or "".
        rate: Samples a second.
    """

    id: OrderId
    by: str
    zones: frozenset[ZoneId]
    kind: Kind
    title: str
    rate: int


def encode_hello(hello: Hello) -> bytes:
    """The first line."""
    document = {
        "id": hello.id,
        "by": hello.by,
        "zones": sorted(hello.zones),
        "kind": hello.kind,
        "title": hello.title,
        "codec": "pcm16",
        "rate": hello.rate,
    }
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"


def decode_hello(line: bytes) -> Hello:
    """Read the first line.

    Raises:
        RefusedError: It is not one.
    """
    if line.count(b"[") + line.count(b"{") > NESTED:
        raise RefusedError("live.not_understood")  # a thread's stack is small
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RefusedError("live.not_understood") from error
    if not isinstance(document, dict):
        raise RefusedError("live.not_understood")
    rate = document.get("rate")
    if document.get("codec") != "pcm16" or rate not in RATES or isinstance(rate, bool):
        rates = ", ".join(map(str, RATES))
        raise RefusedError("live.codec", rates=rates)
    zones = document.get("zones") or []
    if not isinstance(zones, list) or len(zones) > ZONES:
        raise RefusedError("control.bad_value", name="zones", value=str(zones)[:40])
    return Hello(
        id=OrderId(_text(document, "id")),
        by=_text(document, "by"),
        zones=frozenset(ZoneId(_text({"zones": zone}, "zones")) for zone in zones),
        kind=_kind(document.get("kind", Kind.ROUTINE)),
        title=_text({"title": "-", **document}, "title") if document.get("title") else "",
        rate=int(rate),
    )


def encode_frame(frame: Frame) -> bytes:
    """Header and samples."""
    return _HEADER.pack(len(frame.pcm), frame.seq & 0xFFFFFFFF, frame.captured_us) + frame.pcm


class Frames:
    """Cuts a stream of bytes into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def rest(self) -> int:
        """Bytes of a frame that is not whole yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes; the frames that are whole now.

        Raises:
            RefusedError: A frame is larger than `FRAME_BYTES`, or holds half a sample.
        """
        self._buffer += data
        found = []
        while len(self._buffer) >= _HEADER.size:
            length, seq, captured_us = _HEADER.unpack_from(self._buffer)
            if length > FRAME_BYTES or length % 2:
                raise RefusedError("live.frame", bytes=length, most=FRAME_BYTES)
            end = _HEADER.size + length
            if len(self._buffer) < end:
                break
            found.append(Frame(seq, captured_us, bytes(self._buffer[_HEADER.size : end])))
            del self._buffer[:end]
        return found


def decode_frames(body: bytes) -> list[Frame]:
    """Read frames that came together.

    Raises:
        RefusedError: One of them is not whole, or none.
    """
    cutter = Frames()
    found = cutter.feed(body)
    if cutter.rest:
        raise RefusedError("live.frame", bytes=cutter.rest, most=FRAME_BYTES)
    return found


def encode_answer(state: str, **values: object) -> bytes:
    """One answer: ``warming``, ``on_air``, ``warning`` or ``ended``, and what belongs to it."""
    return json.dumps({"state": state, **values}, ensure_ascii=False).encode() + b"\n"


def decode_answers(lines: bytes) -> list[dict[str, Any]]:
    """Read answers; lines that are none are left out."""
    found = []
    for line in lines.splitlines():
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if isinstance(answer, dict):
            found.append(answer)
    return found


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= TEXT or not value.isprintable():
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def _kind(value: object) -> Kind:
    try:
        return Kind(str(value))
    except ValueError as error:
        raise RefusedError("control.bad_value", name="kind", value=str(value)[:40]) from error
