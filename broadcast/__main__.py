"""The playout service: ``python -m broadcast --config F``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from broadcast.build import LOGGER, build
from broadcast.service import Wake, loop
from hub.clock import SystemClock
from hub.config import EXIT_CONFIG, load
from hub.errors import ConfigError, HubError
from hub.logs import set_up
from hub.program import settle
from hub.words import say

STACK_BYTES = 256 * 1024
"""Stack of a thread; the default of 8 MiB is reserved for each in vain."""
SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while the sound card waits, seconds."""
EXIT_BROKEN = 74


def main() -> int:
    """Run until SIGTERM.

    Returns:
        0, 78 for a wrong configuration, 74 when a part broke (systemd starts it again).
    """
    parser = argparse.ArgumentParser(prog="hub-broadcast")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--clock-offset-s", type=float, default=0.0)
    arguments = parser.parse_args()
    set_up(LOGGER.name, stream=_own_stderr())
    sys.setswitchinterval(SWITCH_S)
    threading.stack_size(STACK_BYTES)
    threading.excepthook = _a_thread_died
    try:
        config = load(arguments.config)
    except ConfigError as error:
        for problem in error.problems:
            LOGGER.error(say(problem.key, "en", **problem.values))
        return EXIT_CONFIG
    clock = SystemClock(timedelta(seconds=arguments.clock_offset_s))
    wake = Wake()
    try:
        with ExitStack() as stack:
            stack.callback(wake.close)
            service = build(config, clock, wake, stack)
            settle()
            loop(service, wake)
    except HubError as error:
        LOGGER.error(say(error.key, "en", **error.values))
        os._exit(EXIT_BROKEN)  # everything is closed; a library that hangs shall not hold us
    return 0


def _own_stderr() -> TextIO:
    """Keep stderr for this program: ALSA and PortAudio write a line for every hiccup to it.

    On a hub each line would end on the memory card; what matters is counted (xruns) and told
    once.
    """
    ours = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = ours
    return ours


def _a_thread_died(arguments: threading.ExceptHookArgs) -> None:
    """A dead thread ends its process: half a playout is worse than a restart."""
    logging.getLogger("hub-broadcast").critical(
        "thread %s died", arguments.thread, exc_info=arguments.exc_value
    )
    os._exit(EXIT_BROKEN)


if __name__ == "__main__":
    sys.exit(main())
