"""`village-hub calendar import|export|list`: the timetable as a calendar file and as lines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from hub.calendar_file.reading import read_file
from hub.calendar_file.writing import write
from hub.cli.common import clock, complain, load_config, print_json, speaker
from hub.config import Config
from hub.domain.ids import ProgrammeId, SlotId
from hub.domain.slot import Slot
from hub.domain.slot_change import check_emergency
from hub.errors import MediaError, RefusedError
from hub.store.calendar import programmes, put_slots, replace_all, slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import say

Speak = Callable[..., str]

IMPORTER = "village-hub calendar import"
"""Who changed a slot, when a file did."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("calendar_cli.what", language)
    verbs = ("import", "export", "list")
    parser.add_argument("verb", choices=verbs, help=say("calendar_cli.verb", language))
    parser.add_argument("file", nargs="?", metavar="F.ics", help=say("calendar_cli.file", language))
    parser.add_argument(
        "--replace", action="store_true", help=say("calendar_cli.replace", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    config = load_config(arguments)
    if arguments.verb == "import":
        return _import(arguments, config)
    if arguments.verb == "export":
        return _export(arguments, config)
    return _list(arguments, config)


def _import(arguments: argparse.Namespace, config: Config) -> int:
    """Take a calendar file in: what can be used goes in, the rest is told."""
    speak = speaker(arguments)
    if not arguments.file:
        raise RefusedError("calendar_cli.no_file")
    found = read_file(Path(arguments.file), config.timezone)
    for note in found.notes:
        complain(speak(note.key, **note.values))
    usable = [
        slot
        for slot in found.slots
        if _has_known_zones(slot, config, speak) and _may_repeat(slot, speak)
    ]
    if not usable and (found.slots or found.is_spoiled):
        raise RefusedError("calendar.nothing_usable", path=arguments.file)
    with open_hub(config.data_dir, Service.CLI) as store:
        before = {slot.id: slot for slot in slots(store)}
        _tell_unknown(usable, programmes(store), speak)
        changes = _changes(before, usable, is_all=arguments.replace)
        put = replace_all if arguments.replace else put_slots
        put(store, usable, IMPORTER, clock(arguments).now())
    counts = {name: len(ids) for name, ids in changes.items()}
    if arguments.json:
        print_json(counts)
    else:
        print(speak("calendar_cli.imported", **counts))
    return 0


def _has_known_zones(slot: Slot, config: Config, speak: Speak) -> bool:
    unknown = slot.zones_named() - config.zones.keys()
    if unknown:
        names, known = ", ".join(sorted(unknown)), ", ".join(sorted(config.zones))
        complain(speak("calendar_cli.unknown_zone", title=slot.title, zones=names, known=known))
    return not unknown


def _may_repeat(slot: Slot, speak: Speak) -> bool:
    """An emergency comes once."""
    try:
        check_emergency(slot)
    except RefusedError as error:
        complain(speak(error.key, **error.values))
        return False
    return True


def _tell_unknown(found: Iterable[Slot], known: Iterable[ProgrammeId], speak: Speak) -> None:
    """Programmes may come later; until then their slots are dropped with that reason."""
    there = set(known)
    for slot in found:
        missing = sorted(slot.programmes_named() - there)
        if missing:
            names = ", ".join(missing)
            complain(speak("calendar_cli.unknown_programme", title=slot.title, programmes=names))


def _changes(
    before: dict[SlotId, Slot], found: Iterable[Slot], *, is_all: bool
) -> dict[str, list[SlotId]]:
    after = {slot.id: slot for slot in found}
    return {
        "new": [key for key in after if key not in before],
        "changed": [key for key in after if key in before and after[key] != before[key]],
        "removed": [key for key in before if is_all and key not in after],
        "same": [key for key in after if before.get(key) == after[key]],
    }


def _export(arguments: argparse.Namespace, config: Config) -> int:
    """Write every slot to a file, or to standard output."""
    with open_hub(config.data_dir, Service.CLI) as store:
        data = write(slots(store), clock(arguments).now())
    if not arguments.file:
        sys.stdout.buffer.write(data)
        return 0
    try:
        Path(arguments.file).write_bytes(data)
    except OSError as error:
        raise MediaError(
            "calendar_cli.unwritable", path=arguments.file, error=error.strerror or error
        ) from error
    return 0


def _list(arguments: argparse.Namespace, config: Config) -> int:
    speak = speaker(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        found = slots(store)
    if arguments.json:
        print_json([_document(slot) for slot in found])
        return 0
    for slot in found:
        print(_line(slot, speak))
    if not found:
        print(speak("calendar_cli.empty"))
    return 0


def _line(slot: Slot, speak: Speak) -> str:
    recurrence = slot.recurrence
    rule = str(recurrence.lunar) if recurrence.lunar is not None else " ".join(recurrence.rrules)
    return speak(
        "calendar_cli.line",
        id=slot.id,
        title=slot.title,
        start=f"{recurrence.start:%H:%M}",
        first=f"{recurrence.start:%d/%m/%Y}",
        rule=rule or speak("calendar_cli.once"),
        kind=speak(f"cue.kind.{slot.kind}"),
        zones=", ".join(sorted(slot.zones)) or speak("calendar_cli.everywhere"),
        content=", ".join(slot.content),
    )


def _document(slot: Slot) -> dict[str, object]:
    recurrence = slot.recurrence
    return {
        "id": slot.id,
        "title": slot.title,
        "start": recurrence.start.isoformat(),
        "tz": recurrence.tz,
        "rrules": list(recurrence.rrules),
        "lunar": str(recurrence.lunar) if recurrence.lunar is not None else None,
        "length_s": slot.length_s,
        "kind": slot.kind,
        "level": slot.level,
        "zones": sorted(slot.zones),
        "content": list(slot.content),
        "source": slot.source,
        "latest_start": str(timedelta(seconds=slot.latest_start_s)),
    }
