"""Keeps https going in one terminal: ``python -m hub.certificates.front --config F``.

What systemd does on an installed hub is done here for `village-hub run`: certificates are made
when they are due, in a process that ends again, and nginx runs as a child.
"""

from __future__ import annotations

import logging
import os
import selectors
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from hub.certificates.places import places_of
from hub.clock import Clock
from hub.config import EXIT_CONFIG, Config
from hub.ending import Ending
from hub.interfaces import ANYWHERE, own_addresses
from hub.program import begin, parser_of
from hub.words import say

LOGGER: Final = logging.getLogger("hub.certificates")
LOOK_S: Final = 10.0
"""How soon another address is noticed."""
DUE_S: Final = 900.0
"""How often it is asked whether a certificate is due."""
SYSTEM_PATH: Final = "/usr/sbin:/usr/bin:/sbin"
"""Where Debian puts nginx; not in everybody's path."""
EXIT_BROKEN: Final = 74
END_S: Final = 5.0


def nginx() -> str | None:
    """The program, or None when it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM.

    Returns:
        0, 78 when https cannot work here, 74 when nginx ended.
    """
    begun = begin(parser_of("hub-tls"), arguments, LOGGER)
    if begun is None:
        return EXIT_CONFIG
    config = begun.config
    program = nginx()
    if program is None:
        LOGGER.warning("%s", say("network.no_nginx", "en"))
        return EXIT_CONFIG
    if not is_port_free(config):
        LOGGER.warning("%s", say("network.port_taken", "en", port=config.network.https_port))
        return EXIT_CONFIG
    with ExitStack() as stack:
        maker = [sys.executable, "-m", "hub.certificates", "--config", str(begun.given.config)]
        maker += ["--clock-offset-s", str(begun.given.clock_offset_s)]
        return Front(config, begun.clock, program, maker).run(stack)


def is_port_free(config: Config) -> bool:
    """False when another program has the port."""
    host = config.web.host
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("" if host in ANYWHERE else host, config.network.https_port))
        except OSError:
            return False
    return True


class Front:
    """Certificates and nginx, as one child of a terminal.

    Args:
        config: The configuration.
        clock: The clock.
        program: nginx.
        maker: Command that makes what is due.
    """

    def __init__(self, config: Config, clock: Clock, program: str, maker: Sequence[str]) -> None:
        self._config = config
        self._clock = clock
        self._program = program
        self._maker = list(maker)
        self._places = places_of(config)
        self._child: subprocess.Popen[bytes] | None = None
        self._addresses: object = None
        self._due = 0.0

    def run(self, stack: ExitStack) -> int:
        """Look after both until a signal."""
        ending = Ending()
        stack.callback(ending.close)
        stack.callback(self._end)
        selector = stack.enter_context(selectors.DefaultSelector())
        ending.watch(selector)
        while not ending.is_asked:
            self._keep()
            if self._child is None and self._places.serving.is_file():
                self._start()
            if self._child is not None and self._child.poll() is not None:
                return EXIT_BROKEN
            self._clock.wait(self._clock.monotonic() + LOOK_S, selector)
        return 0

    def _keep(self) -> None:
        """Have made what is due, when the address is another or a while has passed."""
        now, addresses = self._clock.monotonic(), own_addresses(self._config)
        if addresses == self._addresses and now < self._due:
            return
        self._addresses, self._due = addresses, now + DUE_S
        subprocess.run(self._maker, check=False)  # noqa: S603 - our own

    def _start(self) -> None:
        self._places.run.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [self._program, "-e", "stderr", "-c", str(self._places.server_config)]
        self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(END_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


if __name__ == "__main__":
    sys.exit(main())
