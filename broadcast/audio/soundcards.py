"""Which sound cards the machine has, asked of the kernel without opening any."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc/asound")
DEV: Final = Path("/dev/snd")
OWN_CONFIGURATION: Final = Path("/etc/asound.conf")
_CARD: Final = re.compile(r"^ *(\d+) \[(\S+) *\]: (.*)\n *(.*)$", re.MULTILINE)
_PLAYBACK: Final = re.compile(r"^(\d+)-(\d+): .*playback", re.MULTILINE)
_NODE: Final = re.compile(r"pcmC(\d+)D(\d+)p")


@dataclass(frozen=True, slots=True)
class SoundCard:
    """A card that can play.

    Attributes:
        index: The kernel's number.
        id: The kernel's short name, which survives another order of plugging in; "" if unknown.
        name: What it calls itself.
        device: Its first playback device.
    """

    index: int
    id: str
    name: str
    device: int

    @property
    def rank(self) -> int:
        """Which card a person most likely means: plugged in by hand first, a screen last."""
        said = f"{self.id} {self.name}".casefold()
        return 2 if "hdmi" in said else 0 if "usb" in said else 1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the machine matters when a device is chosen.

    Attributes:
        cards: Its sound cards, the likeliest first.
        server: The sound server that runs for this user, "pulse", "pipewire" or "".
        has_own_configuration: Somebody has written an ALSA configuration for this machine.
    """

    cards: tuple[SoundCard, ...] = ()
    server: str = ""
    has_own_configuration: bool = False


def sound_cards(proc: Path = PROC, dev: Path = DEV) -> tuple[SoundCard, ...]:
    """The machine's cards that can play, the likeliest first."""
    try:
        cards, pcms = (proc / "cards").read_text("utf-8"), (proc / "pcm").read_text("utf-8")
    except OSError:  # a service may be kept from seeing them; the nodes it sees
        return _nameless(dev)
    devices: dict[int, int] = {}
    for card, device in _PLAYBACK.findall(pcms):
        devices.setdefault(int(card), int(device))
    found = (
        SoundCard(int(index), identity, f"{what} {more}".strip(), devices[int(index)])
        for index, identity, what, more in _CARD.findall(cards)
        if int(index) in devices
    )
    return tuple(sorted(found, key=lambda card: card.rank))


def has_sound_card() -> bool:
    """The machine has a card that can play."""
    return bool(sound_cards())


def look_around(environment: Mapping[str, str] = os.environ) -> Surroundings:
    """What there is now."""
    runtime = Path(environment.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    server = ""
    if environment.get("PULSE_SERVER") or (runtime / "pulse/native").exists():
        server = "pulse"
    elif (runtime / "pipewire-0").exists():
        server = "pipewire"
    own = Path(environment.get("HOME") or "/nonexistent") / ".asoundrc"
    return Surroundings(sound_cards(), server, OWN_CONFIGURATION.exists() or own.exists())


def _nameless(dev: Path) -> tuple[SoundCard, ...]:
    found: dict[int, int] = {}
    for node in sorted(dev.glob("pcmC*D*p")):
        match = _NODE.fullmatch(node.name)
        if match:
            found.setdefault(int(match[1]), int(match[2]))
    return tuple(SoundCard(card, "", f"card {card}", device) for card, device in found.items())
