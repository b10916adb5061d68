"""Reads the parameters of a call over the control socket, field by field."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, TypeVar

from hub.errors import RefusedError

LONGEST_TEXT: Final = 200
"""Longest name or value that is taken over the socket, characters."""

Word = TypeVar("Word", bound=StrEnum)
Document = dict[str, Any]  # a JSON object, checked field by field here


def given(parameters: Document) -> Document:
    """Without what is null."""
    return {name: value for name, value in parameters.items() if value is not None}


def text(parameters: Document, name: str) -> str:
    """A text that must be there."""
    value = parameters.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def texts(parameters: Document, name: str) -> list[str]:
    """A list of texts; empty when it is not there."""
    value = parameters.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def number(parameters: Document, name: str, default: int) -> int:
    """A whole number."""
    value = parameters.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40])
    return value


def choice(parameters: Document, name: str, words: type[Word]) -> Word:
    """One of some words."""
    value = parameters.get(name)
    try:
        return words(str(value))
    except ValueError as error:
        raise RefusedError("control.bad_value", name=name, value=str(value)[:40]) from error
