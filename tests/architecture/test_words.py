"""One word for one thing: identifiers keep to the glossary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGES, modules, name, syntax

NOT_OURS = {
    "track": "programme",
    "tracks": "programmes",
    "asset": "programme",
    "assets": "programmes",
    "jingle": "chime",
    "playlist": "timeline",
    "player": "playout",
    "amp": "amplifier",
    "alarm": "alert",
    "reschedule": "plan again",
}
"""Words that the glossary gives another word for, and that word."""


def defined(path: Path) -> Iterator[tuple[int, str]]:
    """Names that a file itself gives: definitions, parameters, variables, attributes."""
    for node in ast.walk(syntax(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case _:
                pass


def words(identifier: str) -> list[str]:
    """`dead_air`, `deadAir` and `DeadAir` all give dead, air."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)]


def test_no_name_in_the_code_uses_a_word_the_glossary_replaces() -> None:
    strays = [
        f"{name(path)}:{line} {identifier}: say {NOT_OURS[word]}"
        for path in modules(*PACKAGES)
        for line, identifier in defined(path)
        for word in words(identifier)
        if word in NOT_OURS
    ]

    assert strays == []


def test_identifiers_are_taken_apart_into_words() -> None:
    assert words("make_play_list") == ["make", "play", "list"]
    assert words("AmpPlayer") == ["amp", "player"]
    assert words("PLAYLIST_S") == ["playlist", "s"]
