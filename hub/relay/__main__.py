"""One relay: ``python -m hub.relay --config F``, with the playout's connection as standard input.

systemd starts it for each connection to its socket; it ends with the connection.
"""

from __future__ import annotations

import socket
import sys

from hub.clock import Clock, SystemClock
from hub.config import Config
from hub.domain.relay import DEVICE
from hub.errors import RefusedError
from hub.relay.feeding import end_with, feed
from hub.relay_child import serve
from hub.relay_wire import Asked, Teller
from hub.store.calendar import programmes
from hub.store.connect import open_hub
from hub.store.permits import Service


def main() -> int:
    """Relay until the playout hangs up; answers the exit code."""
    return serve("hub-relay", begin)


def begin(asked: Asked, config: Config, connection: socket.socket, teller: Teller) -> None:
    """Relay, and end with the connection.

    Raises:
        HubError: Why it ended.
    """
    end_with(connection)
    relay(asked, config, SystemClock(), teller)


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
