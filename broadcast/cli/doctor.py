"""`village-hub doctor`: is everything well, and what to do about what is not."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from broadcast.cli.state import next_line
from hub.cli.common import clock, load_config, print_json, speaker
from hub.config import Config
from hub.control import ControlClient
from hub.errors import HubError
from hub.store.asrun import newest_instant
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.trusted_clock import Evidence, TrustedClock
from hub.words import say

LITTLE_BYTES: Final = 500 * 1024 * 1024
"""Less free space than this is a warning, bytes."""
NEXT_WITHIN: Final = timedelta(days=2)
EXIT_UNWELL: Final = 1


class Verdict(StrEnum):
    """How a check ended."""

    WELL = "well"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check.

    Attributes:
        check: What was looked at.
        verdict: How it is.
        key: Sentence: what is so, and what to do about it.
        values: What fills it.
    """

    check: str
    verdict: Verdict
    key: str
    values: dict[str, object]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Look and say."""
    config = load_config(arguments)
    speak = speaker(arguments)
    found = list(examine(config, arguments, speak))
    if arguments.json:
        print_json(
            [
                {"check": f.check, "verdict": f.verdict, "says": speak(f.key, **f.values)}
                for f in found
            ]
        )
    else:
        for finding in found:
            mark = {"well": "✓", "warning": "!", "bad": "✗"}[finding.verdict]
            print(f"{mark} {speak(finding.key, **finding.values)}")
    return EXIT_UNWELL if any(f.verdict is Verdict.BAD for f in found) else 0


def examine(
    config: Config, arguments: argparse.Namespace, speak: Callable[..., str]
) -> Iterator[Finding]:
    """Every check, most important first."""
    state = _state(config)
    yield _playout(state, config)
    yield from _store_and_clock(config, arguments)
    if state is not None:
        yield from _cards(state)
        yield from _lines(state)
    yield _disk(config)
    if state is not None:
        yield _next_cue(state, speak)


def _state(config: Config) -> dict[str, Any] | None:
    try:
        client = ControlClient(config.run_dir / "broadcast.sock", timeout_s=2.0)
        state: dict[str, Any] = client.call("vn.hub.Broadcast.State", {})["state"]
    except HubError:
        return None
    return state


def _playout(state: dict[str, Any] | None, config: Config) -> Finding:
    if state is None:
        values: dict[str, object] = {"socket": config.run_dir / "broadcast.sock"}
        return Finding("playout", Verdict.BAD, "doctor.playout_away", values)
    if state["waiting"]:
        waiting: dict[str, object] = {"count": state["waiting"]}
        return Finding("playout", Verdict.BAD, "doctor.rows_wait", waiting)
    return Finding("playout", Verdict.WELL, "doctor.playout_runs", {})


def _store_and_clock(config: Config, arguments: argparse.Namespace) -> Iterator[Finding]:
    newest = None
    try:
        with open_hub(config.data_dir, Service.CLI) as store:
            newest = newest_instant(store)
            key = "doctor.store_read_only" if store.is_read_only else "doctor.store_well"
            verdict = Verdict.BAD if store.is_read_only else Verdict.WELL
            yield Finding("store", verdict, key, {"path": config.data_dir})
    except HubError as error:
        yield Finding("store", Verdict.BAD, error.key, error.values)
    evidence = TrustedClock(clock(arguments), newest, assume=config.assume_clock).evidence()
    verdict = Verdict.BAD if evidence in {Evidence.PAST, Evidence.NOBODY} else Verdict.WELL
    yield Finding("clock", verdict, f"doctor.clock_{evidence}", {})


def _cards(state: dict[str, Any]) -> Iterator[Finding]:
    for name, card in state["cards"].items():
        values = {"card": name, "xruns": card["xruns"]}
        if not card["is_open"]:
            yield Finding("card", Verdict.BAD, "doctor.card_away", values)
        elif card["estimated"]:
            yield Finding("card", Verdict.WARNING, "doctor.card_estimated", values)
        else:
            yield Finding("card", Verdict.WELL, "doctor.card_well", values)


def _lines(state: dict[str, Any]) -> Iterator[Finding]:
    for name, zone in state["zones"].items():
        values = {"zone": name, "name": zone["name"]}
        if zone["line"] == "fault":
            yield Finding("line", Verdict.BAD, "doctor.line_fault", values)
        elif zone["halt"] is not None:
            yield Finding("line", Verdict.WARNING, "doctor.zone_halted", values)
        else:
            yield Finding("line", Verdict.WELL, "doctor.line_well", values)


def _disk(config: Config) -> Finding:
    folder = config.data_dir if config.data_dir.exists() else config.data_dir.parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", Verdict.BAD, "doctor.disk_away", {"error": error})
    verdict = Verdict.WELL if free >= LITTLE_BYTES else Verdict.BAD
    key = "doctor.disk_well" if verdict is Verdict.WELL else "doctor.disk_low"
    return Finding("disk", verdict, key, {"free_mib": free // (1024 * 1024)})


def _next_cue(state: dict[str, Any], speak: Callable[..., str]) -> Finding:
    if state["next"] is None:
        return Finding("next", Verdict.WARNING, "doctor.no_next", {})
    said: dict[str, object] = {"said": next_line(state["next"], speak)}
    return Finding("next", Verdict.WELL, "doctor.next", said)
