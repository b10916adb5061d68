"""What a kind of sound card must offer: open a stream that calls for blocks, and close it."""

from __future__ import annotations

from typing import Protocol

from hub.config import Card


class Block(Protocol):
    """Asked by a stream for its next samples."""

    def __call__(self, frames: int, current_s: float, dac_s: float, *, gap: bool) -> bytes:
        """The next block, as many bytes as the card's channels need.

        Args:
            frames: Samples a channel.
            current_s: The card's clock now.
            dac_s: The card's clock when the first sample will be heard.
            gap: The card ran dry before it.
        """
        ...


class Stream(Protocol):
    """A running stream."""

    def close(self) -> None:
        """Stop and give the card back.  May block for long."""
        ...


class Driver(Protocol):
    """Opens streams.  Called from a helper thread; may block for long."""

    def open(self, card: Card, latency_s: float, block: Block) -> Stream:
        """Open the card and let it call `block` from a thread of its own.

        Args:
            card: Which, and how.
            latency_s: Output latency to ask for; 0 = the device's low one.
            block: Asked for each block.

        Raises:
            DeviceError: The card is not there or does not open.
        """
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
