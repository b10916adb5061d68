"""`village-hub log`: read, print, export and verify the as-run log."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from hub.cli.common import clock, load_config, print_json, speaker
from hub.config import Config
from hub.domain.facts import AsRun
from hub.errors import RefusedError
from hub.logbook.book import Book
from hub.logbook.lines import lines
from hub.logbook.page import page
from hub.logbook.sheet import sheet
from hub.logbook.week import Week
from hub.store.asrun import last, rows
from hub.store.asrun_chain import ChainVerdict, verify
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.facts_json import dump, sort_of, to_text
from hub.store.permits import Service
from hub.store.speech import spoken_in
from hub.words import say

EXIT_BROKEN: Final = 65
"""The chain is broken (sysexits.h EX_DATAERR)."""

STDOUT: Final = "-"


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("log.what", language)
    parser.add_argument("--week", metavar="2026-W49", help=say("log.week", language))
    parser.add_argument("--csv", metavar="F", help=say("log.table", language))
    parser.add_argument("--html", metavar="F", help=say("log.page", language))
    parser.add_argument("--verify", action="store_true", help=say("log.verify", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; without an option print the week for a person."""
    config = load_config(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        verdict = verify(store) if arguments.verify or arguments.html else None
        book = _book(arguments, config, store, verdict)
    language: str = arguments.language
    speak = speaker(arguments)
    wrote = [
        _write(name, text)
        for name, text in (
            (arguments.csv, sheet(book, language) if arguments.csv else ""),
            (arguments.html, page(book, language) if arguments.html else ""),
        )
        if name
    ]
    for path in wrote:
        if path is not None and not arguments.json:
            print(speak("log.wrote", path=path))
    if arguments.json:
        print_json(document(book, verdict if arguments.verify else None))
    elif arguments.verify and verdict is not None:
        print(sentence(verdict, language))
    elif not wrote:
        print("\n".join(lines(book, language)))
    broken = arguments.verify and verdict is not None and not verdict.is_whole
    return EXIT_BROKEN if broken else 0


def sentence(verdict: ChainVerdict, language: str) -> str:
    """What looking over the chain gave."""
    if verdict.is_whole:
        return say("log.whole", language, count=verdict.rows)
    return say(verdict.why, language, seq=verdict.first_broken)


def document(book: Book, verdict: ChainVerdict | None) -> dict[str, object]:
    """The week for another program; facts as they stand in the log."""
    told: dict[str, object] = {
        "village": book.village,
        "week": str(book.week),
        "first": book.week.first_day.isoformat(),
        "last": book.week.last_day.isoformat(),
        "rows": [
            {
                "seq": row.seq,
                "at": to_text(row.at),
                "sort": sort_of(row.fact),
                "hash": row.hash,
                "fact": json.loads(dump(row.fact)),
            }
            for row in book.rows
        ],
    }
    if book.spoken:
        told["spoken"] = {digest: asdict(said) for digest, said in book.spoken.items()}
    if verdict is not None:
        told["chain"] = {
            "whole": verdict.is_whole,
            "rows": verdict.rows,
            "first_broken": verdict.first_broken,
            "why": verdict.why or None,
        }
    return told


def _book(
    arguments: argparse.Namespace, config: Config, store: Database, verdict: ChainVerdict | None
) -> Book:
    now = clock(arguments).now()
    week = Week.parse(arguments.week) if arguments.week else Week.of(now, config.timezone)
    found = rows(store, *week.window(config.timezone))
    played = (row.fact.media for row in found if isinstance(row.fact, AsRun))
    return Book(
        village=config.name,
        week=week,
        tz=config.timezone,
        rows=found,
        printed_at=now,
        newest=last(store),
        verdict=sentence(verdict, arguments.language) if verdict is not None else "",
        zone_names={zone.id: zone.name for zone in config.zones.values()},
        spoken=spoken_in(store, {digest for media in played for _, digest in media}),
    )


def _write(name: str, text: str) -> Path | None:
    """Write a file whole or not at all; ``-`` is the standard output."""
    data = text.encode("utf-8", "replace")
    if name == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return None
    path = Path(name)
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise RefusedError("log.cannot_write", path=path, error=error.strerror) from error
    return path
