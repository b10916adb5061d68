"""`village-hub programme add|list|remove|languages`: what can be broadcast, who answers for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hub.cli import programme_relay as relays
from hub.cli import reading as aloud
from hub.cli.common import clock, load_config, print_json, speaker
from hub.cli.document import read_toml
from hub.cli.programme_languages import named, ordered, with_recording
from hub.cli.programme_list import Wanted, wanted_in
from hub.cli.programme_text import text_bulletin
from hub.config import Config
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.spoken import Spoken
from hub.errors import RefusedError
from hub.media.intake import Taken
from hub.media.shelf import set_aside, tidy
from hub.prepare.accept import look
from hub.prepare.report import warned
from hub.prepare.speech import finished
from hub.prepare.transcode import Wish
from hub.store.calendar import programmes, put_programme, remove_programme, rule_book
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.programme_rows import media_named
from hub.store.speech import put_spoken, spoken_in
from hub.words import say

DETAILS: Final = ("title", "kind", "level", "source", "author", "approver", "language")
"""Options of ``add`` that are keys of ``programmes.toml`` too."""

Speak = Callable[..., str]

_NOTHING: Final[Mapping[str, Spoken]] = MappingProxyType({})
_NOBODY: Final[Mapping[ProgrammeId, Programme]] = MappingProxyType({})


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("programme.what", language)
    parser.add_argument(
        "verb", choices=("add", "list", "remove", "languages"), help=say("programme.verb", language)
    )
    parser.add_argument("name", nargs="?", metavar="FILE|ID", help=say("programme.name", language))
    parser.add_argument("recordings", nargs="*", metavar="ID", help=argparse.SUPPRESS)
    parser.add_argument(
        "--from", dest="document", type=Path, metavar="F", help=say("programme.from", language)
    )
    parser.add_argument(
        "--relay", action="append", metavar="URL", help=say("programme.relay", language)
    )
    parser.add_argument("--id", help=say("programme.id", language))
    choices = {"kind": tuple(Kind), "level": tuple(Level), "source": tuple(Source)}
    for detail in DETAILS:
        parser.add_argument(
            "--in" if detail == "language" else f"--{detail}",
            dest=f"of_{detail}",
            metavar=detail.upper(),
            choices=choices.get(detail),
            help=say(f"programme.of.{detail}", language),
        )
    parser.add_argument("--for", dest="bulletin", metavar="ID", help=say("programme.for", language))
    parser.add_argument("--text", metavar="TEXT|-", help=say("programme.text", language))
    aloud.add_manner(parser, lambda key: say(key, language))
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
        elif arguments.verb == "languages":
            found = [_languages(arguments, store)]
        else:
            found = list(programmes(store).values())
        said = spoken_in(store, (programme.sha256 for programme in found))
        known = programmes(store)
    speak = speaker(arguments)
    if arguments.json:
        print_json([document(one, said.get(one.sha256)) for one in found])
    elif arguments.verb in {"list", "languages"}:
        print("\n".join(lines(found, speak, said, known)))
    return 0


def document(programme: Programme, said: Spoken | None = None) -> dict[str, object]:
    """A programme as JSON, with what it says when a text was read aloud for it."""
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
        "language": programme.language,
        "renditions": list(programme.renditions),
        "streams": list(programme.streams),
        "spoken": asdict(said) if said is not None else None,
    }


def lines(
    found: list[Programme],
    speak: Speak,
    said: Mapping[str, Spoken] = _NOTHING,
    known: Mapping[ProgrammeId, Programme] = _NOBODY,
) -> list[str]:
    """Programmes for a person, one a line, and below it what it says and what it plays."""
    if not found:
        return [speak("programme.none")]
    languages = {programme.id: programme.language for programme in known.values()}
    told = []
    for one in found:
        told.append(_line(one, speak))
        spoken = said.get(one.sha256)
        if spoken is not None:
            told.append("  " + speak("programme.says", voice=spoken.voice, said=spoken.said))
        if one.renditions:
            parts = [
                speak("programme.part", id=part, language=languages.get(part, "?"))
                for part in one.renditions
            ]
            told.append("  " + speak("programme.plays", parts=", ".join(parts)))
    return told


def _line(programme: Programme, speak: Speak) -> str:
    return speak(
        "programme.line" if programme.approver else "programme.draft_line",
        id=programme.id,
        title=programme.title,
        kind=speak(f"programme.kind.{programme.kind}"),
        level=speak(f"programme.level.{programme.level}"),
        length=length(programme.length_s),
        author=programme.author,
        approver=programme.approver,
    )


def length(seconds: float) -> str:
    """Minutes and seconds, ``4:05``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _add(arguments: argparse.Namespace, config: Config, store: Database) -> list[Programme]:
    """Take every programme in, one after the other: media first, then its row, then its line."""
    with store.transaction():
        pass  # a store that cannot be written says so before minutes of work
    before = programmes(store)
    if arguments.bulletin is not None:
        named(arguments.bulletin, before)
    if arguments.text is None:
        wanted = _wanted(arguments, config)
        relays.check(wanted, config)
        return [_prepare(one, arguments, config, store) for one in wanted]
    with text_bulletin(arguments, config, store) as (raw, spoken):
        (one,) = wanted_in({"programmes": [_told(arguments, raw)]}, Path(), arguments.id)
        wish = Wish(config.preparing, config.rate)
        taken = finished(raw, config.media_dir, wish, clock(arguments))
        put_spoken(store, taken.sha256, spoken)
        return [_take(one, taken, arguments, config, store)]


