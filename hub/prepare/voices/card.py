"""Reads the card of a Piper voice (``.onnx.json``): foreign data, held against what we need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hub.errors import RefusedError

MOST_CARD_BYTES: Final = 1 << 20
LOWEST_RATE: Final = 8_000
HIGHEST_RATE: Final = 48_000
MOST_SYMBOLS: Final = 4096


@dataclass(frozen=True, slots=True)
class Card:
    """What a voice says of itself.

    Attributes:
        rate: Samples a second.
        language: BCP-47 code.
    """

    rate: int
    language: str


def read_card(path: Path) -> Card:
    """The card of a voice.

    Raises:
        RefusedError: ``voice.bad_card``, ``voice.rate``, ``voice.phonemes`` or
            ``voice.language``: it is no Vietnamese voice for Piper.
    """
    try:
        with path.open("rb") as file:
            document = json.loads(file.read(MOST_CARD_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise RefusedError("voice.bad_card", card=path.name, error=str(error)[:120]) from error
    return check_card(document, path.name)


def check_card(document: object, name: str) -> Card:
    """What a document says, when it is the card of a Vietnamese voice.

    Raises:
        RefusedError: As `read_card`.
    """
    whole = _table(document, name, "{}")
    rate = _table(whole.get("audio"), name, "audio").get("sample_rate")
    if not isinstance(rate, int) or not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise RefusedError("voice.rate", rate=rate, lowest=LOWEST_RATE, highest=HIGHEST_RATE)
    kind = whole.get("phoneme_type", "espeak")
    if kind != "espeak":
        raise RefusedError("voice.phonemes", found=str(kind)[:40])
    language = _table(whole.get("espeak"), name, "espeak").get("voice")
    if not isinstance(language, str) or language.split("-")[0].lower() != "vi":
        raise RefusedError("voice.language", found=str(language)[:40])
    symbols = whole.get("num_symbols")
    if not isinstance(symbols, int) or not 1 <= symbols <= MOST_SYMBOLS:
        raise RefusedError("voice.bad_card", card=name, error="num_symbols")
    _check_ids(_table(whole.get("phoneme_id_map"), name, "phoneme_id_map"), symbols, name)
    return Card(rate, "vi")


def _table(value: object, name: str, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise RefusedError("voice.bad_card", card=name, error=key)
    return value


def _check_ids(ids: Mapping[str, Any], symbols: int, name: str) -> None:
    """An id that the voice has not would be read from beyond its tables."""
    for numbers in ids.values():
        good = isinstance(numbers, list) and all(
            isinstance(number, int) and 0 <= number < symbols for number in numbers
        )
        if not good:
            raise RefusedError("voice.bad_card", card=name, error="phoneme_id_map")
