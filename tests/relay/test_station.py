"""Stations that behave, and servers that do not: each ends in sound, a refusal or an error."""

from __future__ import annotations

import gzip
import selectors
import socket
import time
from collections.abc import Iterator

import pytest

from hub.clock import Ready, SystemClock
from hub.domain.relay import Host
from hub.errors import LinkError, RefusedError
from hub.relay import station
from hub.relay.hls import MOST_HEADERS
from hub.relay.kinds import Kind
from hub.relay.station import Stream, open_stream
from tests.relay.servers import Answer, Say, Server, head, serving

pytestmark = pytest.mark.service

HOSTS = (Host("127.0.0.1"),)


class QuickClock(SystemClock):
    """Waits fifty times shorter, so that no test waits for a time-out of ours.

    What is tested is that there is an end, and which; how many seconds it takes is a constant.
    """

    QUICKER = 50.0

    def monotonic(self) -> float:
        return time.monotonic() * self.QUICKER

    def wait(self, until: float, wake: selectors.BaseSelector) -> Ready:
        return wake.select(max(0.0, (until - self.monotonic()) / self.QUICKER))


def opened(server: Server, target: str = "/radio", clock: SystemClock | None = None) -> Stream:
    return open_stream(server.url(target), HOSTS, clock or SystemClock(), lambda _: None)


def refusal(server: Server, target: str = "/radio") -> str:
    with pytest.raises(RefusedError) as caught:
        opened(server, target)
    return caught.value.key


def failure(server: Server, target: str = "/radio") -> str:
    with pytest.raises(LinkError) as caught:
        all_of(opened(server, target, QuickClock()).chunks)
    return caught.value.key


def saying(*parts: bytes) -> Answer:
    def answer(_: str, say: Say) -> None:
        for part in parts:
            say(part)

    return answer


def all_of(chunks: Iterator[bytes]) -> bytes:
    return b"".join(chunks)


@pytest.mark.parametrize(
    ("parts", "sound"),
    [
        ((head("audio/mpeg"), b"sound"), b"sound"),
        ((head("Audio/MPEG; charset=x", "ICY 200 OK"), b"sound"), b"sound"),
        ((b"HTTP/1.0 200 OK\nContent-Type:audio/mpeg\n\n", b"sound"), b"sound"),
        ((head("audio/mpeg", Content_Length="5"), b"soundandmore"), b"sound"),
        (
            (
                head("audio/mpeg", Transfer_Encoding="chunked"),
                b"3;x\r\nsou\r\n2\r\nnd\r\n0\r\n\r\n",
            ),
            b"sound",
        ),
        (
            (head("audio/mpeg", icy_metaint="3"), b"sou\x01" + b"StreamTitle='';" + b"\0nd"),
            b"sound",
        ),
    ],
)
def test_stations_of_every_sort_are_understood(parts: tuple[bytes, ...], sound: bytes) -> None:
    with serving(saying(*parts)) as server:
        stream = opened(server)

        assert (stream.kind, all_of(stream.chunks)) == (Kind.MP3, sound)


def test_a_redirect_within_the_host_is_followed() -> None:
    def answer(target: str, say: Say) -> None:
        if target == "/radio":
            say(head("text/html", "HTTP/1.1 302 Found", Location="/live"))
        else:
            say(head("audio/aac") + b"sound")

    with serving(answer) as server:
        assert all_of(opened(server).chunks) == b"sound"


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ((head("x", "HTTP/1.1 302 F", Location="http://other.example/x"),), "relay.other_host"),
        ((head("x", "HTTP/1.1 302 F", Location="http://localhost/x"),), "relay.other_host"),
        ((head("x", "HTTP/1.1 301 F", Location="file:///etc/passwd"),), "relay.scheme"),
        ((head("x", "HTTP/1.1 307 F", Location="/radio"),), "relay.redirects"),
        ((head("text/html"), b"<html>"), "relay.wrong_type"),
        ((head("application/octet-stream"), b"x"), "relay.wrong_type"),
        ((b"HTTP/1.0 200 OK\r\n\r\n", b"x"), "relay.wrong_type"),
        (
            (head("audio/mpeg", Content_Encoding="gzip"), gzip.compress(bytes(1 << 20))),
            "relay.encoded",
        ),
        ((b"HTTP/1.0 200 OK\r\n", *[b"X-A: " + b"a" * 1000 + b"\r\n"] * 40), "relay.endless_head"),
        ((b"HTTP/1.0 200 OK\r\n" + b"a" * 40_000 + b"\r\n\r\n",), "relay.endless_head"),
    ],
)
def test_a_server_that_breaks_a_rule_is_refused(parts: tuple[bytes, ...], key: str) -> None:
    with serving(saying(*parts)) as server:
        assert refusal(server) == key


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ((b"",), "relay.broken_answer"),
        ((b"SSH-2.0-OpenSSH\r\n\r\n",), "relay.broken_answer"),
        ((b"HTTP/1.0 what\r\n\r\n",), "relay.broken_answer"),
        ((head("audio/mpeg", "HTTP/1.0 404 Not Found"),), "relay.status"),
        ((head("audio/mpeg", "HTTP/1.0 503 Busy"),), "relay.status"),
        ((head("audio/mpeg", Content_Length="9"), b"half"), "relay.broke_off"),
        ((head("audio/mpeg", Transfer_Encoding="chunked"), b"zz\r\n"), "relay.broken_answer"),
        ((head("audio/mpeg", Transfer_Encoding="chunked"), b"1" * 500), "relay.broken_answer"),
    ],
)
def test_a_server_that_fails_may_be_asked_again(parts: tuple[bytes, ...], key: str) -> None:
    with serving(saying(*parts)) as server:
        assert failure(server) == key


