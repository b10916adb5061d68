"""`village-hub cards list|export|add|remove`: helpers, places, wifi, goods, accounts, meetings."""

from __future__ import annotations

import argparse
from typing import Final

from hub.cli.common import clock, print_json, speaker
from hub.cli.screen_file import BY_NAME, document, read_card, read_file
from hub.cli.screen_lists import add_arguments, carry_out, write_down
from hub.config import Config
from hub.domain.document import Document
from hub.errors import RefusedError
from hub.store.cards import KINDS, Card, cards, put_card, remove_card
from hub.store.database import Database
from hub.words import say

KEY: Final = "cards"


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    add_arguments(parser, language, say("screen_file.cards", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    return carry_out(arguments, _list, _add, _remove)


def _list(store: Database, _: Config, arguments: argparse.Namespace) -> None:
    wanted = arguments.words or list(BY_NAME)
    found = [one for name in wanted for one in _of(store, name)]
    if arguments.json or arguments.verb == "export":
        print_json({KEY: [document(one) for one in found]})
        return
    speak = speaker(arguments)
    for one in found:
        told = document(one)
        name = told.get("title") or told.get("name") or told.get("place")
        kind = speak(f"content_page.kind.{told['card']}")
        print(speak("screen_file.card_line", kind=kind, id=one.id, name=name))


def _of(store: Database, name: str) -> tuple[Card, ...]:
    if name not in BY_NAME:
        raise RefusedError("screen_file.kind", kind=name[:20], known=", ".join(sorted(BY_NAME)))
    found: tuple[Card, ...] = cards(store, BY_NAME[name])  # type: ignore[type-var]
    return found


def _add(store: Database, config: Config, arguments: argparse.Namespace) -> None:
    """All of a file or nothing."""
    path = next(iter(arguments.words), "-")
    made = [read_card(told) for told in read_file(path, KEY)]
    now = clock(arguments).now()
    with store.transaction():
        for position, one in enumerate(made):
            put_card(store, one, now, position)
    for kind in sorted({KINDS[type(one)] for one in made}):
        _note(config, arguments, "audit.card_kept", kind)
    print(speaker(arguments)("screen_file.added", count=len(made)))


def _remove(store: Database, config: Config, arguments: argparse.Namespace) -> None:
    kind, identity = [*arguments.words, "", ""][:2]
    if identity not in {one.id for one in _of(store, kind)}:
        raise RefusedError("screen_file.unknown", id=identity[:60])
    remove_card(store, BY_NAME[kind], identity)
    is_document = BY_NAME[kind] is Document
    key = "audit.document_removed" if is_document else "audit.card_removed"
    _note(config, arguments, key, identity if is_document else kind)
    print(speaker(arguments)("screen_file.removed", id=identity))


def _note(config: Config, arguments: argparse.Namespace, key: str, kind: str) -> None:
    """An account that changed by the command line stands in the log book, too."""
    if key == "audit.document_removed":
        write_down(config, arguments, key, title=kind)
    else:
        kind = say(f"content_page.kind.{kind}", config.language)
        write_down(config, arguments, key, kind=kind)
