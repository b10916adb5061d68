"""Interface texts of Varlink: read, and held against the parameters that come.

The text that a service shows to whoever asks is the same that its requests are checked by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

_TOKEN: Final = re.compile(r"\s+|#[^\n]*|->|\[\]|\[string\]|[A-Za-z][A-Za-z0-9._-]*|[():,?]")
_PLAIN: Final = frozenset({"bool", "int", "float", "string", "object"})
_INT: Final = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value looks like.

    Attributes:
        kind: ``bool int float string object``, ``maybe``, ``array``, ``map``, ``struct``,
            ``enum`` or ``named``.
        of: What is inside a maybe, array or map.
        fields: Members of a struct.
        words: Words of an enum, or the name of a named type.
    """

    kind: str
    of: Shape | None = None
    fields: Mapping[str, Shape] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface text and what stands in it.

    Attributes:
        name: Its name, such as ``vn.hub.Broadcast``.
        text: As it was written.
        methods: What each method takes.
        types: Named types.
        errors: Names of its errors.
    """

    name: str
    text: str
    methods: Mapping[str, Shape]
    types: Mapping[str, Shape]
    errors: frozenset[str]

    def wrong(self, method: str, parameters: object) -> str | None:
        """The name of the first parameter that does not fit, or None."""
        return _wrong(self.methods[method], parameters, "parameters", self.types)


def read(text: str) -> Interface:
    """Read an interface text.

    Raises:
        ValueError: It is none.
    """
    return _Reader(text).interface()


class _Reader:
    """Reads token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)[::-1]

    def interface(self) -> Interface:
        self._take("interface")
        name = self._word()
        methods: dict[str, Shape] = {}
        types: dict[str, Shape] = {}
        errors: set[str] = set()
        while self._tokens:
            kind, member = self._word(), self._word()
            match kind:
                case "method":
                    methods[member] = self._shape()
                    self._take("->")
                    self._shape()
                case "type":
                    types[member] = self._shape()
                case "error":
                    errors.add(member)
                    self._shape()
                case other:
                    raise ValueError(f"neither method, type nor error: {other}")
        return Interface(name, self._text, methods, types, frozenset(errors))

    def _shape(self) -> Shape:
        token = self._tokens.pop() if self._tokens else ""
        match token:
            case "?":
                return Shape("maybe", self._shape())
            case "[]":
                return Shape("array", self._shape())
            case "[string]":
                return Shape("map", self._shape())
            case "(":
                return self._members()
            case word if word in _PLAIN:
                return Shape(word)
            case word if word[:1].isupper():
                return Shape("named", words=frozenset({word}))
        raise ValueError(f"no type: {token!r}")

    def _members(self) -> Shape:
        """Either ``name: type, …`` or ``word, word, …`` up to the closing bracket."""
        fields: dict[str, Shape] = {}
        words: set[str] = set()
        while not self._is_next(")"):
            name = self._word()
            if self._is_next(":"):
                fields[name] = self._shape()
            else:
                words.add(name)
            if not self._is_next(","):
                self._take(")")
                break
        if fields and words:
            raise ValueError(f"half struct, half enum: {sorted(words)}")
        return Shape("enum", words=frozenset(words)) if words else Shape("struct", fields=fields)

    def _word(self) -> str:
        token = self._tokens.pop() if self._tokens else ""
        if not token[:1].isalpha():
            raise ValueError(f"a name is missing before {token!r}")
        return token

    def _take(self, wanted: str) -> None:
        token = self._tokens.pop() if self._tokens else ""
        if token != wanted:
            raise ValueError(f"{wanted!r} is missing before {token!r}")

    def _is_next(self, wanted: str) -> bool:
        if self._tokens and self._tokens[-1] == wanted:
            self._tokens.pop()
            return True
        return False


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise ValueError(f"cannot be read from here on: {text[place : place + 20]!r}")
        place = token.end()
        if not token[0].isspace() and not token[0].startswith("#"):
            found.append(token[0])
    return found


def _wrong(  # noqa: PLR0911  # one line a kind
    shape: Shape, value: object, name: str, types: Mapping[str, Shape]
) -> str | None:
    inner = shape.of or Shape("object")
    match shape.kind:
        case "maybe":
            return None if value is None else _wrong(inner, value, name, types)
        case "array" if isinstance(value, list):
            return _first(_wrong(inner, item, name, types) for item in value)
        case "map" if isinstance(value, dict):
            return _first(_wrong(inner, item, name, types) for item in value.values())
        case "struct" if isinstance(value, dict):
            return _wrong_member(shape.fields, value, types)
        case "named":
            return _wrong(types[next(iter(shape.words))], value, name, types)
        case "enum":
            return None if isinstance(value, str) and value in shape.words else name
        case kind:
            return None if _fits(kind, value) else name


def _wrong_member(
    fields: Mapping[str, Shape], value: Mapping[str, object], types: Mapping[str, Shape]
) -> str | None:
    unknown = next((name for name in value if name not in fields), None)
    if unknown is not None:
        return unknown
    return _first(_wrong(shape, value.get(name), name, types) for name, shape in fields.items())


def _fits(kind: str, value: object) -> bool:
    if isinstance(value, bool):
        return kind in {"bool", "object"}
    match kind:
        case "int":
            return isinstance(value, int) and value in _INT
        case "float":
            return isinstance(value, int) or (isinstance(value, float) and isfinite(value))
        case "string":
            return isinstance(value, str)
        case _:
            return kind == "object" and value is not None


def _first(found: Iterator[str | None]) -> str | None:
    return next((name for name in found if name is not None), None)
