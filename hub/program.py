"""How every service begins: its arguments, its log, its configuration or what is wrong with it."""

from __future__ import annotations

import argparse
import gc
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hub.clock import SystemClock
from hub.config import Config, load
from hub.errors import ConfigError, HubError
from hub.logs import set_up
from hub.words import say


@dataclass(frozen=True, slots=True)
class Begun:
    """A service that may go on.

    Attributes:
        given: Its arguments, ``config`` and ``clock_offset_s`` among them.
        config: Its configuration.
        clock: Its clock, shifted as it was told.
    """

    given: argparse.Namespace
    config: Config
    clock: SystemClock


def parser_of(program: str) -> argparse.ArgumentParser:
    """What every service takes; it may add arguments of its own."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--clock-offset-s", type=float, default=0.0)
    return parser


def begin(
    parser: argparse.ArgumentParser, arguments: Sequence[str] | None, logger: logging.Logger
) -> Begun | None:
    """Set the log up and read the configuration.

    Returns:
        None when the configuration is wrong; every mistake was told, end with 78.
    """
    given = parser.parse_args(arguments)
    set_up(logger.name)
    try:
        config = load(given.config)
    except ConfigError as error:
        for problem in error.problems:
            complain(logger, problem)
        return None
    return Begun(given, config, SystemClock(timedelta(seconds=given.clock_offset_s)))


def settle() -> None:
    """What a service has when it begins, it keeps: the collector need not look at it again.

    A full pass walks every container there is, and nothing else runs meanwhile: with the 60,000
    of the pages' service 35 ms on a desk computer, several times that on a small board, in which
    no page is answered and no block of sound is made.  Call it once, when all is built.
    """
    gc.collect()
    gc.freeze()


def complain(logger: logging.Logger, error: HubError) -> None:
    """Say what is wrong, in the log's language."""
    logger.error("%s", say(error.key, "en", **error.values))
