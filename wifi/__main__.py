"""The service that watches access points: ``python -m wifi --config F``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from hub.config import EXIT_CONFIG
from hub.ending import Ending
from hub.errors import HubError
from hub.program import begin, complain, parser_of, settle
from wifi.service import LOGGER, build, loop

EXIT_BROKEN: Final = 74
"""A part broke; systemd starts the service again (sysexits.h EX_IOERR)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Watch until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 74 when a part broke.
    """
    begun = begin(parser_of("hub-wifi"), arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    try:
        with ExitStack() as stack:
            ending = Ending()
            stack.callback(ending.close)
            watcher = build(begun.config, begun.clock, stack)
            settle()
            loop(watcher, ending)
    except HubError as error:
        complain(LOGGER, error)
        return EXIT_BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
