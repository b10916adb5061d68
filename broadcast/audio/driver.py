"""What a kind of sound card must offer: open a stream that calls for blocks, and close it."""

from __future__ import annotations

from typing import Protocol

from hub.config import Card


class Sound(Protocol):
    """Asked by a stream for what is to be heard."""

    @property
    def is_idle(self) -> bool:
        """No voice is armed: a short pause would harm nobody."""
        ...

    def block(self, frames: int, current_s: float, dac_s: float, *, gap: bool) -> bytes:
        """The next samples, interleaved.  Called from a thread of the stream's own.

        Args:
            frames: Samples a channel.
            current_s: The card's clock now.
            dac_s: The card's clock when the first sample will be heard.
            gap: The card ran dry before it.
        """
        ...


class Stream(Protocol):
    """A running stream."""

    block_s: float
    """Length of its blocks, seconds."""
    is_adjustable: bool
    """Opened with another latency it would have one."""

    def close(self) -> None:
        """Stop and give the card back.  May block for long."""
        ...


class Driver(Protocol):
    """Opens streams.  Called from a helper thread; may block for long."""

    def open(self, card: Card, latency_s: float, sound: Sound) -> Stream:
        """Open the card and let it ask `sound` from a thread of its own.

        Args:
            card: Which, and how.
            latency_s: Output latency to ask for; 0 = the device's low one.
            sound: Asked for each block.

        Raises:
            DeviceError: The card is not there or does not open.
        """
        ...

    def let_go(self) -> None:
        """`open` hangs: release what others need meanwhile.  Called from another thread."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
