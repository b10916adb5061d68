"""A small ALSA configuration that names only what is needed (pure).

PortAudio opens every device the configuration has a name for.  With a distribution's
configuration that loads the plugins of every sound server there is: 14 MiB of memory for
devices nobody wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from broadcast.audio.soundcards import Surroundings
from hub.config import Card

PREFIX: Final = "village_"
SERVERS: Final = ("pulse", "pipewire")
"""Plugins that play through a sound server; each is a device's name, too."""
_HARDWARE: Final = re.compile(r"(plug)?hw:(?:CARD=)?(\w+)(?:,(?:DEV=)?(\d+))?")
_NOT_THERE: Final = "pcm.dmix { type hw card 31 }\n"
"""PortAudio takes it for granted that one name more is known than devices are found."""


def pcm_name(card: Card) -> str:
    """What a card is called in the small configuration."""
    return PREFIX + card.name.replace("-", "_")


def alsa_conf(cards: Iterable[Card], around: Surroundings) -> str | None:
    """The configuration, or None when the machine's own must be used."""
    text = _NOT_THERE
    for card in cards:
        slave = _slave(card.device, around)
        if slave is None:
            return None
        if slave:
            text += f"pcm.{pcm_name(card)} {slave}\n"
    return text


def _slave(device: str, around: Surroundings) -> str | None:
    """What a device's name stands for; empty when it is not there, None when not known."""
    hardware = _HARDWARE.fullmatch(device)
    if hardware:
        plug, card, number = hardware.groups()
        return _hw(card, int(number or 0), plug=bool(plug))
    if device in SERVERS:
        return f"{{ type {device} }}"
    if around.has_own_configuration:
        return None
    if device in {"", "default"} and around.server:
        return f"{{ type {around.server} }}"
    wanted = "" if device == "default" else device.casefold()
    for found in around.cards:
        if wanted in f"{found.id} {found.name}".casefold():
            return _hw(found.id, found.device, plug=True)
    return ""


def _hw(card: str, device: int, *, plug: bool) -> str:
    hw = f'{{ type hw card "{card}" device {device} }}'
    return f"{{ type plug slave.pcm {hw} }}" if plug else hw
