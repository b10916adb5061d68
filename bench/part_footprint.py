"""Part "footprint": memory, processor, disk and xruns of the playout, idle and on air."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.awake import awake
from bench.context import Context
from bench.jack import PERIOD, RATE, jack
from bench.peers.resting import PEERS
from bench.pulse import pulse
from bench.report import Part
from bench.tones import Tone, write
from bench.usage import Usage, cpu_percent, look
from bench.village import Village

NAME = "footprint"
PROGRAMME = Tone(1000, length_s=90.0, level=0.1)
TIMES = 20
"""The longest that one order plays: half an hour."""
SETTLE_S = 8.0
REST_S = 45.0
"""Until a card with nothing to do has gone to rest."""
LONG_S = PROGRAMME.length_s * TIMES - 10
LONG_PERIOD = 2048
"""43 ms: a guest on a shared computer is held up longer than JACK's usual 5 ms, playout or not."""
TOMORROW_S = 86_400.0
SLOTS = 50
IDLE_PSS_MIB, IDLE_CPU, PLAYING_CPU = 40.0, 0.5, 3.0


@dataclass(frozen=True, slots=True)
class Spell:
    """Two looks at the playout.

    Attributes:
        before: The first.
        after: The second.
        xruns: Times the card ran dry in between.
    """

    before: Usage
    after: Usage
    xruns: int

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.after.at_s - self.before.at_s


def measure(context: Context) -> Part:
    """Look at the playout on PulseAudio, then on JACK."""
    part = Part(NAME)
    seconds = 10.0 if context.quick else 40.0
    with _on_pulse(context.folder / "pulse", part) as village:
        _say(part, "PulseAudio null sink", *_spells(village, seconds), is_locked=False)
    if context.peers:
        _peers(part, context.folder, seconds)
    with _on_jack(context.folder / "jack", part, PERIOD) as village:
        _say(part, "JACK", *_spells(village, seconds), is_locked=True)
    if context.long:
        with awake(), _on_jack(context.folder / "long", part, LONG_PERIOD) as village:
            _say_long(part, _playing(village, LONG_S))
    return part


@contextmanager
def _on_pulse(folder: Path, part: Part) -> Iterator[Village]:
    folder.mkdir()
    with pulse(folder) as env, _running(folder, "alsa", "pulse", env, part) as village:
        yield village


@contextmanager
def _on_jack(folder: Path, part: Part, period: int) -> Iterator[Village]:
    folder.mkdir()
    with (
        jack(folder, period) as server,
        _running(folder, "jack", "system", server.env, part) as village,
    ):
        yield village


@contextmanager
def _running(
    folder: Path, host_api: str, device: str, env: Mapping[str, str], part: Part
) -> Iterator[Village]:
    """A village with a calendar for tomorrow, so that it has something to wait for."""
    home = folder / "v"
    home.mkdir()
    village = Village(home, host_api, device, env)
    village.set_up()
    village.programme("tone", write(PROGRAMME, folder / "tone.wav"))
    first = time.time() // 60 * 60 + TOMORROW_S
    length_s = int(PROGRAMME.length_s)
    village.calendar([first + 2 * length_s * n for n in range(SLOTS)], "tone", length_s)
    try:
        first_s = village.start()
        village.end()
        again_s = village.start()
        subject = f"from nothing to ready, {host_api.upper()}"
        part.say(subject, "first start ever", first_s, "s")
        part.say(subject, "another start", again_s, "s")
        yield village
    finally:
        village.stop()


def _spells(village: Village, seconds: float) -> tuple[Spell, Spell]:
    return _idle(village, seconds), _playing(village, seconds)


def _idle(village: Village, seconds: float) -> Spell:
    time.sleep(REST_S)
    return _spell(village, seconds)


def _playing(village: Village, seconds: float) -> Spell:
    control = village.control()
    name = f"bench-{time.monotonic_ns()}"
    more = {"programme": "tone", "kind": "routine", "repeats": TIMES, "resume": True}
    control.give(name, "play", **more)
    time.sleep(SETTLE_S)
    spell = _spell(village, seconds)
    control.give(f"{name}-stop", "stop")
    control.close()
    return spell


def _spell(village: Village, seconds: float) -> Spell:
    assert village.child is not None
    dry, before = village.xruns(), look(village.child.pid)
    time.sleep(seconds)
    after = look(village.child.pid)
    return Spell(before, after, village.xruns() - dry)


def _say(part: Part, card: str, idle: Spell, playing: Spell, *, is_locked: bool) -> None:
    part.raw[card] = {"idle": asdict(idle), "playing": asdict(playing)}
    note = f"over {idle.seconds:.0f} s"
    locked = "JACK locks all memory: not comparable" if is_locked else ""
    paced = f"{note}; the server asks {RATE / PERIOD:.0f} times a second" if is_locked else note
    subject = f"playout idle, {card}"
    bar, idle_bar, playing_bar = (
        (None, None, None) if is_locked else (IDLE_PSS_MIB, IDLE_CPU, PLAYING_CPU)
    )
    part.say(subject, "PSS", idle.after.pss_mib, "MiB", bar=bar, note=locked)
    cpu = cpu_percent(idle.before, idle.after)
    part.say(subject, "processor", cpu, "% of a core", bar=idle_bar, note=paced)
    wrote = idle.after.written_bytes - idle.before.written_bytes
    part.say(subject, "written to disk", wrote, "bytes", bar=0.0, note=note)
    wakes = (idle.after.switches - idle.before.switches) / idle.seconds
    part.say(subject, "wake-ups", wakes, "a second")
    subject = f"playout on air, {card}"
    part.say(subject, "PSS", playing.after.pss_mib, "MiB", note=locked)
    cpu = cpu_percent(playing.before, playing.after)
    part.say(subject, "processor", cpu, "% of a core", bar=playing_bar, note=paced)
    wrote = playing.after.written_bytes - playing.before.written_bytes
    part.say(subject, "written to disk", wrote, "bytes", note=note)
    part.say(subject, "xruns", playing.xruns, "", note=note)


def _peers(part: Part, folder: Path, seconds: float) -> None:
    """The peers on the same PulseAudio sink, silent and playing."""
    for peer in PEERS:
        if not peer.is_installed:
            part.say(peer.name, "did not run", None, "", note=f"not installed: {peer.program}")
            continue
        for state in ("idle", "playing"):
            home = folder / f"{peer.program}-{state}"
            home.mkdir()
            with pulse(home) as env:
                child = peer.start(home, write(PROGRAMME, home / "tone.wav"), env, state != "idle")
                try:
                    time.sleep(SETTLE_S)
                    before = look(child.pid)
                    time.sleep(seconds)
                    after = look(child.pid)
                finally:
                    child.end()
            part.raw[f"{peer.name}, {state}"] = [asdict(before), asdict(after)]
            cpu = cpu_percent(before, after)
            part.say(peer.name, f"{state}, PSS", after.pss_mib, "MiB")
            part.say(peer.name, f"{state}, processor", cpu, "% of a core")


def _say_long(part: Part, spell: Spell) -> None:
    part.raw["long"] = asdict(spell)
    subject = f"playout on air for {spell.seconds / 60:.0f} min, JACK"
    part.say(subject, "xruns", spell.xruns, "", bar=0.0)
    grown = spell.after.pss_mib - spell.before.pss_mib
    part.say(subject, "memory grown by", grown, "MiB")
