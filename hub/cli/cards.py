"""`village-hub cards list|export|add|remove`: helpers, places, wifi, goods, accounts, meetings."""

from __future__ import annotations

import argparse
from typing import Final

from hub.cli.common import clock, load_config, print_json, speaker
from hub.cli.person import TERMINAL
from hub.cli.screen_file import BY_NAME, document, read_card, read_file
from hub.config import Config
from hub.domain.document import Document
from hub.errors import RefusedError
from hub.store.cards import KINDS, Card, cards, put_card, remove_card
from hub.store.connect import open_content, open_people
from hub.store.database import Database
from hub.store.people import Deed, note
from hub.store.permits import Service
from hub.words import say

VERBS: Final = ("list", "export", "add", "remove")
KEY: Final = "cards"


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("screen_file.cards", language)
    parser.add_argument("verb", choices=VERBS, help=say("screen_file.verb", language))
    parser.add_argument("words", nargs="*", metavar="W", help=say("screen_file.words", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    config = load_config(arguments)
    with open_content(config.data_dir, Service.CLI, config.run_dir) as store:
        if arguments.verb == "add":
            _add(store, config, arguments)
        elif arguments.verb == "remove":
            _remove(store, config, arguments)
        else:
            _list(store, arguments)
    return 0


def _list(store: Database, arguments: argparse.Namespace) -> None:
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
    told = {"title": kind} if key == "audit.document_removed" else {}
    told = told or {"kind": say(f"content_page.kind.{kind}", config.language)}
    with open_people(config.data_dir, Service.CLI, config.run_dir) as people:
        note(people, Deed(clock(arguments).now(), TERMINAL, key, told))
