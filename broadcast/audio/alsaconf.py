"""A small ALSA configuration that names only what is needed (pure).

PortAudio opens every device the configuration has a name for.  With a distribution's
configuration that loads the plugins of every sound server there is: 14 MiB of memory for
devices nobody wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from broadcast.audio.soundcards import SoundCard, Surroundings
from hub.config import Card

PREFIX: Final = "village_"
SERVERS: Final = ("pulse", "pipewire")
"""Plugins that play through a sound server; each is a device's name, too."""
_HARDWARE: Final = re.compile(r"(plug)?hw:(?:CARD=)?(\w+)(?:,(?:DEV=)?(\d+))?")
_ONE_NAME_MORE: Final = "pcm.dmix { type hw card 31 }\n"
"""PortAudio takes it for granted that one name more is known than devices are found."""


def pcm_name(card: Card) -> str:
    """What a card is called in the small configuration."""
    return PREFIX + card.name.replace("-", "_")


def is_server(card: Card, around: Surroundings) -> bool:
    """The card is played through a sound server."""
    return (_slave(card, around) or card.device).removeprefix("{ type ").split(" ")[0] in SERVERS


def alsa_conf(cards: Iterable[Card], around: Surroundings) -> str | None:
    """The configuration, or None when the machine's own must be used.

    A card that is not there now has no entry.
    """
    text = _ONE_NAME_MORE
    for card in cards:
        slave = _slave(card, around)
        if slave is None:
            return None
        if slave:
            text += f"pcm.{pcm_name(card)} {slave}\n"
    return text


def _slave(card: Card, around: Surroundings) -> str | None:
    """What a card's device stands for; empty when it is not there, None when not known."""
    device = card.device
    hardware = _HARDWARE.fullmatch(device)
    if hardware:
        plug, name, number = hardware.groups()
        there = _is_there(name, around.cards)
        return _hw(name, int(number or 0), plug=bool(plug)) if there else ""
    if device == "jack":
        ports = " ".join(f"{n} system:playback_{n + 1}" for n in range(card.channels))
        return f"{{ type plug slave.pcm {{ type jack playback_ports {{ {ports} }} }} }}"
    if device in SERVERS:
        return f"{{ type {device} }}"
    return None if around.has_own_configuration else _likeliest(device, around)


def _likeliest(device: str, around: Surroundings) -> str:
    """Part of a card's name, or whatever there is."""
    wanted = "" if device == "default" else device.casefold()
    if not wanted and around.server:
        return f"{{ type {around.server} }}"
    for found in around.cards:
        if wanted in f"{found.id} {found.name}".casefold():
            return _hw(found.id or str(found.index), found.device, plug=True)
    return ""


def _is_there(name: str, cards: Sequence[SoundCard]) -> bool:
    """A card of this number or name is there, or may be: names are not always told."""
    if name.isdecimal():
        return any(card.index == int(name) for card in cards)
    return any(card.id in {name, ""} for card in cards)


def _hw(card: str, device: int, *, plug: bool) -> str:
    hw = f'{{ type hw card "{card}" device {device} }}'
    return f"{{ type plug slave.pcm {hw} }}" if plug else hw
