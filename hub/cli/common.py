"""What the commands share: configuration, clock, instants, JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.clock import Clock, SystemClock
from hub.config import Config, load, parse
from hub.errors import RefusedError
from hub.words import say

ENV_CONFIG = "VILLAGE_HUB_CONFIG"
"""Names the configuration file when `--config` does not."""

SYSTEM_CONFIG = Path("/etc/village-hub/village.toml")


def config_path(arguments: argparse.Namespace) -> Path | None:
    """`--config`, else `VILLAGE_HUB_CONFIG`, else the installed file when there is one."""
    if arguments.config is not None:
        return Path(arguments.config)
    named = os.environ.get(ENV_CONFIG)
    if named:
        return Path(named)
    return SYSTEM_CONFIG if SYSTEM_CONFIG.exists() else None


def load_config(arguments: argparse.Namespace) -> Config:
    """The configuration a command works with; the built-in defaults when no file is named.

    Raises:
        ConfigError: The file has mistakes.
    """
    path = config_path(arguments)
    return parse({}, Path("/")) if path is None else load(path)


def clock(arguments: argparse.Namespace) -> Clock:
    """The system's clock."""
    del arguments
    return SystemClock()


YEARS: Final = range(1900, 2400)
"""Years that a person may mean; beyond them sums of days run out of the calendar."""


def parse_instant(text: str, tz: ZoneInfo) -> datetime:
    """Read an ISO 8601 date or time; without an offset it is local time of `tz`.

    Returns:
        Aware UTC.

    Raises:
        RefusedError: The text is not an instant.
    """
    try:
        instant = datetime.fromisoformat(text)
        local = instant if instant.tzinfo is not None else instant.replace(tzinfo=tz)
        found = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedError("cli.bad_instant", text=text[:40]) from error
    if found.year not in YEARS:
        raise RefusedError("cli.bad_instant", text=text[:40])
    return found


def print_json(value: object) -> None:
    """Print one JSON document, readable, with Vietnamese letters as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def speaker(arguments: argparse.Namespace) -> Callable[..., str]:
    """`say` in the language of the command."""
    language: str = arguments.language

    def speak(key: str, /, **values: object) -> str:
        return say(key, language, **values)

    return speak


def complain(text: str) -> None:
    """Print one sentence where errors belong."""
    print(text, file=sys.stderr)
