"""`village-hub state`: what is on air, what comes next, and how everything is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hub.checkup.services import next_line
from hub.cli.common import load_config, print_json, speaker
from hub.control import ControlClient
from hub.words import say

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Ask and print."""
    config = load_config(arguments)
    client = ControlClient(config.run_dir / "broadcast.sock", timeout_s=2.0)
    state = client.call("vn.hub.Broadcast.State", {})["state"]
    if arguments.json:
        print_json(state)
        return 0
    for line in lines(state, speaker(arguments)):
        print(line)
    return 0


def lines(state: dict[str, Any], speak: Speak) -> list[str]:
    """The state for a person."""
    now = datetime.fromisoformat(state["now"])
    said = [speak("state.now", name=state["name"], now=f"{now:%H:%M:%S %d/%m/%Y}")]
    said.append(speak(f"state.clock.{state['clock']}"))
    said += [air_line(item, speak) for item in state["on_air"]] or [speak("state.silent")]
    said.append(next_line(state["next"], speak))
    for zone, facts in state["zones"].items():
        said.append(zone_line(zone, facts, speak))
    for card, facts in state["cards"].items():
        key = "state.card_open" if facts["is_open"] else "state.card_away"
        said.append(speak(key, card=card, xruns=facts["xruns"]))
    if state["waiting"]:
        said.append(speak("state.waiting", count=state["waiting"]))
    return said


def air_line(item: dict[str, Any], speak: Speak) -> str:
    """What is on air."""
    started, end = (_nearest(datetime.fromisoformat(item[key])) for key in ("started", "end"))
    return speak(
        "state.on_air",
        title=item["title"],
        kind=speak(f"cue.kind.{item['kind']}"),
        zones=", ".join(item["zones"]),
        started=f"{started:%H:%M:%S}",
        end=f"{end:%H:%M:%S}",
    )


def _nearest(instant: datetime) -> datetime:
    """The nearest whole second: a start that is 10 µs early is still 05:00:00."""
    return (instant + timedelta(milliseconds=500)).replace(microsecond=0)


def zone_line(zone: str, facts: dict[str, Any], speak: Speak) -> str:
    """One zone: its line, and who stopped it."""
    line = speak(f"state.line.{facts['line']}")
    said = speak("state.zone", zone=zone, name=facts["name"], line=line)
    halt = facts["halt"]
    if halt is None:
        return said
    since = datetime.fromisoformat(halt["since"])
    key = "because.stopped" if halt["verb"] == "stop" else "because.held"
    return f"{said} {speak(key, since=f'{since:%H:%M:%S %d/%m/%Y}', by=halt['by'])}"
