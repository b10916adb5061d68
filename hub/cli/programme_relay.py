"""The part of `village-hub programme add` that is about relays: addresses, no file needed."""

from __future__ import annotations

import argparse
from pathlib import Path

from hub.cli.programme_list import Wanted
from hub.clock import Clock
from hub.config import Config
from hub.media.intake import Taken
from hub.prepare.accept import accept
from hub.prepare.ffmpeg import Surroundings
from hub.prepare.report import Report
from hub.prepare.transcode import Wish
from hub.relay.address import check_stream


def told_of(arguments: argparse.Namespace) -> dict[str, object]:
    """What the command line says of a programme's file and addresses."""
    file = Path(arguments.name or arguments.id or "relay")
    told: dict[str, object] = {"id": arguments.id or file.stem}
    if arguments.name is not None:
        told["file"] = str(file.absolute())
    if arguments.relay:
        told["relay"] = arguments.relay
    return told


def check(wanted: tuple[Wanted, ...], config: Config) -> None:
    """Refuse addresses that no relay may listen to, before anything is done.

    Raises:
        RefusedError: Which, and what to do.
    """
    for stream in (stream for one in wanted for stream in one.streams):
        check_stream(stream, config.relay)


def media_of(one: Wanted, config: Config, clock: Clock) -> tuple[Taken, Report | None]:
    """The prepared file, and what was found and done; a station without a placeholder has none.

    Raises:
        MediaError: The file is refused.
    """
    if one.path is None:
        return Taken(media="", frames=0, rate=config.rate, sha256="0" * 64), None
    wish = Wish(config.preparing, config.rate)
    return accept(one.path, config.data_dir, config.media_dir, wish, Surroundings(clock))
