"""Small HTTP servers that answer as they are told, honest and hostile ones."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Say = Callable[[bytes], None]
Answer = Callable[[str, Say], None]
"""Gets the target that was asked for and something to say bytes with."""


@dataclass
class Server:
    """Where it listens, and what was asked of it."""

    port: int
    asked: list[str] = field(default_factory=list)
    scheme: str = "http"

    def url(self, target: str = "/radio") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{target}"


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the length of a `with` block; a thread a connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    scheme = "http" if tls is None else "https"
    server = Server(int(listener.getsockname()[1]), scheme=scheme)
    over = threading.Event()

    def one(plain: socket.socket) -> None:
        with plain, suppress(OSError):
            plain.settimeout(20)
            with plain if tls is None else tls.wrap_socket(plain, server_side=True) as connection:
                _talk(connection, server, answer, over)

    def accept() -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _talk(connection: socket.socket, server: Server, answer: Answer, over: threading.Event) -> None:
    with suppress(OSError):
        asked = b""
        while b"\r\n\r\n" not in asked and (data := connection.recv(4096)):
            asked += data
        target = asked.split(b" ")[1].decode() if b" " in asked else ""
        server.asked.append(target)

        def say(data: bytes) -> None:
            if over.is_set():
                raise OSError
            connection.sendall(data)

        answer(target, say)


def head(content_type: str, status: str = "HTTP/1.0 200 OK", **more: str) -> bytes:
    lines = [status, f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()
