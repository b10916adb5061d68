"""How the village says its own words: whole words, accent for accent, in any case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from hub.prepare.vietnamese.reading import Said

_HEAD: Final = re.compile(r"[^\W\d_]+|[0-9]+|.", re.DOTALL)
LONGEST_WORD: Final = 100
"""Characters of a respelled word at most; longer ones are not looked for."""


class Lexicon:
    """Respelled words, found by the token they begin with."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.heads: dict[str, list[tuple[str, str]]] = {}
        for written, say in words.items():
            key = unicodedata.normalize("NFC", written).strip().lower()
            if key and len(key) <= LONGEST_WORD:
                head = _HEAD.match(key)
                assert head is not None  # the key is not empty
                self.heads.setdefault(head.group(), []).append((key, say))
        for same in self.heads.values():
            same.sort(key=lambda pair: -len(pair[0]))

    def read(self, text: str, start: int) -> Said | None:
        """The village's own reading of the word at `start`."""
        if start and text[start - 1].isalnum():
            return None
        head = _HEAD.match(text, start)
        for key, say in self.heads.get(head.group().lower(), ()) if head else ():
            end = start + len(key)
            if text[start:end].lower() == key and not text[end : end + 1].isalnum():
                return Said(unicodedata.normalize("NFC", say), end)
        return None
