"""`village-hub relay test URL`: does this stream work, and may it be relayed."""

from __future__ import annotations

import argparse
from typing import Final

from hub.cli.common import clock, complain, load_config, print_json, speaker
from hub.errors import RefusedError
from hub.relay.address import check_stream
from hub.relay.trial import Found, listen_to
from hub.words import say

SECONDS: Final = 10.0
LONGEST_S: Final = 600.0
EXIT_AWAY: Final = 69
"""There was no sound (sysexits.h EX_UNAVAILABLE)."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("relay_cli.what", language)
    parser.add_argument("verb", choices=("test",), help=say("relay_cli.verb", language))
    parser.add_argument("url", metavar="URL", help=say("relay_cli.url", language))
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=say("relay_cli.seconds", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Listen for a while and say what was found."""
    config, speak = load_config(arguments), speaker(arguments)
    if not 0 < arguments.seconds <= LONGEST_S:
        raise RefusedError("relay_cli.wrong_length", most=round(LONGEST_S))
    check_stream(arguments.url, config.relay)
    if not arguments.url.startswith("http"):
        raise RefusedError("relay_cli.device")
    found = listen_to(
        arguments.url, config.relay.hosts, clock(arguments), config.rate, arguments.seconds
    )
    if isinstance(found.error, RefusedError):
        raise found.error
    if arguments.json:
        print_json(document(found))
    elif found.first_s is not None:
        print("\n".join(lines(arguments, found)))
    if found.error is not None and not arguments.json:
        complain(speak(found.error.key, **found.error.values))
    return 0 if found.first_s is not None and found.error is None else EXIT_AWAY


def document(found: Found) -> dict[str, object]:
    """What was found, as JSON."""
    return {
        "codec": found.codec,
        "kbps": found.kbps,
        "rate": found.rate,
        "channels": found.channels,
        "name": found.name,
        "title": found.title,
        "first_s": None if found.first_s is None else round(found.first_s, 3),
        "heard_s": round(found.heard_s, 1),
        "lufs": round(found.lufs, 1),
        "gaps": found.gaps,
        "error": None if found.error is None else found.error.key,
    }


def lines(arguments: argparse.Namespace, found: Found) -> list[str]:
    """What was found, for a person."""
    speak = speaker(arguments)
    told = [
        speak(
            "relay_cli.sound",
            codec=found.codec,
            kbps=found.kbps or "?",
            rate=found.rate,
            channels=found.channels,
        ),
        speak("relay_cli.first", seconds=f"{found.first_s or 0.0:.1f}"),
        speak("relay_cli.loudness", lufs=f"{found.lufs:.0f}", gaps=found.gaps),
    ]
    names = [name for name in (found.name, found.title) if name]
    return [*told, *([speak("relay_cli.title", title=" · ".join(names))] if names else [])]
