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
from hub.errors import RefusedError
from hub.logbook.book import Book
from hub.logbook.gathering import gathered, sentence
from hub.logbook.lines import lines
from hub.logbook.page import page
from hub.logbook.sheet import sheet
from hub.logbook.week import Week
from hub.store.asrun_chain import ChainVerdict, verify
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.facts_json import dump, sort_of, to_text
from hub.store.permits import Service
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
    parser.add_argument("--pdf", metavar="F", help=say("log.paper", language))
    parser.add_argument("--verify", action="store_true", help=say("log.verify", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; without an option print the week for a person."""
    config = load_config(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        verdict = verify(store) if arguments.verify or arguments.html or arguments.pdf else None
        book = _book(arguments, config, store, verdict)
    language: str = arguments.language
    speak = speaker(arguments)
    makers = ((arguments.csv, _sheet), (arguments.html, _page), (arguments.pdf, _pdf))
    wrote = [_write(name, make(book, language)) for name, make in makers if name]
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
    return gathered(
        store,
        village=config.name,
        tz=config.timezone,
        zone_names={zone.id: zone.name for zone in config.zones.values()},
        week=Week.parse(arguments.week) if arguments.week else Week.of(now, config.timezone),
        now=now,
        verdict=sentence(verdict, arguments.language) if verdict is not None else "",
    )


def _sheet(book: Book, language: str) -> bytes:
    return sheet(book, language).encode("utf-8", "replace")


def _page(book: Book, language: str) -> bytes:
    return page(book, language).encode("utf-8", "replace")


def _pdf(book: Book, language: str) -> bytes:
    # reportlab and its fonts take a third of a second: only who wants a PDF waits for them
    from hub.logbook.pdf import pdf  # noqa: PLC0415

    return pdf(book, language)


def _write(name: str, data: bytes) -> Path | None:
    """Write a file whole or not at all; ``-`` is the standard output."""
    if name == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return None
    path = Path(name)
    try:
        if path.exists() and not path.is_file():  # a device or pipe: never put a file in its place
            path.write_bytes(data)
            return path
        unfinished = path.with_name(path.name + ".unfinished")
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise RefusedError("log.cannot_write", path=path, error=error.strerror) from error
    return path
