"""A hub behind https: real nginx, real certificates, the pages behind a socket."""

from __future__ import annotations

import http.client
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from hub.certificates.front import nginx
from hub.certificates.places import places_of
from hub.config import Config, load
from hub.store.migrate import migrate_all
from tests.ports import free_port
from tests.service.village import START_S, wait_for

TOML = """
[hub]
name = "Thôn Thử"
language = "en"
data_dir = "data"
run_dir = "run"
assume_clock = {assume}
[web]
host = "127.0.0.1"
port = {port}
[network]
https_port = {https}
announce = false
"""


class Hub:
    """The pages and what ends TLS, as two processes."""

    def __init__(self, folder: Path, assume: str = "true") -> None:
        self.folder = folder
        self.file = folder / "village.toml"
        self.file.write_text(TOML.format(port=free_port(), https=free_port(), assume=assume))
        self.config: Config = load(self.file)
        self.config.run_dir.mkdir(exist_ok=True)
        self.config.data_dir.mkdir(exist_ok=True)
        migrate_all(self.config.data_dir)
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, module: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, "--config", str(self.file)]
        with (self.folder / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def end(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(20)

    def trusting(self) -> ssl.SSLContext:
        """A phone that installed the authority."""
        made = ssl.create_default_context()
        made.load_verify_locations(cadata=places_of(self.config).download.read_bytes())
        return made

    def call(self, host: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """A connection to the hub under a name, or its address."""
        port = self.config.network.https_port
        raw = socket.create_connection(("127.0.0.1", port), 10)
        try:
            made = http.client.HTTPSConnection(host, port, timeout=20)
            made.sock = self.trusting().wrap_socket(raw, server_hostname=host)
        except OSError:
            raw.close()
            raise
        return made

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, list[str]]:
        """Status and cookies of a page."""
        with closing(self.call(host)) as connection:
            connection.request("GET", path)
            return answered(connection)

    def plain(self, path: str, **headers: str) -> tuple[int, list[str]]:
        """The same by plain http."""
        port = self.config.web.port
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=told)
            return answered(connection)

    def is_up(self) -> bool:
        try:
            return self.get("/alive")[0] == 200
        except OSError:
            return False

    def is_plain_up(self) -> bool:
        try:
            return self.plain("/alive")[0] == 200
        except OSError:
            return False


def answered(connection: http.client.HTTPConnection) -> tuple[int, list[str]]:
    with closing(connection.getresponse()) as answer:
        answer.read()
        return answer.status, answer.headers.get_all("Set-Cookie") or []


@contextmanager
def standing(folder: Path) -> Iterator[Hub]:
    """The hub once its pages answer by https."""
    if nginx() is None:
        pytest.skip("no nginx: apt-get install nginx-light")
    made = Hub(folder)
    made.start("web")
    made.start("hub.certificates.front")
    try:
        wait_for(made.is_up, START_S)
        yield made
    finally:
        made.end()
