"""The control socket with real sockets: many clients, bad ones, and an independent one."""

from __future__ import annotations

import grp
import json
import os
import pwd
import selectors
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
import varlink

from hub.control import CLIENTS_LIMIT, SILENCE_S, ControlClient, ControlServer, callers
from hub.errors import ControlError, RefusedError
from hub.varlink.connection import MESSAGES_A_TURN
from hub.varlink.service import About
from tests.fakes.clock import FakeClock
from tests.store.samples import MORNING

pytestmark = pytest.mark.service

TOY = """# A toy.
interface vn.hub.Toy

# Twice a number.
method Double(number: int) -> (number: int)

# Refuses.
method Refuse() -> ()

# A long answer.
method Long(size: int) -> (text: string)
"""


def refuse(_: dict[str, Any]) -> dict[str, Any]:
    raise RefusedError("control.bad_value", name="kind", value="x")


class Served:
    """A server with its loop; `stop` the loop to look at the server itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FakeClock(MORNING)
        self.asked = 0
        self.server = ControlServer(
            path,
            TOY,
            {"Double": self._double, "Refuse": refuse, "Long": lambda p: {"text": "x" * p["size"]}},
            about=About(vendor="Thôn Yên Minh", version="1"),
            clock=self.clock,
            lasting=("Double",),
        )
        self._selector = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        self._selector.register(self._bell, selectors.EVENT_READ, None)
        self.server.register(self._selector)
        self._thread = threading.Thread(target=self._loop, daemon=True)
        self._is_ending = False

    def start(self) -> None:
        self._thread.start()

    def turn(self) -> None:
        """One round of the loop."""
        for key, _ in self._selector.select(0.05):
            if key.data is not None:
                key.data()

    def stop(self) -> None:
        self._is_ending = True
        self._rope.send(b"!")
        if self._thread.ident is not None:
            self._thread.join(5)
        self.server.close()
        self._selector.close()
        self._bell.close()
        self._rope.close()

    def client(self, timeout_s: float = 5.0) -> ControlClient:
        return ControlClient(self.path, timeout_s)

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(5)
        connection.connect(str(self.path))
        return connection

    def _loop(self) -> None:
        while not self._is_ending:
            self.turn()

    def _double(self, parameters: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        return {"number": 2 * parameters["number"]}


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "toy.sock")
    yield served
    served.stop()


@pytest.fixture
def served(by_hand: Served) -> Served:
    by_hand.start()
    return by_hand


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter (pytest's own is closed to others)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def receive(connection: socket.socket) -> dict[str, Any]:
    data = b""
    while not data.endswith(b"\0"):
        data += connection.recv(65536)
    reply = json.loads(data[:-1])
    assert isinstance(reply, dict)
    return reply


def request(number: int, **flags: bool) -> bytes:
    message = {"method": "vn.hub.Toy.Double", "parameters": {"number": number}, **flags}
    return json.dumps(message).encode() + b"\0"


def test_a_call_is_answered(served: Served) -> None:
    assert served.client().call("vn.hub.Toy.Double", {"number": 21}) == {"number": 42}


def test_a_refusal_arrives_with_its_words(served: Served) -> None:
    with pytest.raises(RefusedError) as caught:
        served.client().call("vn.hub.Toy.Refuse")

    assert caught.value.key == "control.bad_value"
    assert caught.value.values == {"name": "kind", "value": "x"}


def test_the_independent_client_talks_to_it(served: Served) -> None:
    with varlink.Client(f"unix:{served.path}") as client:
        assert client.get_interface("vn.hub").name == "vn.hub"
        with client.open("vn.hub.Toy") as toy:
            assert toy.Double(21) == {"number": 42}
            with pytest.raises(varlink.VarlinkError) as refused:
                toy.Refuse()
            assert refused.value.error() == "vn.hub.Refused"
            assert refused.value.parameters()["key"] == "control.bad_value"
            assert len(list(toy.Long(2, _more=True))) == 1
            toy.Double(3, _oneway=True)
            assert toy.Double(4) == {"number": 8}
        with client.open("org.varlink.service") as standard:
            told = standard.GetInfo()
            assert told["vendor"] == "Thôn Yên Minh"
            assert "vn.hub.Toy" in told["interfaces"]


def test_a_request_in_single_bytes_is_answered(served: Served) -> None:
    with served.connect() as connection:
        for byte in request(21):
            connection.send(bytes([byte]))

        assert receive(connection) == {"parameters": {"number": 42}}


def test_requests_in_one_piece_are_answered_in_order(served: Served) -> None:
    count = 5 * MESSAGES_A_TURN
    with served.connect() as connection:
        connection.sendall(b"".join(request(n) for n in range(count)))

        data = b""
        while data.count(b"\0") < count:
            data += connection.recv(65536)

    numbers = [json.loads(part)["parameters"]["number"] for part in data.split(b"\0")[:-1]]
    assert numbers == [2 * n for n in range(count)]


def test_one_way_requests_are_done_without_an_answer(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(request(1, oneway=True) + request(2))

        assert receive(connection) == {"parameters": {"number": 4}}

    assert served.asked == 2


@pytest.mark.parametrize(
    "garbage",
    [b"GET / HTTP/1.1\r\n\r\n\0", b"\0", b"[]\0", b'{"a":' + b"[" * 60_000 + b"\0", b"x" * 70_000],
)
def test_garbage_ends_its_client_and_nobody_else(served: Served, garbage: bytes) -> None:
    with served.connect() as other, served.connect() as bad:
        with suppress(BrokenPipeError, ConnectionResetError):
            bad.sendall(garbage)
        with suppress(ConnectionResetError):
            assert bad.recv(10) == b""

        other.sendall(request(1))
        assert receive(other) == {"parameters": {"number": 2}}


def test_a_long_answer_arrives_whole(served: Served) -> None:
    answer = served.client().call("vn.hub.Toy.Long", {"size": 3_000_000})

    assert len(answer["text"]) == 3_000_000


def test_a_client_that_does_not_read_holds_nobody_up(served: Served) -> None:
    with served.connect() as slow:
        message = {"method": "vn.hub.Toy.Long", "parameters": {"size": 3_000_000}}
        slow.sendall((json.dumps(message).encode() + b"\0") * 3)

        for number in range(50):
            assert served.client().call("vn.hub.Toy.Double", {"number": number})


def test_who_asked_for_more_is_told_again_and_again(by_hand: Served) -> None:
    with by_hand.connect() as curious, by_hand.connect() as content:
        curious.sendall(request(2, more=True))
        content.sendall(request(3))
        for _ in range(4):
            by_hand.turn()
        told = [receive(curious)]
        for _ in range(2):
            by_hand.server.tell()
            told.append(receive(curious))

        assert told == [{"parameters": {"number": 4}, "continues": True}] * 3
        assert receive(content) == {"parameters": {"number": 6}}
        content.setblocking(False)
        with pytest.raises(BlockingIOError):
            content.recv(1)


def test_who_reads_no_news_gets_the_newest_later_and_not_all_of_them(by_hand: Served) -> None:
    with by_hand.connect() as slow:
        slow.sendall(request(2, more=True))
        for _ in range(2):
            by_hand.turn()
        asked = by_hand.asked
        for _ in range(100_000):
            by_hand.server.tell()
            if by_hand.asked == asked:
                break  # its socket is full
            asked = by_hand.asked
        else:
            pytest.fail("news are piled up without end")
        for _ in range(50):
            by_hand.server.tell()

        assert by_hand.asked == asked
        by_hand.start()
        slow.settimeout(1)
        while by_hand.asked == asked:
            slow.recv(65536)
        assert by_hand.asked == asked + 1


def test_forty_silent_clients_leave_room_for_the_next(by_hand: Served) -> None:
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(by_hand.connect())
            by_hand.turn()
        assert by_hand.server.clients == CLIENTS_LIMIT

        with by_hand.connect() as connection:
            connection.sendall(request(21))
            by_hand.turn()
            by_hand.turn()

            assert receive(connection) == {"parameters": {"number": 42}}


def test_forty_clients_at_once_are_all_answered(served: Served) -> None:
    answers: list[int] = []

    def ask(number: int) -> None:
        answers.append(served.client().call("vn.hub.Toy.Double", {"number": number})["number"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [2 * n for n in range(40)]


@pytest.mark.parametrize("owes", [True, False])
def test_only_a_client_that_owes_something_is_dropped_for_silence(
    by_hand: Served, *, owes: bool
) -> None:
    with by_hand.connect() as connection:
        by_hand.turn()
        connection.sendall(request(1)[:9] if owes else request(1))
        by_hand.turn()
        by_hand.clock.pass_time(SILENCE_S + 1)

        by_hand.server.tidy()

        assert by_hand.server.clients == (0 if owes else 1)


def test_a_killed_client_leaves_its_place(by_hand: Served) -> None:
    code = (
        "import signal, socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
        "s.send(b'{\"method'); print('half', flush=True); signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(by_hand.path)], stdout=subprocess.PIPE
    ) as client:
        assert client.stdout is not None
        client.stdout.readline()
        by_hand.turn()
        by_hand.turn()
        assert by_hand.server.clients == 1

        client.send_signal(signal.SIGKILL)
        client.wait()
        by_hand.turn()

        assert by_hand.server.clients == 0


def test_a_client_dropped_in_a_round_is_not_served_in_it(by_hand: Served) -> None:
    with ExitStack() as stack:
        old = [stack.enter_context(by_hand.connect()) for _ in range(CLIENTS_LIMIT)]
        for _ in range(CLIENTS_LIMIT):
            by_hand.turn()
        old[0].sendall(request(1))  # ready in the same round in which it has to make room
        stack.enter_context(by_hand.connect())

        by_hand.turn()

        assert by_hand.server.clients == CLIENTS_LIMIT


def test_the_socket_is_for_its_user_and_group_only(by_hand: Served) -> None:
    assert stat.S_IMODE(by_hand.path.stat().st_mode) == 0o660


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("is_allowed", [True, False])
def test_only_named_users_may_call(open_folder: Path, *, is_allowed: bool) -> None:
    path = open_folder / "toy.sock"
    text = "interface a.b\nmethod Hello() -> ()\n"
    code = (
        "import os, pathlib, sys; from hub.control import ControlClient;"
        "from hub.errors import HubError; os.setuid(65534)\n"
        "try: ControlClient(pathlib.Path(sys.argv[1]), 5).call('a.b.Hello'); print('answered')\n"
        "except HubError as error: print(error.key)"
    )
    allowed = [65534] if is_allowed else []
    server = ControlServer(path, text, {"Hello": lambda _: {}}, allowed_uids=allowed)
    path.chmod(0o666)
    with selectors.DefaultSelector() as selector:
        server.register(selector)
        with subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
        ) as client:
            while client.poll() is None:
                for key, _ in selector.select(0.05):
                    key.data()
            assert client.stdout is not None
            said = client.stdout.read().strip()
        server.close()

    assert said == ("answered" if is_allowed else "control.not_allowed")


def test_a_socket_that_a_killed_service_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "toy.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))

    served = Served(path)
    served.start()

    assert served.client().call("vn.hub.Toy.Double", {"number": 1}) == {"number": 2}
    served.stop()
    assert not path.exists()


def test_a_second_service_does_not_take_the_socket_away(served: Served) -> None:
    with pytest.raises(ControlError, match=r"control\.taken"):
        Served(served.path)

    assert served.client().call("vn.hub.Toy.Double", {"number": 1}) == {"number": 2}


def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "toy.sock").write_text("mine")

    with pytest.raises(ControlError, match=r"control\.cannot_listen"):
        Served(tmp_path / "toy.sock")

    assert (tmp_path / "toy.sock").read_text() == "mine"


@pytest.mark.parametrize("name", ["x" * 120, "no/such/folder/toy.sock"])
def test_a_path_that_cannot_be_used_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ControlError, match=r"control\.cannot_listen"):
        Served(tmp_path / name)


def test_closing_leaves_the_socket_of_a_successor(tmp_path: Path) -> None:
    first = Served(tmp_path / "toy.sock")
    (tmp_path / "toy.sock").unlink()
    second = Served(tmp_path / "toy.sock")

    first.stop()

    second.start()
    assert second.client().call("vn.hub.Toy.Double", {"number": 1}) == {"number": 2}
    second.stop()


def test_a_service_that_is_not_there_is_told_from_one_that_does_not_answer(
    tmp_path: Path, by_hand: Served
) -> None:
    with pytest.raises(ControlError, match=r"control\.not_running"):
        ControlClient(tmp_path / "none.sock").call("a.b.C")
    with pytest.raises(ControlError, match=r"control\.no_answer"):
        by_hand.client(0.05).call("vn.hub.Toy.Double", {"number": 1})


def test_a_service_that_was_killed_is_not_running(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "left.sock"))

    with pytest.raises(ControlError, match=r"control\.not_running"):
        ControlClient(tmp_path / "left.sock").call("a.b.C")


def test_a_service_whose_queue_is_full_gives_no_answer_in_time(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener, ExitStack() as stack:
        listener.bind(str(tmp_path / "full.sock"))
        listener.listen(0)
        waiting = stack.enter_context(socket.socket(socket.AF_UNIX))
        waiting.connect(str(tmp_path / "full.sock"))

        with pytest.raises(ControlError, match=r"control\.no_answer"):
            ControlClient(tmp_path / "full.sock", 0.05).call("a.b.C")


def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "long.sock"))
        listener.listen()

        def talk() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while True:
                    connection.sendall(b"x" * 65536)

        talker = threading.Thread(target=talk)
        talker.start()

        with pytest.raises(ControlError, match=r"control\.no_answer"):
            ControlClient(tmp_path / "long.sock", 20).call("a.b.C")
        talker.join()


def test_the_services_of_a_hub_and_people_in_its_group_may_call_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    users = [("hub", 901), ("hub-web", 902), ("hub-relay", 903), ("binh", 1000), ("lan", 1001)]
    found = [pwd.struct_passwd((n, "x", u, 900, "", "/", "")) for n, u in users]
    monkeypatch.setattr(pwd, "getpwall", lambda: found)
    monkeypatch.setattr(grp, "getgrall", lambda: [grp.struct_group(("hub", "x", 900, ["binh"]))])

    assert callers() == {901, 902, 1000}
