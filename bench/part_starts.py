"""Part "starts": how far from its second does a cue begin, ours and the peers' in one recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bench.awake import awake
from bench.context import Context
from bench.heard import StartFigures, start_figures
from bench.jack import jack
from bench.ours.process import OwnProcess
from bench.peers.cron import Cron
from bench.peers.liquidsoap import Liquidsoap
from bench.peers.mpd import Mpd
from bench.peers.mpv import Mpv
from bench.report import Part
from bench.starts import Outcome, run
from bench.systems import System
from bench.tones import ITEM

NAME = "starts"
CARD = {
    "jack": "bare card, JACK (fixed offset)",
    "alsa": "bare card, ALSA plugin (fixed offset)",
}
SINK = {"jack": "our sink alone, JACK", "alsa": "our sink alone, ALSA plugin"}


def measure(context: Context) -> Part:
    """Run everything in one recording."""
    with awake(), jack(context.folder) as server:
        outcome = run(server, _systems(context), context.rounds)
        real_time = server.real_time
    part = Part(NAME, raw=_raw(outcome, real_time))
    figures = {name: start_figures(starts, ITEM) for name, starts in outcome.starts.items()}
    offsets = {host_api: _median(figures.get(name)) for host_api, name in CARD.items()}
    part.raw["fixed_offset_ms"] = offsets
    for name, found in figures.items():
        _say_peer(part, name, found)
    for name, why in outcome.missing.items():
        part.say(name, "did not run", None, "", note=why)
    part.say("the card", "xruns meanwhile", outcome.recording["xruns"], "")
    return part


def _systems(context: Context) -> Sequence[System]:
    ours: list[System] = [
        OwnProcess(name, "bench.ours.card", host_api) for host_api, name in CARD.items()
    ]
    ours += [OwnProcess(name, "bench.ours.sink", host_api) for host_api, name in SINK.items()]
    peers: list[System] = [Mpv(), Mpd(), Liquidsoap()] if context.peers else []
    if context.peers and not context.quick:
        peers.append(Cron())
    return [*ours, *peers]


def _median(found: StartFigures | None) -> float | None:
    return found.error.median if found is not None and found.error is not None else None


def _say_peer(part: Part, name: str, found: StartFigures) -> None:
    error = found.error
    if error is None:
        part.say(name, "heard", 0, "", note=f"of {found.starts} starts")
        return
    note = f"{error.low:.1f} … {error.high:.1f}, n = {error.count} of {found.starts}"
    part.say(name, "start error, median", error.median, "ms", note=note)
    part.say(name, "spread p99 - p1", error.spread, "ms")
    part.say(name, "frames heard", found.share, "%", note=f"shortest {found.length_s:.3f} s")


def _raw(outcome: Outcome, real_time: bool) -> dict[str, object]:  # noqa: FBT001
    return {
        "real_time": real_time,
        "recording": outcome.recording,
        "missing": outcome.missing,
        "starts": {name: [asdict(s) for s in starts] for name, starts in outcome.starts.items()},
    }
