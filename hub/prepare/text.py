"""Vietnamese read aloud: written text in, the words that a newsreader would say out; pure.

The rules stand in `hub.prepare.vietnamese`, a kind of thing a file.  Reading keeps names and
their case, never drops a word, never raises on any text, and takes time linear in its length.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hub.prepare.vietnamese.clean import clean
from hub.prepare.vietnamese.finish import finish
from hub.prepare.vietnamese.numerals import NORTH, SOUTH, Region
from hub.prepare.vietnamese.parts import assemble
from hub.prepare.vietnamese.reading import Part, Reading, Unknown
from hub.prepare.vietnamese.scan import scan
from hub.prepare.vietnamese.table import Table, default_table, parse_table

__all__ = [
    "NORTH", "SOUTH", "Part", "Reading", "Region", "Table", "Unknown", "default_table",
    "parse_table", "read_out",
]  # fmt: skip

_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


def read_out(
    text: str, table: Table | None = None, lexicon: Mapping[str, str] = _NO_WORDS
) -> Reading:
    """Read a text out.

    Args:
        text: Any text, in NFC or NFD.
        table: Abbreviations; the hub's own when None.
        lexicon: The village's respellings: whole words, accent for accent, in any case.

    Returns:
        What will be said, what had to be guessed, and what became of which part.
    """
    source = clean(text)
    tokens = scan(source.text, default_table() if table is None else table, lexicon)
    said, parts, unknown = assemble(source, tokens)
    return Reading(finish(said), unknown, parts)
