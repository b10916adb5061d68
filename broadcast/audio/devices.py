"""Which of PortAudio's devices is meant (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.config import Card
from hub.errors import DeviceError

HOST_API_WORDS: Final = {"": "", "alsa": "ALSA", "jack": "JACK"}
ANY: Final = ("", "default", "jack")
"""Names that mean whatever the host takes when nothing is asked for."""
_JACK: Final = "jack"
_JACK_PREFIX: Final = "jack:"


@dataclass(frozen=True, slots=True)
class Device:
    """An output device as PortAudio tells of it.

    Attributes:
        index: Its number, good until PortAudio is started anew.
        name: Its name.
        host_api: "ALSA" or "JACK Audio Connection Kit".
        channels: Channels it can play.
        is_default: PortAudio would take it when nothing is asked for.
    """

    index: int
    name: str
    host_api: str
    channels: int
    is_default: bool

    @property
    def is_jack(self) -> bool:
        """Its block length is the JACK server's."""
        return HOST_API_WORDS["jack"] in self.host_api


def wants_jack(card: Card) -> bool:
    """The card is one of a JACK server's, asked natively and not through ALSA's plugin."""
    if card.host_api:
        return card.host_api == _JACK
    return card.device == _JACK or card.device.startswith(_JACK_PREFIX)


def choose(card: Card, devices: Sequence[Device], name: str | None = None) -> Device:
    """The device a card means: an exact name, else part of one, else the default.

    Args:
        card: What is wanted.
        devices: What there is.
        name: The device's exact name when it is known.

    Raises:
        DeviceError: There is none.
    """
    word = HOST_API_WORDS[_JACK if wants_jack(card) else card.host_api]
    usable = [d for d in devices if d.channels >= card.channels and word in d.host_api]
    wanted = card.device.removeprefix(_JACK_PREFIX).casefold()
    if name is not None:
        found = [d for d in usable if d.name == name]
    elif wanted in ANY:
        found = [d for d in usable if d.is_default] or usable
    else:
        exact = [d for d in usable if d.name.casefold() == wanted]
        found = exact or [d for d in usable if wanted in d.name.casefold()]
    if found:
        return found[0]
    names = ", ".join(d.name for d in devices if d.channels) or "-"
    raise DeviceError("audio.no_device", card=card.name, device=card.device, names=names)
