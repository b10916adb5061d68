"""`village-hub programme add|list|remove`: what can be broadcast, and who answers for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.cli.common import clock, load_config, print_json, speaker
from hub.cli.document import read_toml
from hub.cli.programme_list import Wanted, wanted_in
from hub.config import Config
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.errors import RefusedError
from hub.media.intake import take_in
from hub.media.shelf import set_aside, tidy
from hub.store.calendar import programmes, put_programme, remove_programme
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.words import say

DETAILS: Final = ("title", "kind", "level", "source", "author", "approver")
"""Options of ``add`` that are keys of ``programmes.toml`` too."""

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("programme.what", language)
    parser.add_argument(
        "verb", choices=("add", "list", "remove"), help=say("programme.verb", language)
    )
    parser.add_argument(
        "name", nargs="?", metavar="FILE.wav|ID", help=say("programme.name", language)
    )
    parser.add_argument(
        "--from", dest="document", type=Path, metavar="F", help=say("programme.from", language)
    )
    parser.add_argument("--id", help=say("programme.id", language))
    choices = {"kind": tuple(Kind), "level": tuple(Level), "source": tuple(Source)}
    for detail in DETAILS:
        parser.add_argument(
            f"--{detail}", choices=choices.get(detail), help=say(f"programme.of.{detail}", language)
        )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked, and print what the store now holds."""
    config = load_config(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        if arguments.verb == "add":
            found = _add(arguments, config, store)
        elif arguments.verb == "remove":
            _remove(arguments, config, store)
            return 0
        else:
            found = list(programmes(store).values())
    speak = speaker(arguments)
    if arguments.json:
        print_json([document(programme) for programme in found])
    elif arguments.verb == "list":
        print("\n".join(lines(found, speak)))
    return 0


def document(programme: Programme) -> dict[str, object]:
    """A programme as JSON."""
    return {
        "id": programme.id,
        "title": programme.title,
        "kind": programme.kind,
        "level": programme.level,
        "source": programme.source,
        "media": programme.media,
        "frames": programme.frames,
        "rate": programme.rate,
        "length_s": round(programme.length_s, 3),
        "sha256": programme.sha256,
        "author": programme.author,
        "approver": programme.approver,
    }


def lines(found: list[Programme], speak: Speak) -> list[str]:
    """Programmes for a person, one a line."""
    if not found:
        return [speak("programme.none")]
    return [
        speak(
            "programme.line" if programme.approver else "programme.draft_line",
            id=programme.id,
            title=programme.title,
            kind=speak(f"programme.kind.{programme.kind}"),
            level=speak(f"programme.level.{programme.level}"),
            length=length(programme.length_s),
            author=programme.author,
            approver=programme.approver,
        )
        for programme in found
    ]


def length(seconds: float) -> str:
    """Minutes and seconds, ``4:05``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _add(arguments: argparse.Namespace, config: Config, store: Database) -> list[Programme]:
    """Take every programme in, one after the other: media first, then its row, then its line."""
    wanted = _wanted(arguments)
    with store.transaction():
        pass  # a store that cannot be written says so before minutes of work
    speak = speaker(arguments)
    now_s = clock(arguments).wall_s()
    before, added = programmes(store), []
    for one in wanted:
        programme = one.with_media(take_in(one.path, config.media_dir, config.rate))
        put_programme(store, programme)
        added.append(programme)
        old = before.get(one.id)
        if old is not None and old.media != programme.media:
            set_aside(config.media_dir, old.media, now_s)
        if not arguments.json:
            print(_said(programme, old, speak), flush=True)
    _tidy(config, store, now_s)
    return added


def _wanted(arguments: argparse.Namespace) -> tuple[Wanted, ...]:
    path: Path | None = arguments.document
    if (path is None) == (arguments.name is None):
        raise RefusedError("programme.file_or_list")
    if path is not None:
        return wanted_in(read_toml(path), path.parent, path)
    file = Path(arguments.name)
    told = {"id": arguments.id or file.stem, "file": str(file.absolute())}
    told |= {key: getattr(arguments, key) for key in DETAILS if getattr(arguments, key)}
    return wanted_in({"programmes": [told]}, Path(), file)


def _said(programme: Programme, old: Programme | None, speak: Speak) -> str:
    if old == programme:
        key = "programme.unchanged"
    else:
        key = "programme.added" if old is None else "programme.replaced"
    told = speak(key, id=programme.id, title=programme.title, length=length(programme.length_s))
    return told if programme.approver else f"{told} {speak('programme.draft')}"


def _remove(arguments: argparse.Namespace, config: Config, store: Database) -> None:
    name = ProgrammeId(arguments.name or arguments.id or "")
    old = programmes(store).get(name)
    if old is None:
        raise RefusedError("programme.unknown", programme=name)
    remove_programme(store, name)
    now_s = clock(arguments).wall_s()
    set_aside(config.media_dir, old.media, 0.0)
    _tidy(config, store, now_s)
    if arguments.json:
        print_json(document(old))
    else:
        print(speaker(arguments)("programme.removed", id=old.id, title=old.title))


def _tidy(config: Config, store: Database, now_s: float) -> None:
    tidy(config.media_dir, {one.media for one in programmes(store).values()}, now_s)
