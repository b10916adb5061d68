"""What the children of a relay share: take the playout's request, work, say why it ended."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.config import EXIT_CONFIG, Config, load
from hub.errors import ConfigError, HubError
from hub.relay_wire import Asked, Teller, receive

STDIN: Final = 0

Work = Callable[[Asked, Config, socket.socket, Teller], None]


def serve(program: str, work: Work) -> int:
    """Work until the playout hangs up; its connection is the standard input.

    Args:
        program: Name in messages about the command line.
        work: Raises `HubError` to say why it ended.

    Returns:
        0, or 78 for a wrong configuration; what else goes wrong is told on the connection.
    """
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--config", type=Path, required=True)
    arguments = parser.parse_args()
    connection = socket.socket(fileno=os.dup(STDIN))
    teller = Teller(connection)
    try:
        asked = receive(connection)
        connection.settimeout(None)
        work(asked, load(arguments.config), connection, teller)
    except ConfigError as error:
        teller.trouble(error)
        return EXIT_CONFIG
    except HubError as error:
        teller.trouble(error)
    finally:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
    return 0
