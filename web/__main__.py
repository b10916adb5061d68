"""The web service: ``python -m web --config F``: waitress serves the pages."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Final

from hub.clock import Clock, SystemClock
from hub.config import EXIT_CONFIG, Config, load
from hub.errors import ConfigError, HubError
from hub.logs import set_up
from hub.notify import Notifier
from hub.words import say
from web.build import build, greeting, serve
from web.pins import give_memory_back

LOGGER: Final = logging.getLogger("web")
EXIT_BROKEN: Final = 74


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 74 when a part broke (systemd starts it again).
    """
    parser = argparse.ArgumentParser(prog="hub-web")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--clock-offset-s", type=float, default=0.0)
    parser.add_argument("--development", action="store_true")
    given = parser.parse_args(arguments)
    set_up(LOGGER.name)
    try:
        config = load(given.config)
    except ConfigError as error:
        for problem in error.problems:
            _complain(problem)
        return EXIT_CONFIG
    clock = SystemClock(timedelta(seconds=given.clock_offset_s))
    try:
        with ExitStack() as stack:
            run(config, clock, stack, is_development=given.development)
    except HubError as error:
        _complain(error)
        return EXIT_BROKEN
    except OSError as error:  # the port is taken
        _complain(HubError("web.cannot_listen", port=config.web.port, error=error))
        return EXIT_CONFIG  # trying again would not free it
    return 0


def run(config: Config, clock: Clock, stack: ExitStack, *, is_development: bool) -> None:
    """Serve until a signal."""
    give_memory_back()
    notifier = Notifier()
    stack.callback(notifier.close)
    app, board = build(config, clock, stack, is_development=is_development)
    server = serve(config, app, board)

    def end(_number: int, _frame: FrameType | None) -> None:
        server.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    for line in greeting(config, clock, server.port):
        print(line, flush=True)
    server.run(notifier, board.end)


def _complain(error: HubError) -> None:
    LOGGER.error("%s", say(error.key, "en", **error.values))


if __name__ == "__main__":
    sys.exit(main())
