"""Keeps PortAudio's libraries lean and quiet: their environment and their chatter."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, MutableMapping
from typing import Final

from broadcast.audio.alsaconf import alsa_conf, is_server, pcm_name
from broadcast.audio.devices import wants_jack
from broadcast.audio.soundcards import Surroundings, look_around
from hub.config import Card

CARD_BLOCK_S: Final = 0.01
SERVER_BLOCK_S: Final = 0.02
_STDERR: Final = 2
_MOST_CHATTER: Final = 1 << 16
_NOISE: Final = re.compile(
    rb"\s*$|ALSA lib |Expression '|JackShm|jack server is not|Cannot connect to server"
    rb"|attempt to connect|connect\(2\) call|Cannot lock down|PaAlsa|Jack:|Cannot read socket"
)


class Libraries:
    """The environment ALSA and JACK read when PortAudio starts.

    An ALSA configuration that somebody has named already stays.

    Args:
        cards: Cards that will be asked for.
        environment: The process's own.
    """

    def __init__(
        self, cards: Mapping[str, Card], environment: MutableMapping[str, str] = os.environ
    ) -> None:
        self._cards = [card for card in cards.values() if not wants_jack(card)]
        self._environment = environment
        self._is_told = "ALSA_CONFIG_PATH" in environment
        self._around = Surroundings()
        self._text: str | None = None
        self._file = -1
        self._jack = environment.get("JACK_DEFAULT_SERVER", "default")
        self._wants_jack = any(
            "jack" in (card.host_api, card.device[:4]) for card in cards.values()
        )
        environment.setdefault("JACK_NO_START_SERVER", "1")

    def prepare(self) -> None:
        """Name to ALSA the devices that are wanted now; before PortAudio starts."""
        self._around = look_around(self._environment)
        text = None if self._is_told else alsa_conf(self._cards, self._around)
        # a configuration that is not ours may lead to JACK, whatever the card is called
        hidden = text is not None and not self._wants_jack
        self._environment["JACK_DEFAULT_SERVER"] = "none" if hidden else self._jack
        if text != self._text:
            self._text = text
            self._write(text)

    def have_changed(self) -> bool:
        """Other devices are there than when PortAudio started."""
        around = look_around(self._environment)
        return not self._is_told and alsa_conf(self._cards, around) != self._text

    def block_s(self, card: Card) -> float:
        """Length of a block that suits a card, seconds.

        A sound server is asked for ten milliseconds by as many switches of threads as a card
        by five, all night long.
        """
        return SERVER_BLOCK_S if is_server(card, self._around) else CARD_BLOCK_S

    def device_name(self, card: Card) -> str | None:
        """The one name ALSA knows a card by; None when it must be found among all."""
        return None if self._text is None or wants_jack(card) else pcm_name(card)

    def _write(self, text: str | None) -> None:
        self._environment.pop("ALSA_CONFIG_PATH", None)
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        if text is not None:
            # a file without a name: a service may have no folder to write to
            self._file = os.memfd_create("alsa.conf")
            os.write(self._file, text.encode())
            self._environment["ALSA_CONFIG_PATH"] = f"/proc/self/fd/{self._file}"


class Hush:
    """Holds back what libraries write to standard error; passes on what is not theirs."""

    def __init__(self) -> None:
        self._kept = -1
        self._before = -1

    def __enter__(self) -> None:
        self._kept = os.memfd_create("stderr")
        self._before = os.dup(_STDERR)
        os.dup2(self._kept, _STDERR)

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Give standard error back, also from another thread when a library hangs."""
        before, self._before = self._before, -1
        if before < 0:
            return
        os.dup2(before, _STDERR)
        lines = os.pread(self._kept, _MOST_CHATTER, 0).splitlines(keepends=True)
        os.close(self._kept)
        os.write(before, b"".join(line for line in lines if not _NOISE.match(line)))
        os.close(before)