def _prepare(
    one: Wanted, arguments: argparse.Namespace, config: Config, store: Database
) -> Programme:
    """Prepare one programme's media and store it; say what is wrong with them."""
    taken, report = relays.media_of(one, config, clock(arguments))
    programme = _take(one, taken, arguments, config, store)
    if report is not None and not arguments.json:
        for told in warned(report, speaker(arguments)):
            print(f"  {told}", flush=True)
    return programme


def _take(
    one: Wanted, taken: Taken, arguments: argparse.Namespace, config: Config, store: Database
) -> Programme:
    """Store one programme whose media is there."""
    known, now_s = programmes(store), clock(arguments).wall_s()
    old = known.get(one.id)
    programme = one.with_media(taken, old)
    if old != programme:
        _check_approver(programme, store)
    with store.transaction():
        put_programme(store, programme)
        if arguments.bulletin is not None:
            put_programme(store, with_recording(arguments.bulletin, programme, known))
    if old is not None and old.media and old.media != programme.media:
        set_aside(config.media_dir, old.media, now_s)
    if not arguments.json:
        print(_said(programme, old, speaker(arguments)), flush=True)
    _tidy(config, store, now_s)
    return programme


def _check_approver(programme: Programme, store: Database) -> None:
    """Refuse what the rules want another person for than whoever wrote it."""
    signed, bare = programme.approver, replace(programme, approver="")
    if signed and not rule_book(store).may_approve(bare, programme.kind, signed):
        raise RefusedError("approval.needs_other", title=programme.title, author=programme.author)


def _wanted(arguments: argparse.Namespace, config: Config) -> tuple[Wanted, ...]:
    def see(file: Path) -> None:
        look(file, Wish(config.preparing, config.rate), clock(arguments))

    path: Path | None = arguments.document
    if (path is None) == (arguments.name is None and not arguments.relay):
        raise RefusedError("programme.file_or_list")
    if path is not None:
        return wanted_in(read_toml(path), path.parent, path, see)
    told = relays.told_of(arguments) | _details(arguments)
    return wanted_in({"programmes": [told]}, Path(), arguments.name or told["id"], see)


def _told(arguments: argparse.Namespace, file: Path) -> dict[str, object]:
    """What the command line says of one programme, as ``programmes.toml`` would."""
    return {"id": arguments.id or file.stem, "file": str(file.absolute())} | _details(arguments)


def _details(arguments: argparse.Namespace) -> dict[str, object]:
    given = {key: getattr(arguments, f"of_{key}") for key in DETAILS}
    return {key: value for key, value in given.items() if value}


def _languages(arguments: argparse.Namespace, store: Database) -> Programme:
    """Set the order in which a bulletin's recordings are played; it alone is only shown."""
    name, known = arguments.name or "", programmes(store)
    if not arguments.recordings:
        return named(name, known)
    programme = ordered(name, arguments.recordings, known)
    put_programme(store, programme)
    return programme


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
    if old.media:
        set_aside(config.media_dir, old.media, 0.0)
    _tidy(config, store, now_s)
    if arguments.json:
        print_json(document(old))
    else:
        print(speaker(arguments)("programme.removed", id=old.id, title=old.title))


def _tidy(config: Config, store: Database, now_s: float) -> None:
    tidy(config.media_dir, media_named(store), now_s)
