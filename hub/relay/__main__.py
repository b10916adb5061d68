"""One relay: ``python -m hub.relay --config F``, with the playout's connection as standard input.

systemd starts it for each connection to its socket; it ends with the connection.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.clock import Clock, SystemClock
from hub.config import EXIT_CONFIG, Config, load
from hub.domain.relay import DEVICE
from hub.errors import ConfigError, HubError, RefusedError
from hub.relay.feeding import end_with, feed
from hub.relay_wire import Asked, Teller, receive
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.permits import Service

STDIN: Final = 0


def main() -> int:
    """Relay until the playout hangs up.

    Returns:
        0, or 78 for a wrong configuration; what else goes wrong is told on the connection.
    """
    parser = argparse.ArgumentParser(prog="hub-relay")
    parser.add_argument("--config", type=Path, required=True)
    arguments = parser.parse_args()
    connection = socket.socket(fileno=os.dup(STDIN))
    teller = Teller(connection)
    try:
        asked = receive(connection)
        connection.settimeout(None)
        end_with(connection)
        relay(asked, load(arguments.config), SystemClock(), teller)
    except ConfigError as error:
        teller.trouble(error)
        return EXIT_CONFIG
    except HubError as error:
        teller.trouble(error)
    finally:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
    return 0


def relay(asked: Asked, config: Config, clock: Clock, teller: Teller) -> None:
    """Look the address up and relay it.

    Raises:
        HubError: Why it ended.
    """
    streams = streams_of(asked, config)
    address = streams[asked.attempt % len(streams)]
    feed(
        address,
        hosts=config.relay.hosts,
        clock=clock,
        rate=config.rate,
        output=asked.output,
        tell=teller.tell,
    )


def streams_of(asked: Asked, config: Config) -> tuple[str, ...]:
    """The addresses of a programme, as they stand in the store.

    Raises:
        RefusedError: There is no such programme, or it has none.
        StoreError: The store cannot be read.
    """
    with open_hub(config.data_dir, Service.RELAY) as store:
        programme = programmes(store).get(asked.programme)
    if programme is None:
        raise RefusedError("programme.unknown", programme=asked.programme)
    streams = tuple(each for each in programme.streams if not each.startswith(DEVICE))
    if not streams or not programme.approver:
        raise RefusedError("relay.no_stream", programme=asked.programme)
    return streams


if __name__ == "__main__":
    sys.exit(main())
