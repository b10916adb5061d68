"""`village-hub run`: the whole hub in one terminal."""

from __future__ import annotations

import argparse
import os
import selectors
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from broadcast.audio.pulse import PulseNullSink
from broadcast.audio.soundcards import has_sound_card
from broadcast.cli.only_run import only_run
from broadcast.cli.state import air_line
from broadcast.demo import demo_config, forget, seed
from broadcast.off import drive_all_off
from broadcast.supervisor import GIVE_UP, Child, Supervisor
from hub.certificates.front import nginx
from hub.checkup.services import next_line
from hub.cli.common import complain, config_path, parse_instant, speaker
from hub.clock import Clock, SystemClock
from hub.config import Config, load
from hub.control import ControlClient
from hub.errors import HubError
from hub.interfaces import ANYWHERE
from hub.store.migrate import migrate_all
from hub.words import say

LOOK_S: Final = 0.5
"""How often a terminal is told what changed, seconds."""
PULSE: Final = "pulse"
AHEAD: Final = -10
"""Niceness, where it may be asked for: neither sound nor switching off waits behind others."""

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--demo", action="store_true", help=say("run.demo", language))
    parser.add_argument("--at", metavar="T", help=say("run.at", language))
    parser.add_argument("--kiosk", action="store_true", help=say("run.kiosk", language))
    parser.add_argument("--record", metavar="F.wav", help=say("run.record", language))


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C."""
    speak = speaker(arguments)
    path = demo_config() if arguments.demo else config_path(arguments)
    if path is None:
        path = demo_config()
    config = load(path)
    for folder in (config.data_dir, config.run_dir, config.media_dir):
        folder.mkdir(parents=True, exist_ok=True)
    with only_run(config.run_dir, SystemClock()):
        return _run(path, config, arguments, speak)


def _run(path: Path, config: Config, arguments: argparse.Namespace, speak: Speak) -> int:
    offset = _offset(arguments, config)
    is_demo = path == demo_config(missing_ok=True)
    if is_demo:
        forget(config, SystemClock(offset).now())
    migrate_all(config.data_dir)
    if is_demo:
        seed(path, speak)
        offset = _offset(arguments, config)
    with _Sound(config, arguments, speak) as sound:
        more = ["web.kiosk.run"] if arguments.kiosk else []
        return _supervise(path, config, offset, sound.environment, speak, more=more)


def _offset(arguments: argparse.Namespace, config: Config) -> timedelta:
    if not arguments.at:
        return timedelta(0)
    return parse_instant(arguments.at, config.timezone) - SystemClock().now()


def _supervise(
    path: Path,
    config: Config,
    offset: timedelta,
    environment: Mapping[str, str],
    speak: Speak,
    *,
    more: Sequence[str],
) -> int:
    with suppress(PermissionError):
        os.nice(AHEAD)
    clock = SystemClock(offset)
    common = ["--config", str(path), "--clock-offset-s", str(offset.total_seconds())]

    def off() -> None:
        for problem in drive_all_off(config):
            complain(speak(problem.key, **problem.values))

    children = [
        _child("broadcast", common, environment, off),
        _child("hub.service", common, environment, lambda: None),
        _child("web", common, environment, lambda: None),
        _child("wifi", common, environment, lambda: None),
    ]
    if config.relay.hosts or config.relay.devices:
        children.append(_child("hub.relay.listener", common, environment, lambda: None))
    children += [
        _child(module, common, environment, lambda: None) for module in _in_network(config, speak)
    ]
    children += [_child(module, common, environment, lambda: None) for module in more]
    teller = _Teller(config, clock, speak)
    ending = _Ending()
    with selectors.DefaultSelector() as selector:
        ending.watch(selector)
        Supervisor(children, clock, teller.ended).run(
            selector, lambda: ending.is_asked, teller.look
        )
    with suppress(OSError):  # the terminal may be gone
        print(speak("run.ended"), flush=True)
    return 0 if ending.is_asked else 1


def _in_network(config: Config, speak: Speak) -> list[str]:
    """What phones need beside the pages: the hub's name, and https where nginx is installed."""
    modules = []
    if config.network.announce and config.web.host in ANYWHERE:
        modules.append("hub.naming")
    if config.network.https_port:
        if nginx() is not None:
            modules.append("hub.certificates.front")
        else:
            print(speak("network.no_nginx"), flush=True)
    return modules


def _child(
    module: str, common: list[str], environment: Mapping[str, str], ended: Callable[[], None]
) -> Child:
    command = [sys.executable, "-m", module, *common]
    return Child(module, command, {**os.environ, **environment}, ended)


class _Ending:
    """Ctrl-C, SIGTERM and a closed terminal wake the loop."""

    def __init__(self) -> None:
        self.is_asked = False
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def watch(self, selector: selectors.BaseSelector) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup says: go on
                signal.signal(number, self._ask)
        selector.register(self._read, selectors.EVENT_READ, lambda: os.read(self._read, 64))

    def _ask(self, _number: int, _frame: object) -> None:
        self.is_asked = True
        os.write(self._write, b"!")


@dataclass(slots=True)
class _Teller:
    """Prints what is on air and what comes next, when it changes."""

    config: Config
    clock: Clock
    speak: Speak
    said: str = ""
    next_look: float = 0.0

    def look(self) -> float:
        """Ask the playout and print what is new; when to ask again."""
        now = self.clock.monotonic()
        if now >= self.next_look:
            self.next_look = now + LOOK_S
            try:
                client = ControlClient(self.config.run_dir / "broadcast.sock", timeout_s=0.3)
                self._tell(client.call("vn.hub.Broadcast.State", {})["state"])
            except HubError:
                return self.next_look
        return self.next_look

    def ended(self, name: str, code: int) -> None:
        """A child ended by itself."""
        key = "run.child_gave_up" if code in GIVE_UP else "run.child_ended"
        complain(self.speak(key, name=name, code=code))

    def _tell(self, state: dict[str, Any]) -> None:
        lines = [air_line(item, self.speak) for item in state["on_air"]]
        lines += [] if lines else [next_line(state["next"], self.speak)]
        text = "\n".join(lines)
        if text != self.said:
            now = datetime.fromisoformat(state["now"])
            with suppress(OSError):  # the terminal may be gone, and the hub told to outlive it
                print(f"[{now:%H:%M:%S}] {text}", flush=True)
            self.said = text


class _Sound:
    """A private PulseAudio sink when there is no card; what it would play is recorded."""

    def __init__(self, config: Config, arguments: argparse.Namespace, speak: Speak) -> None:
        self._config = config
        self._speak = speak
        self._wanted = Path(arguments.record) if arguments.record else None
        self._sink: PulseNullSink | None = None
        self.environment: Mapping[str, str] = {}

    def __enter__(self) -> Self:
        real = any(card.device != "null" for card in self._config.cards.values())
        if not real or (has_sound_card() and self._wanted is None):
            return self
        wav = self._wanted or self._config.data_dir / "heard.wav"
        self._sink = PulseNullSink(self._config.run_dir / PULSE, wav, SystemClock())
        self._sink.start()
        self.environment = self._sink.environment()
        print(self._speak("run.recorded", path=wav), flush=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._sink is not None:
            self._sink.stop()
