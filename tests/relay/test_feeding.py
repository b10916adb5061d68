"""From the wire through ffmpeg to samples: every kind of stream, and what pretends to be one."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path

import pytest

from hub.cli import relay
from hub.clock import SystemClock
from hub.domain.relay import Host
from hub.errors import LinkError, RefusedError
from hub.relay.trial import Found, listen_to
from tests.relay.icecast import CODECS, Icecast, icecast
from tests.relay.servers import Answer, Say, head, serving

pytestmark = [pytest.mark.service, pytest.mark.timeout(120)]

RATE = 48_000
HOSTS = (Host("127.0.0.1"),)
TONE = "sine=frequency=997:sample_rate=44100:duration=12,volume=4"
"""A sine of ffmpeg's has an eighth of full scale: this is one of a half, -9 dBFS."""
LUFS = -9.0
TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t", ".m4s": "video/mp4"}


def listened(url: str, seconds: float = 3.0) -> Found:
    return listen_to(url, HOSTS, SystemClock(), RATE, seconds)


def files(folder: Path) -> Answer:
    """A web server of a folder."""

    def answer(target: str, say: Say) -> None:
        path = folder / target.removeprefix("/")
        data = path.read_bytes() if path.is_file() else b""
        kind = TYPES.get(path.suffix, "application/octet-stream")
        say(head(kind, Content_Length=str(len(data))) + data)

    return answer


def made(folder: Path, *words: str) -> None:
    """A sound file or an HLS stream by ffmpeg."""
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", TONE, *words]
    subprocess.run(command, cwd=folder, check=True)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Icecast:  # type: ignore[misc]
    with icecast(tmp_path_factory.mktemp("relay") / "icecast") as server:
        for codec in CODECS:
            server.feed(f"radio.{codec}", codec)
        yield server


@pytest.mark.parametrize(("codec", "named"), [("mp3", "mp3"), ("aac", "aac"), ("opus", "opus")])
def test_every_codec_of_a_real_station_is_heard(station: Icecast, codec: str, named: str) -> None:
    found = listened(station.url(f"radio.{codec}"))

    assert found.codec == named
    assert found.name == "Đài thử"
    assert found.first_s is not None
    assert found.heard_s >= 2.5


@pytest.mark.parametrize(
    "words",
    [
        ("-c:a", "aac", "-hls_segment_type", "mpegts"),
        ("-c:a", "aac", "-hls_segment_type", "fmp4"),
        ("-c:a", "libmp3lame", "-hls_segment_type", "mpegts"),
    ],
)
def test_hls_is_heard_whole_and_as_loud_as_it_is(words: tuple[str, ...], tmp_path: Path) -> None:
    hls = ("-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-master_pl_name", "master.m3u8")
    made(tmp_path, *words, "-b:a", "96k", *hls, "stream.m3u8")
    with serving(files(tmp_path)) as server:
        found = listened(server.url("/master.m3u8"), 30.0)

    assert found.codec in {"aac", "mp3"}
    assert 11.5 <= found.heard_s <= 12.5
    assert abs(found.lufs - LUFS) <= 1.0
    assert isinstance(found.error, LinkError)
    assert found.error.key == "relay.ended"


@pytest.mark.parametrize("content_type", ["audio/mpeg", "audio/aac", "audio/ogg", "video/mp2t"])
def test_garbage_without_end_is_no_sound_and_costs_little(content_type: str) -> None:
    noise = os.urandom(1 << 16)

    def answer(_: str, say: Say) -> None:
        say(head(content_type))
        while True:
            say(noise)

    before = os.times()
    with serving(answer) as server:
        found = listened(server.url(), 3.0)
    after = os.times()

    assert found.heard_s < 60.0
    assert after.children_user - before.children_user < 10.0


def test_a_stream_that_is_not_what_its_server_says_is_not_looked_into(tmp_path: Path) -> None:
    made(tmp_path, "-c:a", "flac", "sound.flac")
    data = (tmp_path / "sound.flac").read_bytes()
    with serving(lambda _, say: say(head("audio/aac") + data)) as server:
        found = listened(server.url(), 1.0)

    assert found.codec in {"", "aac"}
    assert found.error is not None


def test_a_manifest_inside_a_sound_stream_makes_the_decoder_open_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"\x47" * 188 * 10)
    trap = f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    with serving(lambda _, say: say(head("audio/mpeg") + trap * 100)) as server:
        found = listened(server.url(), 1.0)

    assert found.first_s is None


def run(village: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default=str(village))
    parser.add_argument("--language", default="en")
    relay.add_to(parser, "en")
    return relay.run(parser.parse_args(["test", *words]))


@pytest.fixture
def village(tmp_path: Path) -> Path:
    path = tmp_path / "village.toml"
    path.write_text('[relay]\nhosts = ["127.0.0.1"]\n', "utf-8")
    return path


def test_the_command_says_what_a_stream_is(
    station: Icecast, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(village, station.url("radio.mp3"), "--seconds", "2", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["codec"], told["kbps"], told["channels"]) == ("mp3", 128, "mono")
    assert told["first_s"] < 25
    assert told["error"] is None


def test_the_command_tells_a_person_the_same(
    station: Icecast, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(village, station.url("radio.mp3"), "--seconds", "1")

    assert "Đài thử" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://stream.vov.vn/", "relay.host_not_listed"),
        ("file:///etc/passwd", "relay.scheme"),
        ("device:fm", "relay.no_device"),
    ],
)
def test_the_command_refuses_what_a_relay_would_refuse(village: Path, url: str, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        run(village, url)

    assert caught.value.key == key


def test_the_command_fails_when_nothing_is_heard(
    station: Icecast, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(village, station.url("nothing")) == 69

    assert "404" in capsys.readouterr().err
