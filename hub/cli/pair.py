"""`village-hub pair NAME`: a code for a phone's camera, drawn in the terminal."""

from __future__ import annotations

import argparse
import sys

import segno

from hub.addresses import pages_address
from hub.cli.common import clock, load_config, speaker
from hub.cli.person import TERMINAL, known
from hub.names import announced_name
from hub.store.connect import open_people
from hub.store.invitations import give_ticket
from hub.store.permits import Service
from hub.words import say


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("name", help=say("person.name", language))


def run(arguments: argparse.Namespace) -> int:
    """Print the code and the address that it holds."""
    config, speak = load_config(arguments), speaker(arguments)
    with open_people(config.data_dir, Service.CLI, config.run_dir) as people:
        person = known(people, arguments.name)
        secret = give_ticket(people, person, TERMINAL, clock(arguments).now())
    address = f"{pages_address(config)}pair/{secret}"
    segno.make(address, error="m", micro=False).terminal(out=sys.stdout, compact=True)
    print(speak("person.pair", name=person.name, address=address))
    name = announced_name(config)
    if name is not None:
        print(speak("person.named", address=pages_address(config, host=name)))
    return 0
