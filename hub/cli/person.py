"""`village-hub person`: who may work the hub from a phone."""

from __future__ import annotations

import argparse
from datetime import tzinfo

from hub.cli.common import clock, load_config, print_json, speaker
from hub.domain.person import Person, PersonId, Phone, PhoneId, Role
from hub.errors import RefusedError
from hub.store.connect import open_people
from hub.store.database import Database
from hub.store.people import Deed, add_person, let_go, note, person_named, persons
from hub.store.permits import Service
from hub.store.phones import phone_of_id, phones, revoke
from hub.tokens import new_id
from hub.words import say

TERMINAL = "terminal"
"""Who did it, in the audit log."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument(
        "what", choices=("add", "list", "remove", "revoke"), help=say("person.what", language)
    )
    parser.add_argument("name", nargs="?", default="", help=say("person.name", language))
    parser.add_argument(
        "--role", choices=tuple(Role), default=Role.HEAD, help=say("person.role", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Add, list, remove somebody, or revoke a phone."""
    config = load_config(arguments)
    with open_people(config.data_dir, Service.CLI, config.run_dir) as people:
        if arguments.what == "list":
            _list(people, arguments, config.timezone)
        elif arguments.what == "add":
            _add(people, arguments)
        elif arguments.what == "remove":
            _remove(people, arguments)
        else:
            _revoke(people, arguments)
    return 0


def known(people: Database, name: str) -> Person:
    """The person of a name.

    Raises:
        RefusedError: There is none.
    """
    found = person_named(people, " ".join(name.split()))
    if found is None:
        raise RefusedError("person.unknown", name=name[:60])
    return found


def _add(people: Database, arguments: argparse.Namespace) -> None:
    name = " ".join(arguments.name.split())
    person = Person(PersonId(new_id()), name, Role(arguments.role))
    now = clock(arguments).now()
    add_person(people, person, now)
    note(people, Deed(now, TERMINAL, "audit.person_added", {"name": name}))
    print(speaker(arguments)("person.added", name=name))


def _remove(people: Database, arguments: argparse.Namespace) -> None:
    person, now = known(people, arguments.name), clock(arguments).now()
    let_go(people, person.id, now)
    note(people, Deed(now, TERMINAL, "audit.person_removed", {"name": person.name}))
    print(speaker(arguments)("person.removed", name=person.name))


def _revoke(people: Database, arguments: argparse.Namespace) -> None:
    kept = phone_of_id(people, PhoneId(arguments.name))
    if kept is None:
        raise RefusedError("person.no_phone", phone=arguments.name[:40])
    now = clock(arguments).now()
    if revoke(people, kept.phone.id, now):
        told = {"name": kept.phone.person.name, "phone": kept.phone.name}
        note(people, Deed(now, TERMINAL, "audit.revoked", told))
    print(speaker(arguments)("person.revoked", phone=kept.phone.name))


def _list(people: Database, arguments: argparse.Namespace, tz: tzinfo) -> None:
    speak, paired = speaker(arguments), phones(people)
    if arguments.json:
        print_json([_document(one, paired) for one in persons(people)])
        return
    for one in persons(people):
        print(speak("person.line", name=one.name, role=speak(f"people.role_name.{one.role}")))
        for phone in paired:
            if phone.person.id == one.id:
                seen = f"{phone.seen_at.astimezone(tz):%d/%m/%Y}"
                print(speak("person.phone", id=phone.id, phone=phone.name, seen=seen))


def _document(one: Person, paired: tuple[Phone, ...]) -> dict[str, object]:
    return {
        "name": one.name,
        "role": one.role,
        "phones": [
            {"id": phone.id, "name": phone.name, "seen": phone.seen_at.isoformat()}
            for phone in paired
            if phone.person.id == one.id
        ],
    }
