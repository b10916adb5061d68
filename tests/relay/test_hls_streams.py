"""HLS as it is found outside: by servers that do not know it, in every way sound is packed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.domain.relay import Host
from hub.errors import LinkError, RefusedError
from hub.relay.station import open_stream
from hub.relay.trial import Found, listen_to
from tests.relay.servers import Answer, Say, head, serving

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

HOSTS = (Host("127.0.0.1"),)
TONE = ("-f", "lavfi", "-i", "sine=frequency=997:sample_rate=44100:duration=12,volume=4")
HLS = ("-f", "hls", "-hls_time", "2", "-hls_list_size", "0")
RIGHT = "application/vnd.apple.mpegurl"


def ffmpeg(folder: Path, *words: str) -> None:
    command = ["ffmpeg", "-nostdin", "-y", "-loglevel", "error", *TONE, *words]
    subprocess.run(command, cwd=folder, check=True)


def files(folder: Path, manifest: str = RIGHT, segment: str = "application/octet-stream") -> Answer:
    def answer(target: str, say: Say) -> None:
        path = folder / target.removeprefix("/")
        data = path.read_bytes() if path.is_file() else b""
        is_there = path.is_file()
        kind = manifest if data.startswith(b"#EXTM3U") else segment
        status = "HTTP/1.0 200 OK" if is_there else "HTTP/1.0 404 Not Found"
        say(head(kind, status, Content_Length=str(len(data))) + data)

    return answer


def listened(folder: Path, name: str, seconds: float = 30.0, **kinds: str) -> Found:
    with serving(files(folder, **kinds)) as server:
        return listen_to(server.url(name), HOSTS, SystemClock(), 48_000, seconds)


def assert_whole(found: Found) -> None:
    assert 11.4 <= found.heard_s <= 12.6
    assert abs(found.lufs - -9.0) <= 1.0
    assert isinstance(found.error, LinkError)
    assert found.error.key == "relay.ended"


def stamped(path: Path, number: int) -> None:
    """Put the tag before a segment that says its time (RFC 8216, section 3.4)."""
    owner = b"com.apple.streaming.transportStreamTimestamp\0" + (number * 180_000).to_bytes(
        8, "big"
    )
    frame = b"PRIV" + len(owner).to_bytes(4, "big") + b"\0\0" + owner
    tag = b"ID3\4\0\0" + bytes((0, 0, len(frame) >> 7, len(frame) & 0x7F)) + frame
    path.write_bytes(tag + path.read_bytes())


@pytest.mark.parametrize("manifest", ["text/plain", "application/octet-stream"])
@pytest.mark.parametrize("name", ["live.m3u8", "live"])
def test_a_manifest_is_known_although_the_server_does_not_know_it(
    tmp_path: Path, manifest: str, name: str
) -> None:
    ffmpeg(tmp_path, "-c:a", "aac", *HLS, "live.m3u8")
    (tmp_path / "live").write_bytes((tmp_path / "live.m3u8").read_bytes())

    assert_whole(listened(tmp_path, f"/{name}", manifest=manifest))


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream"])
def test_what_only_pretends_to_be_one_is_refused_at_once(kind: str) -> None:
    def answer(_: str, say: Say) -> None:
        say(head(kind))
        while True:
            say(b"no manifest " * 1000)

    began = time.monotonic()
    with serving(answer) as server, pytest.raises(RefusedError, match=r"relay\.wrong_type"):
        open_stream(server.url("/a.m3u8"), HOSTS, SystemClock(), lambda _: None)

    assert time.monotonic() - began < 5.0


@pytest.mark.parametrize(("codec", "form"), [("aac", "adts"), ("libmp3lame", "mp3")])
def test_packed_sound_with_its_time_in_a_tag_is_told_apart(
    tmp_path: Path, codec: str, form: str
) -> None:
    packed = ("-f", "segment", "-segment_time", "2", "-segment_format", form)
    ffmpeg(tmp_path, "-c:a", codec, *packed, "-segment_list", "live.m3u8", f"%d.{form}")
    for number, path in enumerate(sorted(tmp_path.glob(f"*.{form}"))):
        stamped(path, number)

    found = listened(tmp_path, "/live.m3u8")

    assert found.codec == {"adts": "aac", "mp3": "mp3"}[form]
    assert_whole(found)


def test_sound_that_variants_only_name_is_found(tmp_path: Path) -> None:
    picture = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=12")
    ffmpeg(
        tmp_path, *picture, "-map", "0:a", "-map", "1:v", "-map", "1:v", "-c:a", "aac",
        "-c:v", "mpeg4", "-b:v:0", "60k", "-b:v:1", "300k",
        *HLS, "-master_pl_name", "master.m3u8",
        "-var_stream_map", "a:0,agroup:so,default:yes v:0,agroup:so v:1,agroup:so", "v%v.m3u8",
    )  # fmt: skip

    assert_whole(listened(tmp_path, "/master.m3u8"))


@pytest.mark.parametrize("form", ["mpegts", "fmp4"])
def test_a_break_in_its_times_costs_nothing(tmp_path: Path, form: str) -> None:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:3"]
    for part in ("one", "two"):
        (tmp_path / part).mkdir()
        ffmpeg(tmp_path / part, "-t", "6", "-c:a", "aac", *HLS, "-hls_segment_type", form, "l.m3u8")
        told = (tmp_path / part / "l.m3u8").read_text("utf-8").splitlines()
        lines += ["#EXT-X-DISCONTINUITY"] if part == "two" else []
        lines += [
            line.replace('URI="', f'URI="{part}/') if line.startswith("#EXT-X-MAP") else line
            for line in (f"{part}/{one}" if one[:1] != "#" else one for one in told)
            if line.startswith(("#EXTINF", "#EXT-X-MAP", part))
        ]
    (tmp_path / "l.m3u8").write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]), "utf-8")

    found = listened(tmp_path, "/l.m3u8")

    assert 11.4 <= found.heard_s <= 12.6
    assert abs(found.lufs - -9.0) <= 1.0
    assert isinstance(found.error, LinkError)
    assert found.error.key == "relay.ended"


@pytest.mark.parametrize("words", [("-hls_segment_type", "mpegts"), ("-hls_segment_type", "fmp4")])
def test_a_live_stream_whose_window_slides_is_heard_without_gaps(
    tmp_path: Path, words: tuple[str, ...], until: Callable[[Path], None]
) -> None:
    live = ("-f", "hls", "-hls_time", "1", "-hls_list_size", "4", "-hls_flags", "delete_segments")
    tone = "sine=frequency=997:sample_rate=44100,volume=4"
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", tone]
    station = subprocess.Popen([*command, "-c:a", "aac", *live, *words, "l.m3u8"], cwd=tmp_path)
    try:
        until(tmp_path / "l.m3u8")
        found = listened(tmp_path, "/l.m3u8", 10.0)
    finally:
        station.kill()
        station.wait()

    assert found.error is None
    assert found.heard_s >= 9.0
    assert abs(found.lufs - -9.0) <= 1.0


@pytest.fixture
def until() -> Callable[[Path], None]:
    def wait(path: Path) -> None:
        end = time.monotonic() + 30
        while not (path.exists() and path.read_text("utf-8").count("#EXTINF") >= 3):
            assert time.monotonic() < end
            time.sleep(0.1)

    return wait


def test_a_tag_without_end_is_no_segment() -> None:
    page = b"#EXTM3U\n#EXTINF:1,\n1.aac\n#EXT-X-ENDLIST\n"
    bad = b"ID3\4\0\x10\x7f\x7f\x7f\x7f" + os.urandom(100)

    def answer(target: str, say: Say) -> None:
        say(
            head(RIGHT if target == "/l.m3u8" else "audio/aac")
            + (page if "l.m3u8" in target else bad)
        )

    with serving(answer) as server, pytest.raises(RefusedError, match=r"relay\.hls_segment"):
        open_stream(server.url("/l.m3u8"), HOSTS, SystemClock(), lambda _: None)
