"""What argparse itself says of a wrong command line, in the user's language.

argparse asks gettext for its sentences by their English text (Python's documentation of
gettext, "Other gettext modules"); ours come from the message catalogue, by a key a sentence.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from gettext import gettext, ngettext
from typing import Final

from hub.words import say

SENTENCES: Final = {
    "usage: ": "usage",
    "positional arguments": "words",
    "options": "options",
    "show this help message and exit": "help",
    "%(prog)s: error: %(message)s\n": "error",
    "argument %(argument_name)s: %(message)s": "argument",
    "the following arguments are required: %s": "required",
    "one of the arguments %s is required": "one_of",
    "unrecognized arguments: %s": "unrecognized",
    "not allowed with argument %s": "not_with",
    "ignored explicit argument %r": "no_value",
    "expected one argument": "one",
    "expected at most one argument": "at_most_one",
    "expected at least one argument": "at_least_one",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
    "invalid %(type)s value: %(value)r": "value",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
}
"""argparse's sentences that a person can meet, and their names in the catalogue."""
COUNTED: Final = {"expected %s arguments": "some"}


def speak(language: str) -> None:
    """Have every parser of this process speak `language`."""
    sentence, counted = _sentence(language), _counted(language)
    argparse._ = sentence  # type: ignore[attr-defined]
    argparse.ngettext = counted  # type: ignore[attr-defined]


def keep_usage(parser: argparse.ArgumentParser, language: str) -> None:
    """Have a parser keep its usage: `parse_intermixed_args` counts on the English prefix."""
    parser.usage = parser.format_usage().removeprefix(say("usage.usage", language)).strip()


def _sentence(language: str) -> Callable[[str], str]:
    def told(text: str) -> str:
        name = SENTENCES.get(text)
        tail = text[len(text.rstrip()) :]
        return gettext(text) if name is None else say(f"usage.{name}", language) + tail

    return told


def _counted(language: str) -> Callable[[str, str, int], str]:
    def told(one: str, many: str, count: int) -> str:
        name = COUNTED.get(many)
        return ngettext(one, many, count) if name is None else say(f"usage.{name}", language)

    return told
