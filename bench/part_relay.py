"""Part "relay": a station from a real Icecast server: processor, memory, first sound, a gap."""

from __future__ import annotations

import json
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.children import NotReadyError, wait_for
from bench.context import Context
from bench.report import Part
from bench.usage import Usage, look
from hub.clock import SystemClock
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme, Source
from hub.domain.relay import Host
from hub.relay.trial import listen_to
from hub.store.calendar import put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from tests.relay.icecast import Icecast, icecast
from tests.service.village import RATE, SmallHub

NAME = "relay"
MUSIC = "anoisesrc=c=pink:r=44100:a=0.3"
"""Dense, so that a decoder has all the work that music gives it."""
MOUNT = "radio.mp3"
CPU_BAR = 3.0
GAP_S = 10.0
FIRST_S = 8.0
SETTLE_S = 3.0
PATIENCE_S = 60.0


def measure(context: Context) -> Part:
    """Relay a station and look at everything that has a hand in it."""
    part = Part(NAME)
    if shutil.which("icecast2") is None:
        part.say("relay", "did not run", None, "", note="icecast2 is not installed")
        return part
    context.folder.chmod(0o755)  # Icecast does not run as root
    with icecast(context.folder / "icecast") as station:
        station.feed(MOUNT, "mp3", MUSIC)
        time.sleep(SETTLE_S)
        _first_sound(part, station, 3 if context.quick else 10)
        _processor(part, station, context.folder / "cpu", 10.0 if context.quick else 60.0)
        if not context.quick:
            _gap(part, station, context.folder / "gap")
    return part


def _first_sound(part: Part, station: Icecast, rounds: int) -> None:
    found: list[float] = []
    for _ in range(rounds):
        trial = listen_to(station.url(MOUNT), (Host("127.0.0.1"),), SystemClock(), RATE, 0.2)
        if trial.first_s is not None:
            found.append(trial.first_s)
    part.raw["first_s"] = found
    value = statistics.median(found) * 1000 if len(found) == rounds else None
    note = f"connect, probe, decode; n = {rounds}, longest {max(found, default=0) * 1000:.0f} ms"
    part.say("relay", "call to first sample", value, "ms", note=note)


def _processor(part: Part, station: Icecast, folder: Path, seconds: float) -> None:
    hub = _hub(folder, station, seconds + 30)
    with _running(hub) as pids:
        _on_air(hub)
        every = {**pids, **_descendants(pids["listener"])}
        before = {name: look(pid) for name, pid in every.items() if name != "listener"}
        time.sleep(seconds)
        try:
            after = {name: look(every[name]) for name in before}
        except OSError as error:  # the machine was so busy that the station was called anew
            raise NotReadyError("the relay's child ended while it was measured") from error
    used = {name: _percent(before[name], after[name]) for name in before}
    part.raw.update(cpu_percent=used, pss_mib={name: u.pss_mib for name, u in after.items()})
    shares = ", ".join(f"{name} {value:.2f}" for name, value in used.items())
    note = f"of one core, playout on a null card included: {shares}"
    part.say("relay", "processor, all of it", sum(used.values()), "%", bar=CPU_BAR, note=note)
    memory = sum(usage.pss_mib for name, usage in after.items() if name != "playout")
    part.say("relay", "memory of child and decoder", memory, "MiB")


def _gap(part: Part, station: Icecast, folder: Path) -> None:
    length_s = 45.0
    hub = _hub(folder, station, length_s)
    with _running(hub):
        _on_air(hub)
        station.hold(still=True)
        time.sleep(GAP_S)
        station.hold(still=False)
        wait_for(lambda: bool(_rows(hub)), PATIENCE_S + length_s, "the relay's row")
    (fact,) = _rows(hub)
    missing = length_s - fact["frames_played"] / RATE
    part.raw["gap"] = fact
    note = f"of {GAP_S:g} s without the network; {fact['dead_air_s']} s of them the fallback"
    part.say("relay", "not from the station", missing, "s", bar=GAP_S + 5.0, note=note)


def _hub(folder: Path, station: Icecast, length_s: float) -> SmallHub:
    folder.mkdir()
    hub = SmallHub(folder)
    allowed = '\n[relay]\nhosts = ["127.0.0.1"]\n'
    hub.path.write_text(hub.path.read_text("utf-8") + allowed, "utf-8")
    programme = Programme(
        ProgrammeId("dai"), "Đài", Kind.ROUTINE, Level.CENTRAL, Source.RELAY, "", 0, RATE,
        "0" * 64, "Bình", "Hoa", (station.url(MOUNT),),
    )  # fmt: skip
    with open_hub(hub.config.data_dir, Service.CLI) as store:
        put_programme(store, programme)
    hub.slots(programme.id, 1, 3600.0, FIRST_S, length_s=length_s, source=Source.RELAY)
    return hub


@contextmanager
def _running(hub: SmallHub) -> Iterator[dict[str, int]]:
    children = {"listener": hub.start("hub.relay.listener"), "playout": hub.start("broadcast")}
    try:
        yield {name: child.pid for name, child in children.items()}
    finally:
        for child in children.values():
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _on_air(hub: SmallHub) -> None:
    wait_for(lambda: hub.is_up() and bool(hub.state()["on_air"]), PATIENCE_S, "the relay")
    time.sleep(FIRST_S + SETTLE_S)


def _rows(hub: SmallHub) -> list[dict[str, Any]]:
    told = json.loads(hub.run("log", "--json").stdout or '{"rows": []}')["rows"]
    time.sleep(0.5)  # each look is a process of its own
    return [row["fact"] for row in told if row["sort"] == "cue"]


def _descendants(pid: int) -> Mapping[str, int]:
    """The relay's child and its decoder."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    if not children:
        raise NotReadyError("no relay was started")
    child = int(children[0])
    decoders = Path(f"/proc/{child}/task/{child}/children").read_text("ascii").split()
    return {"child": child, **({"decoder": int(decoders[0])} if decoders else {})}


def _percent(before: Usage, after: Usage) -> float:
    return 100 * (after.exact_cpu_s - before.exact_cpu_s) / (after.at_s - before.at_s)
