"""A bulletin that was typed: read out, told where it had to be guessed, spoken."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.cli import reading as aloud
from hub.cli.common import speaker
from hub.config import Config
from hub.domain.spoken import Spoken
from hub.errors import RefusedError
from hub.store.database import Database


@contextmanager
def text_bulletin(
    arguments: argparse.Namespace, config: Config, store: Database
) -> Iterator[tuple[Path, Spoken]]:
    """The sound of a typed bulletin, gone when the block ends, and what is kept of its words.

    Raises:
        RefusedError: There is a file, too, no id, or nothing that can be said.
        MediaError: The voice cannot speak.
    """
    if arguments.name is not None or arguments.document is not None:
        raise RefusedError("programme.text_or_file")
    if arguments.id is None:
        raise RefusedError("programme.text_id")
    written = aloud.text_of(arguments.text)
    knowledge = aloud.known(store)
    voice = aloud.voice_of(arguments, config, knowledge)
    aloud.complain_of_unknown(aloud.read(written, voice, knowledge), speaker(arguments))
    said = aloud.said(written, voice, knowledge)
    manner = aloud.manner_of(arguments)
    with aloud.booth(arguments, config).spoken(said, voice, manner) as raw:
        yield raw, Spoken(written, said, voice.id, manner.speed, knowledge.revision)
