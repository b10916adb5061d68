"""`village-hub order stop|hold|resume|play|end`: tell the playout what to do; what it did."""

from __future__ import annotations

import argparse
import getpass
import uuid
from datetime import datetime

from hub.cli.common import load_config, print_json, speaker
from hub.control import ControlClient
from hub.domain.bulletin import Kind
from hub.domain.order import Verb
from hub.words import say

DEADLINE_S = 2.0
"""How long an answer may take before a person is told that nothing was confirmed, seconds."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument(
        "verb", choices=[str(verb) for verb in Verb], help=say("order.verb", language)
    )
    parser.add_argument("programme", nargs="?", help=say("order.programme", language))
    parser.add_argument("--zones", metavar="A,B", default="", help=say("order.zones", language))
    parser.add_argument(
        "--kind", choices=[str(kind) for kind in Kind], help=say("order.kind", language)
    )
    parser.add_argument("--repeats", type=int, default=1, help=say("order.repeat", language))
    parser.add_argument("--resume", action="store_true", help=say("order.resume", language))
    parser.add_argument("--by", help=say("order.by", language))
    parser.add_argument("--id", help=say("order.id", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Give the order and print the answer."""
    config = load_config(arguments)
    speak = speaker(arguments)
    is_end = arguments.verb == Verb.END
    client = ControlClient(config.run_dir / "broadcast.sock", timeout_s=DEADLINE_S)
    answer = client.call(
        "vn.hub.Broadcast.Give",
        {
            "id": arguments.id or f"cli-{uuid.uuid4()}",
            "verb": arguments.verb,
            "zones": [zone for zone in arguments.zones.split(",") if zone],
            "by": arguments.by or getpass.getuser(),
            "programme": None if is_end else arguments.programme,
            "ends": arguments.programme if is_end else None,
            "kind": arguments.kind,
            "repeats": arguments.repeats,
            "resume": arguments.resume,
        },
    )
    if arguments.json:
        print_json(answer)
        return 0
    since = datetime.fromisoformat(answer["since"]).strftime("%H:%M:%S")
    zones = ", ".join(answer["zones"]) or "–"
    print(speak(f"order.{answer['state']}", since=since, zones=zones))
    if answer["unconfirmed"]:
        print(speak("order.unconfirmed", zones=", ".join(answer["unconfirmed"])))
    return 0