def test_a_head_that_drips_is_not_waited_for() -> None:
    def answer(_: str, say: Say) -> None:
        for letter in b"HTTP/1.0 200 OK\r\nX: " + b"a" * 2_000:
            say(bytes([letter]))
            time.sleep(0.02)

    with serving(answer) as server:
        assert failure(server) == "relay.stalled"


def test_a_station_that_says_nothing_more_is_given_up() -> None:
    def answer(_: str, say: Say) -> None:
        say(head("audio/mpeg") + b"sound")
        time.sleep(3)

    with serving(answer) as server:
        assert failure(server) == "relay.stalled"


def test_nobody_there_may_be_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    with pytest.raises(LinkError, match=r"relay\.unreachable"):
        open_stream(f"http://127.0.0.1:{port}/", HOSTS, SystemClock(), lambda _: None)


def test_a_host_that_is_not_on_the_list_is_not_even_connected_to() -> None:
    with serving(lambda _, say: say(head("audio/mpeg"))) as server:
        with pytest.raises(RefusedError, match=r"relay\.host_not_listed"):
            open_stream(server.url(), (Host("stream.vov.vn"),), SystemClock(), lambda _: None)

        assert server.asked == []


def test_a_name_that_leads_to_this_machine_is_refused_although_the_name_is_allowed() -> None:
    with serving(lambda _, say: say(head("audio/mpeg"))) as server:
        url = f"http://localhost:{server.port}/"
        with pytest.raises(RefusedError, match=r"relay\.private"):
            open_stream(url, (Host("localhost"),), SystemClock(), lambda _: None)

        assert server.asked == []


def test_a_flood_is_taken_at_the_pace_of_sound() -> None:
    def answer(_: str, say: Say) -> None:
        say(head("audio/mpeg"))
        while True:
            say(bytes(1 << 16))

    with serving(answer) as server:
        chunks, taken, end = opened(server).chunks, 0, time.monotonic() + 2.0
        while time.monotonic() < end:
            taken += len(next(chunks))

    assert taken < station.BURST_BYTES + 4 * station.BYTES_A_SECOND


MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\n"
TYPE = "application/vnd.apple.mpegurl"


def hls(pages: dict[str, bytes]) -> Answer:
    def answer(target: str, say: Say) -> None:
        page = pages.get(target, b"")
        kind = TYPE if target.endswith("m3u8") else "video/mp2t"
        say(head(kind, Content_Length=str(len(page))) + page)

    return answer


def test_an_hls_stream_is_its_segments_in_order() -> None:
    body = "#EXTM3U\n#EXTINF:1,\n1.ts\n#EXTINF:1,\n2.ts\n#EXT-X-ENDLIST\n"
    pages = {
        "/a.m3u8": (MASTER + "b.m3u8").encode(),
        "/b.m3u8": body.encode(),
        "/1.ts": b"\x47one",
        "/2.ts": b"\x47two",
    }
    with serving(hls(pages)) as server:
        stream = opened(server, "/a.m3u8")

        assert (stream.kind, stream.is_hls) == (Kind.TS, True)
        assert all_of(stream.chunks) == b"\x47one\x47two"


@pytest.mark.parametrize(
    ("pages", "key"),
    [
        ({"/a.m3u8": MASTER + "a.m3u8"}, "relay.hls_loop"),
        ({"/a.m3u8": MASTER + "b.m3u8", "/b.m3u8": MASTER + "a.m3u8"}, "relay.hls_loop"),
        ({"/a.m3u8": "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd"}, "relay.scheme"),
        ({"/a.m3u8": "#EXTM3U\n#EXTINF:1,\nhttp://10.0.0.1/x"}, "relay.other_host"),
        ({"/a.m3u8": "#EXTM3U\n" + "#x\n" * 300_000}, "relay.hls_too_big"),
        ({"/a.m3u8": "#EXTM3U\n#EXTINF:1,\n1.ts", "/1.ts": "<html>"}, "relay.hls_segment"),
        ({"/a.m3u8": "#EXTM3U\n#EXTINF:1,\n1.ts", "/1.ts": "G" * (9 << 20)}, "relay.hls_too_big"),
    ],
)
def test_a_hostile_hls_stream_is_refused(pages: dict[str, str], key: str) -> None:
    raw = {name: page.encode() for name, page in pages.items()}
    with serving(hls(raw)) as server:
        assert refusal(server, "/a.m3u8") == key


def test_an_hls_stream_without_new_segments_has_died() -> None:
    pages = {"/a.m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n1.ts", "/1.ts": b"\x47one"}
    with serving(hls(pages)) as server:
        assert failure(server, "/a.m3u8") == "relay.hls_stuck"


def test_a_station_of_nothing_but_new_headers_is_given_up() -> None:
    """Each costs a decoder's start."""
    body = "#EXTM3U\n" + "".join(
        f'#EXT-X-MAP:URI="{n}.mp4"\n#EXTINF:1,\n1.ts\n' for n in range(MOST_HEADERS + 2)
    )
    pages = {f"/{n}.mp4": b"\0\0\0\x08ftypmp42" for n in range(MOST_HEADERS + 2)}
    with serving(hls({"/a.m3u8": f"{body}#EXT-X-ENDLIST".encode(), **pages})) as server:
        stream = opened(server, "/a.m3u8")

        with pytest.raises(LinkError, match=r"relay\.no_sound"):
            all_of(stream.chunks)
