"""Drives every line off, from outside, after the playout has died.

``python -m broadcast.off --config F`` runs in the unit's ``ExecStopPost=``; the supervisor
of ``village-hub run`` calls `drive_all_off` in its own process.  It never keys anything,
says nothing when all is well, and ends with 0 even when a pin fails: systemd must not
take a failed relay for a failed stop.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hub.config import Config, load
from hub.domain.zone import Zone
from hub.errors import ConfigError, DeviceError, HubError
from hub.hardware.board import open_board
from hub.hardware.lines import Board
from hub.words import say

EXIT_CONFIG = 78


def drive_all_off(config: Config) -> list[HubError]:
    """Claim every configured line at its off level and give it back.

    Returns:
        What went wrong, one sentence each (``amplifier.off_failed``); empty when every
        line is off.
    """
    zones = [zone for zone in config.zones.values() if zone.line is not None]
    if not zones:
        return []
    try:
        board = open_board(config.hardware.board, config.run_dir)
    except (DeviceError, OSError) as error:
        return [_problem(zone, error, config.language) for zone in zones]
    problems = [problem for zone in zones for problem in _off(board, zone, config.language)]
    board.close()
    return problems


def _off(board: Board, zone: Zone, language: str) -> list[HubError]:
    assert zone.line is not None
    try:
        board.line(zone.line, active_high=zone.active_high).close()
    except (DeviceError, OSError) as error:
        return [_problem(zone, error, language)]
    return []


def _problem(zone: Zone, error: OSError, language: str) -> HubError:
    why = say(error.key, language, **error.values) if isinstance(error, HubError) else str(error)
    return HubError("amplifier.off_failed", zone=zone.id, pin=zone.line, why=why)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command; 78 when the configuration cannot be read, else 0."""
    parser = argparse.ArgumentParser(prog="broadcast.off", description="Drive every line off.")
    parser.add_argument("--config", type=Path, required=True, metavar="FILE")
    try:
        config = load(parser.parse_args(arguments).config)
    except ConfigError as error:
        for problem in error.problems:
            print(say(problem.key, **problem.values), file=sys.stderr)
        return EXIT_CONFIG
    for problem in drive_all_off(config):
        print(say(problem.key, config.language, **problem.values), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
