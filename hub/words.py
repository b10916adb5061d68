"""Sentences for people, from the message catalogue: Vietnamese first, English second.

The catalogue is a folder a language (`hub/translations/vi`, `.../en`) of TOML files.
A file's name is the first part of its keys: ``calendar.toml`` holds ``calendar.*``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("vi", "en")
DEFAULT_LANGUAGE: Final = "vi"

_MEASURED: Final = frozenset(
    (
        "volts", "limit", "current", "celsius", "lufs", "peak", "db", "gain", "level", "floor",
        "pause", "size", "length", "seconds", "highest", "longest", "distance", "share", "percent",
        "speed", "usual",
    )
)  # fmt: skip
"""Values of sentences that may come as a text with a fraction: from sensors, from the log."""
_FRACTION: Final = re.compile(r"[+-]?[0-9]+\.[0-9]+")


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences of one language, by key.

    Raises:
        ValueError: The language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    found: dict[str, str] = {}
    for file in files("hub").joinpath("translations", language).iterdir():
        if file.name.endswith(".toml"):
            _flatten(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")), found)
    return found


def say(key: str, language: str = DEFAULT_LANGUAGE, /, **values: object) -> str:
    """The sentence for `key`, filled; the key and its values when there is none."""
    sentence = catalogue(language).get(key)
    if sentence is None:
        return " ".join([key, *(f"{name}={value}" for name, value in values.items())])
    told = _with_commas(values) if language == DEFAULT_LANGUAGE else values
    return sentence.format_map(_Gaps(told))


def _with_commas(values: Mapping[str, object]) -> Mapping[str, object]:
    """Decimal fractions as Vietnamese is written: "12,4".

    Only of what was measured: ``1.001193`` is the number of a procedure, ``1.4`` a version.
    """
    return {name: _with_comma(name, value) for name, value in values.items()}


def _with_comma(name: str, value: object) -> object:
    is_measured = isinstance(value, str) and name in _MEASURED and _FRACTION.fullmatch(value)
    if is_measured or isinstance(value, float):
        return str(value).replace(".", ",")
    return value


class _Gaps(dict[str, object]):
    """A value that is missing stays visible as its placeholder."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _flatten(prefix: str, table: Mapping[str, object], found: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            _flatten(key, value, found)
        else:
            found[key] = str(value)
