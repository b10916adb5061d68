"""`village-hub doctor`: is everything well, and what to do about what is not."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any, Final

from hub.checkup.examine import Seen, as_text, examine
from hub.checkup.finding import is_bad
from hub.cli.common import clock, load_config, print_json
from hub.config import Config
from hub.control import ControlClient
from hub.errors import HubError
from hub.store.asrun import newest_instant
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.trusted_clock import TrustedClock
from hub.words import say

EXIT_UNWELL: Final = 1


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Look and say."""
    found = list(examine(_look(load_config(arguments), arguments)))
    if arguments.json:
        print_json([{"check": f.check, "verdict": f.verdict, "says": f.says} for f in found])
    else:
        print(as_text(found))
    return EXIT_UNWELL if is_bad(found) else 0


def _look(config: Config, arguments: argparse.Namespace) -> Seen:
    wall = clock(arguments)

    def evidence(store: Database | None) -> str:
        newest = None if store is None else newest_instant(store)
        return TrustedClock(wall, newest, assume=config.assume_clock).evidence()

    return Seen(
        config=config,
        now=wall.now(),
        playout=_state(config, "broadcast.sock", "vn.hub.Broadcast.State"),
        hub=_state(config, "hub.sock", "vn.hub.Hub.State"),
        wifi=_state(config, "wifi.sock", "vn.hub.Wifi.State"),
        open_store=partial(open_hub, config.data_dir, Service.CLI),
        evidence=evidence,
        language=arguments.language,
    )


def _state(config: Config, socket: str, method: str) -> dict[str, Any] | None:
    try:
        client = ControlClient(config.run_dir / socket, timeout_s=2.0)
        state: dict[str, Any] = client.call(method, {})["state"]
    except HubError:
        return None
    return state
