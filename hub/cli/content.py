"""`village-hub content list|find|check|import|export|reset|paper`: what the screen shows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from hub.cli.common import clock, load_config, print_json, speaker
from hub.content.catalogue_file import MOST_BYTES, read_catalogue
from hub.content.in_use import InUse, catalogue_in_use
from hub.content.signature import check_signature
from hub.content.starter import starter_document
from hub.domain.catalogue import Catalogue
from hub.domain.procedure import Procedure
from hub.errors import RefusedError
from hub.prepare.papers import FOLDER, draw
from hub.search.answering import answer
from hub.search.findable import findables
from hub.search.finder import Finder
from hub.store.catalogue import put_catalogue, remove_catalogue, stored_catalogue
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.papers import DONE, Paper, add_paper
from hub.store.permits import Service
from hub.words import say

Speak = Callable[..., str]
VERBS: Final = ("list", "find", "check", "import", "export", "reset", "paper")


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("content.what", language)
    parser.add_argument("verb", choices=VERBS, help=say("content.verb", language))
    parser.add_argument(
        "words", nargs="*", metavar="F", help=say("content.words_or_file", language)
    )
    parser.add_argument("--force", action="store_true", help=say("content.force", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    speak = speaker(arguments)
    if arguments.verb == "check":
        path = _path(arguments)
        print(_told("content.good", read_catalogue(_read(path), path), speak))
        return 0
    config = load_config(arguments)
    now = clock(arguments).now()
    with open_content(config.data_dir, Service.CLI) as store:
        if arguments.verb == "import":
            path = _path(arguments)
            document = _read(path)
            if config.commune.key:
                check_signature(document, config.commune.key, path)
            found = read_catalogue(document, path)
            put_catalogue(store, found.id, found.version, document, now, is_forced=arguments.force)
            print(_told("content.imported", found, speak))
        elif arguments.verb == "reset":
            remove_catalogue(store)
            print(
                _told(
                    "content.is_reset", catalogue_in_use(stored_catalogue(store)).catalogue, speak
                )
            )
        elif arguments.verb == "export":
            _export(arguments, store, speak)
        elif arguments.verb == "paper":
            _paper(arguments, store, config.data_dir, speak)
        else:
            _show(
                arguments,
                catalogue_in_use(stored_catalogue(store)),
                now.astimezone(config.timezone).date(),
                speak,
            )
    return 0


def _paper(arguments: argparse.Namespace, store: Database, data_dir: Path, speak: Speak) -> None:
    """A handbook or document for the entry of the catalogue that names it."""
    path, at = _path(arguments), clock(arguments)
    drawn = draw(path, data_dir / FOLDER, at)
    paper = Paper(drawn.id, "", path.name, DONE, kind=drawn.kind, pages=drawn.pages)
    add_paper(store, paper, at.now())
    print(speak("content.paper", name=path.name, pages=drawn.pages))


def _show(arguments: argparse.Namespace, used: InUse, today: date, speak: Speak) -> None:
    catalogue = used.catalogue
    if arguments.verb == "find":
        finder = Finder(findables(catalogue, today), catalogue.abbreviations, catalogue.fillers)
        hits = answer(finder, " ".join(arguments.words)).hits
        if arguments.json:
            print_json([{"key": hit.key, "title": hit.title, "via": hit.via} for hit in hits])
        else:
            told = [speak("content.hit", key=hit.key, title=hit.title) for hit in hits]
            print("\n".join(told or [speak("content.no_hit")]))
        return
    if arguments.json:
        print_json(
            {
                "id": catalogue.id,
                "version": catalogue.version,
                "made_on": f"{catalogue.made_on}",
                "is_shipped": used.imported_at is None,
                "procedures": [_document(one, today) for one in catalogue.procedures],
            }
        )
        return
    if used.trouble is not None:
        print(speak("content.not_shown", error=speak(used.trouble.key, **used.trouble.values)))
    print(_told("content.in_use", catalogue, speak))
    print("\n".join(_line(one, today, speak) for one in catalogue.procedures))


def _line(one: Procedure, today: date, speak: Speak) -> str:
    standing = speak(f"content.standing.{one.validity.standing(today)}")
    return speak("content.line", code=one.code, title=one.short, standing=standing)


def _told(key: str, catalogue: Catalogue, speak: Speak) -> str:
    return speak(
        key,
        title=catalogue.title,
        publisher=catalogue.publisher,
        version=catalogue.version,
        made_on=f"{catalogue.made_on:%d/%m/%Y}",
        procedures=len(catalogue.procedures),
        entries=len(catalogue.entries),
    )


def _export(arguments: argparse.Namespace, store: Database, speak: Speak) -> None:
    stored = stored_catalogue(store)
    document = stored.document if stored is not None else starter_document()
    if not arguments.words:
        print(document.decode("utf-8"), end="")
        return
    path = _path(arguments)
    try:
        with path.open("xb") as file:
            file.write(document)
    except FileExistsError as error:
        raise RefusedError("content.file_there", path=path) from error
    except OSError as error:
        raise RefusedError("document.unreadable", path=path, error=error.strerror) from error
    print(speak("content.exported", path=path))


def _path(arguments: argparse.Namespace) -> Path:
    if len(arguments.words) != 1:
        raise RefusedError("content.no_file")
    return Path(arguments.words[0])


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RefusedError("document.no_file", path=path) from error
    except OSError as error:
        raise RefusedError("document.unreadable", path=path, error=error.strerror) from error


def _document(one: Procedure, today: date) -> dict[str, object]:
    return {
        "code": one.code,
        "title": one.short,
        "name": one.name,
        "link": one.link,
        "evidence": one.validity.evidence,
        "checked_on": one.validity.checked_on,
        "standing": one.validity.standing(today),
        "events": list(one.events),
    }
