"""Relays as a village hears them: a real Icecast server, the real playout, and what goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from broadcast.audio.pulse import PulseNullSink
from hub.clock import SystemClock
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.store.calendar import put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.relay.icecast import QUIET, TONE, Icecast, icecast
from tests.relay.servers import Say, head, serving
from tests.service.test_run import loud_seconds
from tests.service.village import RATE, SmallHub, ended, wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(180)]

ALLOWED = '\n[relay]\nhosts = ["127.0.0.1"]\n'
PATIENCE_S = 60.0
"""Enough for a machine that is busy with something else."""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Icecast]:
    with icecast(tmp_path / "icecast") as server:
        server.feed("radio.mp3")
        yield server


def village(folder: Path, *streams: str, config: str = ALLOWED, **more: Any) -> SmallHub:
    """A small hub that relays these streams from soon on."""
    hub = SmallHub(folder, **more)
    hub.path.write_text(hub.path.read_text("utf-8") + config, "utf-8")
    programme = Programme(
        ProgrammeId("dai"), "Đài", Kind.ROUTINE, Level.CENTRAL, Source.RELAY, "", 0, RATE,
        "0" * 64, "Bình", "Hoa", streams,
    )  # fmt: skip
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        put_programme(store, programme)
    return hub


def relay_for(hub: SmallHub, length_s: float, first_s: float = 6.0) -> None:
    hub.slots(ProgrammeId("dai"), 1, 600.0, first_s, length_s=length_s, source=Source.RELAY)


@contextmanager
def running(hub: SmallHub) -> Iterator[None]:
    children = [hub.start("hub.relay.listener"), hub.start("broadcast")]
    try:
        wait_for(hub.is_up, PATIENCE_S)
        yield
    finally:
        for child in reversed(children):
            ended(child)


def rows(hub: SmallHub, sort: str = "incident") -> list[dict[str, Any]]:
    told = json.loads(hub.run("log", "--json").stdout)["rows"]
    return [row["fact"] for row in told if row["sort"] == sort]


def incidents(hub: SmallHub) -> list[str]:
    return [fact["what"]["key"].removeprefix("incident.") for fact in rows(hub)]


def happened(hub: SmallHub, *wanted: str) -> Callable[[], bool]:
    """These incidents, in this order, perhaps with others between them."""

    def is_so() -> bool:
        time.sleep(0.5)  # each look is a process of its own
        found = iter(incidents(hub))
        return all(any(key == one for one in found) for key in wanted)

    return is_so


def row(hub: SmallHub) -> dict[str, Any]:
    """The row of the relay, when it is over."""
    wait_for(lambda: bool(rows(hub, "cue")), PATIENCE_S)
    return rows(hub, "cue")[0]


def test_a_station_is_heard_from_its_slots_first_second_to_its_last(
    station: Icecast, tmp_path: Path
) -> None:
    fact, heard = heard_of(station, tmp_path / "1")
    for again in "23":
        if not fact["xruns"]:
            break
        fact, heard = heard_of(station, tmp_path / again)  # a busy machine starved the card

    assert (fact["outcome"], fact["because"]) == ("played", None)
    assert -18 <= fact["level_dbfs"] <= -14
    if not fact["xruns"]:
        assert 7.5 <= fact["frames_played"] / RATE <= 8.2
        assert 7.3 <= loud_seconds(heard) <= 8.3


def heard_of(station: Icecast, folder: Path) -> tuple[dict[str, Any], Path]:
    """The row of a slot of 8 s, and what sounded."""
    folder.mkdir()
    hub = village(folder, station.url("radio.mp3"), device="default")
    heard = folder / "heard.wav"
    relay_for(hub, 8.0, 20.0)
    process = hub.start("hub", "run", "--record", str(heard))
    try:
        wait_for(hub.is_up, PATIENCE_S)
        fact = row(hub)
    finally:
        assert ended(process) == 0
    return fact, heard


def test_a_source_that_ends_is_replaced_by_the_fallback_until_it_is_back(
    station: Icecast, tmp_path: Path
) -> None:
    hub = village(tmp_path, station.url("radio.mp3"))
    relay_for(hub, 120.0)
    with running(hub):
        wait_for(happened(hub, "relay_on"), PATIENCE_S)
        station.starve("radio.mp3")
        wait_for(happened(hub, "relay_off", "dead_air"), PATIENCE_S)
        station.feed("radio.mp3")
        wait_for(happened(hub, "relay_off", "dead_air", "relay_on"), PATIENCE_S)

        assert hub.state()["on_air"]


def test_silence_of_the_source_is_cut_and_its_sound_comes_back(
    station: Icecast, tmp_path: Path
) -> None:
    gap = "if(between(mod(t,16),8,16),0,sin(880*PI*t)/4)"
    station.feed("radio.mp3", "mp3", f"aevalsrc='{gap}':s=44100")
    hub = village(tmp_path, station.url("radio.mp3"))
    relay_for(hub, 120.0)
    with running(hub):
        wait_for(happened(hub, "relay_on", "dead_air", "relay_on"), PATIENCE_S * 1.5)

    assert [fact["what"]["key"] for fact in rows(hub)].count("incident.relay_off") >= 1


def test_a_server_that_is_killed_and_comes_back_is_taken_up_within_the_slot(
    station: Icecast, tmp_path: Path
) -> None:
    hub = village(tmp_path, station.url("radio.mp3"))
    relay_for(hub, 45.0)
    with running(hub):
        wait_for(happened(hub, "relay_on"), PATIENCE_S)
        station.starve("radio.mp3")
        station.stop()
        time.sleep(10)
        station.start()
        station.feed("radio.mp3")
        fact = row(hub)

    assert fact["outcome"] == "played"
    assert fact["because"]["key"].startswith("relay.")
    assert 15 <= fact["frames_played"] / RATE <= 44
    assert incidents(hub)[-1] == "relay_on"


def test_a_network_that_says_nothing_for_ten_seconds_is_survived(
    station: Icecast, tmp_path: Path
) -> None:
    hub = village(tmp_path, station.url("radio.mp3"))
    relay_for(hub, 45.0)
    with running(hub):
        wait_for(happened(hub, "relay_on"), PATIENCE_S)
        station.hold(still=True)
        time.sleep(10)
        station.hold(still=False)
        fact = row(hub)

    assert fact["outcome"] == "played"
    assert fact["frames_played"] / RATE >= 25


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ('\n[relay]\nhosts = ["stream.vov.vn"]\n', "relay.host_not_listed"),
        ("", "relay.host_not_listed"),
    ],
)
def test_a_host_that_is_not_on_the_list_is_never_heard_and_the_log_says_so(
    station: Icecast, tmp_path: Path, config: str, key: str
) -> None:
    hub = village(tmp_path, station.url("radio.mp3"), config=config)
    relay_for(hub, 20.0)
    with running(hub):
        fact = row(hub)

    assert (fact["outcome"], fact["because"]["key"]) == ("failed", key)
    assert fact["frames_played"] == 0
    assert "dead_air" in incidents(hub)


def test_a_redirect_to_another_host_is_refused_and_the_alternate_is_not_needed(
    station: Icecast, tmp_path: Path
) -> None:
    def answer(_: str, say: Say) -> None:
        say(
            head(
                "text/html",
                "HTTP/1.1 302 Found",
                Location=station.url("radio.mp3").replace("127.0.0.1", "localhost"),
            )
        )

    with serving(answer) as server:
        hub = village(
            tmp_path, server.url(), config='\n[relay]\nhosts = ["127.0.0.1", "localhost"]\n'
        )
        relay_for(hub, 6.0)
        with running(hub):
            fact = row(hub)

    assert (fact["outcome"], fact["because"]["key"]) == ("failed", "relay.other_host")


def test_when_the_first_address_is_away_the_alternate_is_heard(
    station: Icecast, tmp_path: Path
) -> None:
    hub = village(tmp_path, station.url("nothing.mp3"), station.url("radio.mp3"))
    relay_for(hub, 10.0, 12.0)
    with running(hub):
        fact = row(hub)

    assert fact["outcome"] == "played"
    assert fact["frames_played"] / RATE >= 6


def test_a_relay_that_nobody_brings_fails_and_is_filled(tmp_path: Path) -> None:
    hub = village(tmp_path, "http://127.0.0.1:9/radio")
    relay_for(hub, 5.0)
    process = hub.start("broadcast")
    try:
        wait_for(hub.is_up, PATIENCE_S)
        fact = row(hub)
    finally:
        ended(process)

    assert (fact["outcome"], fact["because"]["key"]) == ("failed", "relay.no_service")


def test_a_silent_source_is_not_taken_for_a_station(station: Icecast, tmp_path: Path) -> None:
    station.feed("radio.mp3", "mp3", QUIET)
    hub = village(tmp_path, station.url("radio.mp3"))
    relay_for(hub, 6.0)
    with running(hub):
        fact = row(hub)

    assert fact["outcome"] == "failed"
    assert fact["frames_played"] == 0


def test_a_tuner_of_this_machine_is_heard_like_a_station(tmp_path: Path) -> None:
    """What a null sink plays stands for the tuner: its monitor is the line input."""
    tuner = PulseNullSink(tmp_path / "pulse", tmp_path / "tuner.wav", SystemClock(), rate=RATE)
    tuner.start()
    player = None
    try:
        environment = {**os.environ, **tuner.environment()}
        config = '\n[relay]\n[[relay.devices]]\nname = "fm"\ndevice = "pulse"\n'
        hub = village(tmp_path, "device:fm", config=config, environment=tuner.environment())
        words = ["ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", TONE]
        player = subprocess.Popen([*words, "-f", "pulse", "tuner"], env=environment)
        relay_for(hub, 8.0, 12.0)
        with running(hub):
            fact = row(hub)
    finally:
        if player is not None:
            player.kill()
            player.wait()
        tuner.stop()

    assert (fact["outcome"], fact["because"]) == ("played", None)
    assert fact["frames_played"] / RATE >= 7.0
    assert -19 <= fact["level_dbfs"] <= -13
