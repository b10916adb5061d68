"""What the commands that read aloud share: the store's readings, the voice, the booth."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.cli.common import clock, complain
from hub.config import Config
from hub.errors import HubError, RefusedError, StoreError
from hub.prepare.layout import paragraphs, with_pauses
from hub.prepare.readings import with_lexicon
from hub.prepare.speech import Booth, check_text, engine_of
from hub.prepare.text import Reading, Table, default_table, read_out
from hub.prepare.voices import piper
from hub.prepare.voices.region import DEFAULT_VOICE, region_of
from hub.prepare.voices.shelf import find
from hub.prepare.voices.voice import DEFAULT_MANNER, MOST_LETTERS, Manner, Voice
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.speech import lexicon, lexicon_revision, usual_voice

MOST_BYTES: Final = 4 * MOST_LETTERS

Speak = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the store knows about reading aloud.

    Attributes:
        table: Abbreviations, the commune's own before the hub's.
        words: Respelled words.
        revision: How often they were changed.
        voice: The usual voice.
    """

    table: Table
    words: Mapping[str, str]
    revision: int
    voice: str


def known(store: Database | None) -> Knowledge:
    """What the store knows; without one, what the hub was made with."""
    if store is None:
        return Knowledge(default_table(), {}, 0, DEFAULT_VOICE)
    table, words = with_lexicon(lexicon(store), default_table())
    return Knowledge(table, words, lexicon_revision(store), usual_voice(store) or DEFAULT_VOICE)


def known_here(config: Config, speak: Speak) -> Knowledge:
    """What this hub's store knows; a machine without a store can read aloud, too."""
    try:
        with open_hub(config.data_dir, Service.CLI) as store:
            return known(store)
    except StoreError as error:
        if error.key != "store.missing":
            complain(speak(error.key, **error.values))
            complain(speak("speech.without_lexicon"))
        return known(None)


def voices_dir(config: Config) -> Path:
    """Where the operator's voices are."""
    return config.data_dir / "voices"


def add_manner(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    """Add the arguments that say how a text is spoken."""
    usual = DEFAULT_MANNER
    parser.add_argument("--voice", metavar="V", help=say("speech.voice"))
    for name, standard, key in (
        ("speed", usual.speed, "speech.speed_help"),
        ("sentence-pause", usual.sentence_s, "speech.sentence_pause"),
        ("list-pause", usual.list_s, "speech.list_pause"),
        ("paragraph-pause", usual.paragraph_s, "speech.paragraph_pause"),
        ("repeat-pause", usual.repeat_s, "speech.repeat_pause"),
    ):
        parser.add_argument(f"--{name}", type=float, default=standard, metavar="S", help=say(key))
    parser.add_argument(
        "--repeats", type=int, default=usual.repeats, metavar="N", help=say("speech.repeats_help")
    )


def manner_of(arguments: argparse.Namespace) -> Manner:
    """How a text is to be spoken."""
    return Manner(
        speed=arguments.speed,
        sentence_s=arguments.sentence_pause,
        list_s=arguments.list_pause,
        paragraph_s=arguments.paragraph_pause,
        repeats=arguments.repeats,
        repeat_s=arguments.repeat_pause,
    )


def booth(arguments: argparse.Namespace, config: Config) -> Booth:
    """Where speech is made."""
    return Booth(clock(arguments), piper.find(config.speech.piper))


def voice_of(arguments: argparse.Namespace, config: Config, knowledge: Knowledge) -> Voice:
    """The voice that was named, else the usual one.

    Raises:
        RefusedError: ``voice.unknown``.
    """
    return find(arguments.voice or knowledge.voice, voices_dir(config))


def text_of(told: str | None) -> str:
    """The text of an argument; ``-`` or nothing is what comes in by standard input.

    Raises:
        RefusedError: It is empty, too long or no text.
    """
    if told is not None and told != "-":
        return check_text(told)
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        return check_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if len(content) > MOST_BYTES:
            raise RefusedError(
                "speech.too_long", letters=len(content), most=MOST_LETTERS
            ) from error
        raise RefusedError("speech.not_text", name="stdin") from error


def read(written: str, voice: Voice, knowledge: Knowledge) -> Reading:
    """The text as this voice says it."""
    return read_out(written, knowledge.table.in_region(region_of(voice.id)), knowledge.words)


def said(written: str, voice: Voice, knowledge: Knowledge) -> str:
    """What the voice is given: the reading, with pauses from the layout of the text."""
    parts = paragraphs(written)
    found = (with_pauses(read(part, voice, knowledge).spoken, part) for part in parts)
    return "\n\n".join(filter(None, found))


def complain_of_unknown(reading: Reading, speak: Speak) -> None:
    """Tell the person what had to be guessed, each once."""
    for written, guess in dict.fromkeys((one.written, one.guess) for one in reading.unknown):
        complain(speak("speech.unknown", word=written, guess=guess))


def is_usable(voice: Voice, program: Path | None) -> bool:
    """True when the engine of a voice is installed."""
    try:
        engine_of(voice, program)
    except HubError:
        return False
    return True
