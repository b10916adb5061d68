"""`village-hub live`: speak from the microphone at the hub, or list what was said."""

from __future__ import annotations

import argparse
import getpass
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from broadcast.live.client import Client, Ending, Microphone, end_on_signal
from broadcast.live.record import segments
from broadcast.live.studio import records
from broadcast.live.wav_microphone import WavMicrophone
from hub.cli.common import complain, load_config, print_json, speaker
from hub.clock import SystemClock
from hub.config import Config
from hub.domain.bulletin import Kind
from hub.domain.ids import OrderId, ZoneId
from hub.live_wire import SOCKET, Hello
from hub.words import say

EXIT_REFUSED: Final = 65
EXIT_CUT: Final = 1
FINE: Final = ("released", "limit")
"""Ends that whoever spoke can be content with."""

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.add_argument("--zones", metavar="A,B", default="", help=say("order.zones", language))
    parser.add_argument(
        "--kind", choices=[str(kind) for kind in Kind], help=say("order.kind", language)
    )
    parser.add_argument("--title", default="", help=say("live.help_title", language))
    parser.add_argument("--by", help=say("order.by", language))
    parser.add_argument("--device", help=say("live.help_device", language))
    parser.add_argument("--file", type=Path, metavar="F.wav", help=say("live.help_file", language))
    parser.add_argument("--seconds", type=float, metavar="N", help=say("live.help_s", language))
    parser.add_argument("--records", action="store_true", help=say("live.help_records", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Speak until Ctrl-C, the end of the file or of the seconds; or list the record."""
    config, speak = load_config(arguments), speaker(arguments)
    if arguments.records:
        return _list(config, speak, as_json=arguments.json)
    clock = SystemClock()
    microphone, rate, close = _microphone(arguments, config, clock)
    ending = Ending(after_s=arguments.seconds)
    try:
        client = Client(config.run_dir / SOCKET, clock, _teller(speak, as_json=arguments.json))
        hello = Hello(
            id=OrderId(f"cli-{uuid.uuid4()}"),
            by=arguments.by or getpass.getuser(),
            zones=frozenset(ZoneId(zone) for zone in arguments.zones.split(",") if zone),
            kind=Kind(arguments.kind or Kind.ROUTINE),
            title=arguments.title,
            rate=rate,
        )
        last = client.talk(hello, microphone, ending, end_on_signal(ending))
    finally:
        close()
    why = last.get("why")
    if why == "refused":
        return EXIT_REFUSED
    return 0 if why in FINE else EXIT_CUT


def _microphone(
    arguments: argparse.Namespace, config: Config, clock: SystemClock
) -> tuple[Microphone, int, Callable[[], None]]:
    if arguments.file is not None:
        file = WavMicrophone(arguments.file, clock)
        return file, file.rate, lambda: None
    # PyAudio costs 5 MiB and 0.1 s; a talk from a file does not pay them.
    from broadcast.audio.portaudio_in import CaptureMicrophone  # noqa: PLC0415

    device = config.live.device if arguments.device is None else arguments.device
    captured = CaptureMicrophone(device, clock)
    return captured, captured.rate, captured.close


def _teller(speak: Speak, *, as_json: bool) -> Callable[[dict[str, Any]], None]:
    def tell(answer: dict[str, Any]) -> None:
        if as_json:
            print_json(answer)
        elif answer.get("state") == "ended" and answer.get("why") not in FINE:
            complain(_sentence(answer, speak))
        else:
            print(_sentence(answer, speak), flush=True)

    return tell


def _sentence(answer: dict[str, Any], speak: Speak) -> str:
    """An answer of the live socket, for people."""
    values = {**answer, **(answer.get("values") or {})}
    key = str(values.pop("key", ""))
    state, why = values.get("state"), values.get("why")
    if state == "warming":
        return speak("live.warming", seconds=f"{values.get('ms', 0) / 1000:.1f}")
    if state == "on_air":
        return speak("live.on_air")
    if state == "ended" and why in FINE:
        return speak("live.ended")
    said = speak(key, **values) if key else str(why)
    return said if state == "warning" or why == "refused" else speak("live.cut", why=said)


def _list(config: Config, speak: Speak, *, as_json: bool) -> int:
    found = sorted(segments(records(config)), key=lambda segment: segment.started)
    if as_json:
        print_json(
            [
                {
                    "started": segment.started.astimezone(config.timezone).isoformat(),
                    "seconds": round(segment.length_s, 1),
                    "by": segment.by,
                    "title": segment.title,
                    "zones": list(segment.zones),
                    "talk": segment.talk,
                    "file": str(segment.path),
                }
                for segment in found
            ]
        )
        return 0
    for segment in found:
        started = segment.started.astimezone(config.timezone)
        print(
            f"{started:%d/%m/%Y %H:%M:%S}  {segment.length_s:5.1f} s  {segment.by}  {segment.path}"
        )
    if not found:
        print(speak("live.no_record"))
    return 0
