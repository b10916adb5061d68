"""What `village-hub cards` and `village-hub notices` share: their verbs, and the log book."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

from hub.cli.common import clock, load_config
from hub.cli.person import TERMINAL
from hub.config import Config
from hub.store.connect import open_content, open_people
from hub.store.database import Database
from hub.store.people import Deed, note
from hub.store.permits import Service
from hub.words import say

Act = Callable[[Database, Config, argparse.Namespace], None]
"""Carries one verb out on ``content.db``."""

ADD: Final = "add"
REMOVE: Final = "remove"
VERBS: Final = ("list", "export", ADD, REMOVE)


def add_arguments(parser: argparse.ArgumentParser, language: str, description: str) -> None:
    """Add the arguments of a command with these verbs.

    Args:
        parser: Its parser.
        language: Of the help.
        description: What the command is for.
    """
    parser.description = description
    parser.add_argument("verb", choices=VERBS, help=say("screen_file.verb", language))
    parser.add_argument("words", nargs="*", metavar="W", help=say("screen_file.words", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def carry_out(arguments: argparse.Namespace, show: Act, add: Act, remove: Act) -> int:
    """Do what is asked.

    Returns:
        The exit code, 0.

    Raises:
        RefusedError: As `show`, `add` and `remove` do.
    """
    config = load_config(arguments)
    act = {ADD: add, REMOVE: remove}.get(arguments.verb, show)
    with open_content(config.data_dir, Service.CLI, config.run_dir) as store:
        act(store, config, arguments)
    return 0


def write_down(config: Config, arguments: argparse.Namespace, key: str, **values: str) -> None:
    """Write into the log book what was changed by the command line."""
    with open_people(config.data_dir, Service.CLI, config.run_dir) as people:
        note(people, Deed(clock(arguments).now(), TERMINAL, key, values))
