"""Uploads over real sockets: links that break, a service that is killed, two people at once."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hub.config import Config
from hub.domain.person import Person, PersonId, Role
from hub.store.connect import open_people
from hub.store.invitations import give_ticket
from hub.store.people import add_person
from hub.store.permits import Service
from hub.tokens import new_id
from tests.forms import mark_of
from tests.service.village import START_S, SmallHub, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

PIECE = 256 * 1024
PIN = "274913"


class Phone:
    """A phone that keeps cookies and says what a browser says."""

    def __init__(
        self, config: Config, name: str, now: datetime | None = None, role: Role = Role.SPEAKER
    ) -> None:
        self.name = name
        self.port = config.web.port
        self.cookies: dict[str, str] = {}
        person = Person(PersonId(new_id()), name, role)
        with open_people(config.data_dir, Service.WEB) as people:
            add_person(people, person, now or datetime.now(UTC))
            secret = give_ticket(people, person, "test", now or datetime.now(UTC))
        page = self.ask("GET", f"/pair/{secret}")[1]
        fields = {"mark": mark_of(page), "secret": secret, "pin": PIN, "again": PIN}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert self.ask("POST", "/pair", urlencode(fields).encode(), form)[0].status == 303
        self.mark = mark_of(self.ask("GET", "/upload")[1])

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(line):
            line.request(method, path, body, self.around(headers or {}))
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        for told in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text

    def around(self, headers: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "User-Agent": "Android Chrome", **headers}

    def begin(self, size: int, name: str = "tin.wav") -> str:
        told = f"filename {base64.b64encode(name.encode()).decode()}"
        headers = {**self.marked(), "Upload-Length": str(size), "Upload-Metadata": told}
        answer, _ = self.ask("POST", "/upload/files", b"", headers)
        assert answer.status == 201
        return answer.headers["Location"]

    def come(self, path: str) -> int:
        return int(self.ask("HEAD", path, b"", self.marked())[0].headers["Upload-Offset"])

    def give(self, path: str, body: bytes, offset: int) -> int:
        return self.ask("PATCH", path, body, self.piece(offset))[0].status

    def piece(self, offset: int) -> dict[str, str]:
        kind = "application/offset+octet-stream"
        return {**self.marked(), "Upload-Offset": str(offset), "Content-Type": kind}

    def marked(self) -> dict[str, str]:
        return {"X-Hub-Mark": self.mark, "Tus-Resumable": "1.0.0"}

    def rest(self, path: str, content: bytes) -> None:
        """Send what is missing."""
        while (at := self.come(path)) < len(content):
            assert self.give(path, content[at : at + PIECE], at) == 204


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """More than 5 MiB of sound."""
    path: Path = tmp_path_factory.mktemp("sound") / "tin.wav"
    tone = "sine=f=300:d=60:r=48000,tremolo=f=4:d=0.9"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path.read_bytes()


class Village:
    """A hub with its pages and its preparation, and phones that reach it."""

    def __init__(self, folder: Path) -> None:
        self.hub = SmallHub(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with self.hub.path.open("a") as file:
            file.write(f'\n[web]\nhost = "127.0.0.1"\nport = {port}\n')
        self.started: list[subprocess.Popen[bytes]] = []

    def start_web(self) -> None:
        self.web = self.start("web")
        wait_for(self.is_up, START_S)

    def start(self, module: str) -> subprocess.Popen[bytes]:
        self.started.append(self.hub.start(module))
        return self.started[-1]

    def kill_web(self) -> None:
        """As the kernel does when memory is short; started again, as by systemd."""
        self.web.kill()
        self.web.wait()
        self.start_web()

    def is_up(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.hub.config.web.port, timeout=10)
        with closing(line), suppress(OSError):
            line.request("GET", "/alive")
            return line.getresponse().status == 200
        return False

    def files(self) -> list[Path]:
        return sorted(self.hub.config.upload_dir.glob("*"))

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    found = Village(tmp_path)
    try:
        found.start_web()
        yield found
    finally:
        found.end()


def cut_off(phone: Phone, path: str, body: bytes, offset: int) -> None:
    """Send half a piece, and then the link is gone."""
    head = [f"PATCH {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in phone.around(phone.piece(offset)).items()]
    with socket.create_connection(("127.0.0.1", phone.port)) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body[: len(body) // 2])
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset


def test_a_link_that_breaks_in_the_middle_of_5_mib_loses_nothing(
    village: Village, content: bytes
) -> None:
    village.start("hub.service")
    phone = Phone(village.hub.config, "Cô Lan")
    path = phone.begin(len(content))
    for at in range(0, 3 * PIECE, PIECE):
        assert phone.give(path, content[at : at + PIECE], at) == 204

    cut_off(phone, path, content[3 * PIECE : 4 * PIECE], 3 * PIECE)
    come = phone.come(path)
    phone.rest(path, content)

    assert come >= 3 * PIECE
    address = f"/sounds/{path.rpartition('/')[2]}"
    wait_for(lambda: ">1 min<" in phone.ask("GET", address)[1], 60)


def test_a_killed_service_has_every_byte_that_it_acknowledged(
    village: Village, content: bytes
) -> None:
    phone = Phone(village.hub.config, "Cô Lan")
    path = phone.begin(len(content))
    acknowledged = 0
    dying = threading.Timer(0.02, lambda: os.kill(village.web.pid, signal.SIGKILL))
    with suppress(OSError, ConnectionError):
        while acknowledged < len(content) - PIECE:
            assert phone.give(path, content[acknowledged:][:PIECE], acknowledged) == 204
            acknowledged += PIECE
            if acknowledged == 5 * PIECE:
                dying.start()
    dying.join()
    village.web.wait()

    village.start_web()
    come = phone.come(path)
    phone.rest(path, content)

    assert come >= acknowledged
    (whole,) = [file for file in village.files() if not file.suffix]
    assert whole.read_bytes() == content


def test_two_people_send_at_once_and_nothing_is_mixed_up(village: Village, content: bytes) -> None:
    phones = [Phone(village.hub.config, name) for name in ("Cô Lan", "Ông Tư")]
    texts = [content, content[::-1]]
    paths = [phone.begin(len(content), f"{n}.wav") for n, phone in enumerate(phones)]

    def send(n: int) -> None:
        phones[n].rest(paths[n], texts[n])

    threads = [threading.Thread(target=send, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for path, text in zip(paths, texts, strict=True):
        whole = village.hub.config.upload_dir / path.rpartition("/")[2]
        assert whole.read_bytes() == text


def test_the_same_piece_sent_twice_at_once_is_kept_once(village: Village, content: bytes) -> None:
    phone = Phone(village.hub.config, "Cô Lan")
    path = phone.begin(len(content))
    answers: list[int] = []

    def send() -> None:
        answers.append(phone.give(path, content[:PIECE], 0))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(answers) <= {204, 409, 423}
    assert answers.count(204) == 1
    assert phone.come(path) == PIECE
