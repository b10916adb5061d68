"""Part "starts": how far from its second does a cue begin, ours and the peers' in one recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bench.awake import awake
from bench.context import Context
from bench.heard import StartFigures, start_figures
from bench.jack import jack
from bench.ours.process import OwnProcess
from bench.ours.service import WholeService
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
WHOLE = {"jack": "ours, whole service, JACK", "alsa": "ours, whole service, ALSA plugin"}
PERIOD = 1024
"""21 ms: shorter ones are lost by whole seconds when the computer under a virtual machine is busy,
for every system alike; where in a period a start falls is as exact."""
MEDIAN_BAR_MS = 1.0
SPREAD_BAR_MS = 1.0
LEAST_MS = 0.1
"""Nothing smaller is divided by: it would be noise of the measurement."""


def measure(context: Context) -> Part:
    """Run everything in one recording."""
    with awake(), jack(context.folder, PERIOD) as server:
        outcome = run(server, _systems(context), context.rounds)
        real_time = server.real_time
    part = Part(NAME, raw=_raw(outcome, real_time=real_time))
    figures = {name: start_figures(starts, ITEM) for name, starts in outcome.starts.items()}
    offsets = {host_api: _median(figures.get(name)) for host_api, name in CARD.items()}
    part.raw["fixed_offset_ms"] = offsets
    ours = figures.get(WHOLE["jack"])
    for host_api, offset in offsets.items():
        _say_card(part, CARD[host_api], figures.pop(CARD[host_api], None))
        for name in (SINK[host_api], WHOLE[host_api]):
            _say_ours(part, name, figures.pop(name, None), offset, is_judged=host_api == "jack")
    for name, found in figures.items():
        _say_peer(part, name, found, ours, offsets["jack"])
    for name, why in outcome.missing.items():
        part.say(name, "did not run", None, "", note=why)
    part.say("the card", "xruns meanwhile", outcome.recording["xruns"], "")
    return part


def _systems(context: Context) -> Sequence[System]:
    ours: list[System] = [
        OwnProcess(name, "bench.ours.card", host_api) for host_api, name in CARD.items()
    ]
    ours += [OwnProcess(name, "bench.ours.sink", host_api) for host_api, name in SINK.items()]
    ours += [WholeService(name, host_api) for host_api, name in WHOLE.items()]
    peers: list[System] = [Mpv(), Mpd(), Liquidsoap()] if context.peers else []
    if context.peers and not context.quick:
        peers.append(Cron())
    return [*ours, *peers]


def _median(found: StartFigures | None) -> float | None:
    return found.error.median if found is not None and found.error is not None else None


def _say_card(part: Part, name: str, found: StartFigures | None) -> None:
    if found is None or found.error is None:
        part.say(name, "start error, median", None, "ms", note="nothing heard")
        return
    part.say(name, "start error, median", found.error.median, "ms", note=_note(found))
    part.say(name, "spread p99 - p1", found.error.spread, "ms")


def _say_ours(
    part: Part,
    name: str,
    found: StartFigures | None,
    offset_ms: float | None,
    *,
    is_judged: bool,
) -> None:
    """Ours, less the fixed offset of its card.

    Judged on JACK only: the position that ALSA's plugin tells moves in steps of a period
    (5.3 ms), so its figures say more about the plugin and the load than about us.
    """
    if found is None:
        return
    error = found.error if offset_ms is not None else None
    median = abs(error.median - offset_ms) if error and offset_ms is not None else None
    figure = "start error, |median - fixed offset|"
    part.say(
        name, figure, median, "ms", bar=MEDIAN_BAR_MS if is_judged else None, note=_note(found)
    )
    spread = error.spread if error else None
    part.say(name, "spread p99 - p1", spread, "ms", bar=SPREAD_BAR_MS if is_judged else None)
    note = f"{found.whole} of {found.starts} whole and unbroken"
    part.say(name, "frames heard", found.share, "%", bar=100.0, at_least=True, note=note)


def _say_peer(
    part: Part,
    name: str,
    found: StartFigures,
    ours: StartFigures | None,
    offset_ms: float | None,
) -> None:
    error = found.error
    if error is None:
        part.say(name, "heard", 0, "", note=f"of {found.starts} starts")
        return
    part.say(name, "start error, median", error.median, "ms", note=_note(found))
    part.say(name, "spread p99 - p1", error.spread, "ms")
    note = f"{found.whole} of {found.starts} whole, shortest {found.length_s:.3f} s"
    part.say(name, "frames heard", found.share, "%", note=note)
    if ours is not None and ours.error is not None and offset_ms is not None:
        median = max(abs(ours.error.median - offset_ms), LEAST_MS)
        spread = max(ours.error.spread, LEAST_MS)
        part.say(name, "median, times ours", abs(error.median) / median, "")
        part.say(name, "spread, times ours", error.spread / spread, "")


def _note(found: StartFigures) -> str:
    error = found.error
    if error is None:
        return f"heard 0 of {found.starts}"
    return f"{error.low:.2f} … {error.high:.2f} ms, n = {error.count} of {found.starts}"


def _raw(outcome: Outcome, *, real_time: bool) -> dict[str, object]:
    return {
        "real_time": real_time,
        "recording": outcome.recording,
        "missing": outcome.missing,
        "starts": {name: [asdict(s) for s in starts] for name, starts in outcome.starts.items()},
    }
