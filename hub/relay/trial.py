"""Tries a stream for a few seconds, with all the rules of a relay, and says what was found."""

from __future__ import annotations

import os
import selectors
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from hub.clock import Clock
from hub.domain.relay import Host
from hub.errors import HubError, LinkError
from hub.media.loudness import FLOOR_LUFS, block_power, lufs
from hub.relay.feeding import feed

BLOCK_S: Final = 0.1
GAP_S: Final = 1.0
"""So long without a sample after the first is a gap."""
GATE_LUFS: Final = -50.0
WAIT_S: Final = 25.0
"""For the first sound."""
LEAVE_S: Final = 20.0
"""Longer than a station may stall."""


@dataclass(slots=True)
class Found:
    """What a trial found.

    Attributes:
        codec: As the decoder calls it; empty when it found none.
        kbps: As the stream says; 0 = it does not.
        rate: Samples a second of the stream.
        channels: "mono", "stereo", …
        name: What the station calls itself.
        title: What it says it plays.
        first_s: Seconds until the first sample; None when there was none.
        heard_s: Seconds of sound that came.
        lufs: Loudness of it, without its pauses.
        gaps: Times nothing came for a second.
        error: Why it ended, or None.
    """

    codec: str = ""
    kbps: int = 0
    rate: int = 0
    channels: str = ""
    name: str = ""
    title: str = ""
    first_s: float | None = None
    heard_s: float = 0.0
    lufs: float = FLOOR_LUFS
    gaps: int = 0
    error: HubError | None = None
    _powers: list[float] = field(default_factory=list)

    def told(self, **facts: object) -> None:
        """What the relay's parts say."""
        match facts:
            case {"state": "sound", "codec": str(codec), "kbps": int(kbps)}:
                self.codec, self.kbps = codec, kbps
                self.rate, self.channels = int(str(facts["rate"])), str(facts["channels"])
            case {"state": "open", "name": str(name)}:
                self.name = name
            case {"state": "title", "title": str(title)}:
                self.title = title

    def hear(self, samples: bytes, rate: int) -> None:
        """Samples that came."""
        self.heard_s += len(samples) / 2 / rate
        power = block_power(samples, rate)
        if lufs(power) > GATE_LUFS:
            self._powers.append(power)
            self.lufs = lufs(sum(self._powers) / len(self._powers))


def listen_to(
    address: str, hosts: Collection[Host], clock: Clock, rate: int, seconds: float
) -> Found:
    """Relay a stream to nobody for some seconds.

    Args:
        address: Of the stream.
        hosts: The allow list.
        clock: Measures the time and waits.
        rate: Samples a second.
        seconds: How long to listen from the first sample on.
    """
    found = Found()
    ours, theirs = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(theirs, True)
    began = clock.monotonic()

    def bring() -> None:
        try:
            feed(address, hosts=hosts, clock=clock, rate=rate, output=theirs, tell=found.told)
        except HubError as error:
            found.error = error
        finally:
            os.close(theirs)

    thread = threading.Thread(target=bring, name="relay-trial", daemon=True)
    thread.start()
    try:
        _listen(found, ours, clock, rate, (began, seconds))
        is_enough = clock.monotonic() >= began + (found.first_s or WAIT_S) + seconds
    finally:
        os.close(ours)
    thread.join(LEAVE_S)
    if is_enough and isinstance(found.error, LinkError):
        found.error = None  # we hung up
    if found.first_s is None and found.error is None:
        found.error = LinkError("relay.no_sound")
    return found


def _listen(found: Found, ours: int, clock: Clock, rate: int, span: tuple[float, float]) -> None:
    began, seconds = span
    block, until, rest = round(BLOCK_S * rate) * 2, began + WAIT_S, b""
    last = began
    with selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)
        while (now := clock.monotonic()) < until:
            if not clock.wait(min(until, now + GAP_S), selector):
                continue
            data = os.read(ours, 1 << 16)
            if not data:
                return
            now = clock.monotonic()
            if found.first_s is None:
                found.first_s, until = now - began, now + seconds
            elif now - last > GAP_S:
                found.gaps += 1
            last, rest = now, rest + data
            while len(rest) >= block:
                found.hear(rest[:block], rate)
                rest = rest[block:]
