"""The web service: ``python -m web --config F``: waitress serves the pages."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from types import FrameType
from typing import Final

from hub.clock import Clock
from hub.config import EXIT_CONFIG, Config
from hub.errors import HubError
from hub.notify import Notifier
from hub.program import begin, complain, parser_of, settle
from web.build import build, greeting, serve
from web.entry.pins import give_memory_back
from web.parts import parts_of

LOGGER: Final = logging.getLogger("web")
EXIT_BROKEN: Final = 74


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 74 when a part broke (systemd starts it again).
    """
    parser = parser_of("hub-web")
    parser.add_argument("--development", action="store_true")
    begun = begin(parser, arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    try:
        with ExitStack() as stack:
            run(begun.config, begun.clock, stack, is_development=begun.given.development)
    except HubError as error:
        complain(LOGGER, error)
        return EXIT_BROKEN
    except OSError as error:  # the port is taken
        told = HubError("web.cannot_listen", port=begun.config.web.port, error=error)
        complain(LOGGER, told)
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
    for line in greeting(config, clock, server.port, parts_of(app).on_screen):
        print(line, flush=True)
    settle()
    server.run(notifier, board.end)


if __name__ == "__main__":
    sys.exit(main())
