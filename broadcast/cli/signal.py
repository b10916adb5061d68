"""`village-hub signal list|render|add`: bells, pips and sirens that the project makes itself."""

from __future__ import annotations

import argparse
import tempfile
from array import array
from pathlib import Path
from typing import Final

from broadcast.audio.signals import MOST_S, SIGNALS, Signal, render
from broadcast.audio.wavfile import wav_header
from hub.cli.common import load_config, print_json, speaker
from hub.cli.programme import document
from hub.cli.programme_list import Wanted, wanted_in
from hub.domain.bulletin import Kind, Level
from hub.domain.ids import ProgrammeId
from hub.errors import MediaError, RefusedError
from hub.media.intake import take_in
from hub.store.calendar import put_programme
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import say

AUTHOR: Final = "village-hub"
"""Who made a signal, in the log book, when nobody else is named."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("signal.what", language)
    parser.add_argument(
        "verb", choices=("list", "render", "add"), help=say("signal.verb", language)
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help=say("signal.name", language))
    parser.add_argument(
        "-o", dest="output", type=Path, metavar="F.wav", help=say("signal.output", language)
    )
    parser.add_argument(
        "--seconds",
        type=float,
        metavar="S",
        help=say("signal.seconds", language, most=round(MOST_S)),
    )
    parser.add_argument("--id", help=say("programme.id", language))
    parser.add_argument("--title", help=say("programme.of.title", language))
    parser.add_argument(
        "--kind", choices=tuple(Kind), default=Kind.ROUTINE, help=say("programme.of.kind", language)
    )
    parser.add_argument(
        "--level",
        choices=tuple(Level),
        default=Level.COMMUNE,
        help=say("programme.of.level", language),
    )
    parser.add_argument("--author", default=AUTHOR, help=say("programme.of.author", language))
    parser.add_argument("--approver", default="", help=say("programme.of.approver", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """List signals, write one to a file, or put one into the store."""
    if arguments.verb == "list":
        _list(arguments)
    elif arguments.verb == "render":
        _render(arguments)
    else:
        _add(arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    speak = speaker(arguments)
    found = [
        {
            "name": name,
            "title": speak(f"signal.title.{name}"),
            "length_s": signal.length_s,
            "lufs": signal.lufs,
        }
        for name, signal in SIGNALS.items()
    ]
    if arguments.json:
        print_json(found)
    else:
        print("\n".join(speak("signal.line", **one) for one in found))


def _render(arguments: argparse.Namespace) -> None:
    path: Path | None = arguments.output
    if path is None:
        raise RefusedError("signal.no_output")
    rate = load_config(arguments).rate
    _write(path, _samples(arguments, rate), rate)
    if not arguments.json:
        print(speaker(arguments)("signal.written", path=path))


def _add(arguments: argparse.Namespace) -> None:
    config, speak = load_config(arguments), speaker(arguments)
    samples = _samples(arguments, config.rate)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signal.wav"
        _write(path, samples, config.rate)
        wanted = _wanted(arguments, path, speak(f"signal.title.{arguments.name}"))
        with open_hub(config.data_dir, Service.CLI) as store:
            programme = wanted.with_media(take_in(path, config.media_dir, config.rate))
            put_programme(store, programme)
    if arguments.json:
        print_json(document(programme))
    else:
        seconds = round(programme.length_s)
        key = "signal.added" if programme.approver else "signal.added_draft"
        print(speak(key, id=programme.id, title=programme.title, seconds=seconds))


def _wanted(arguments: argparse.Namespace, path: Path, title: str) -> Wanted:
    told = {
        "id": arguments.id or ProgrammeId(arguments.name),
        "title": arguments.title or title,
        "kind": arguments.kind,
        "level": arguments.level,
        "author": arguments.author,
        "approver": arguments.approver,
        "file": str(path),
    }
    (wanted,) = wanted_in({"programmes": [told]}, Path(), arguments.name)
    return wanted


def _samples(arguments: argparse.Namespace, rate: int) -> array[int]:
    seconds: float | None = arguments.seconds
    if seconds is not None and not 0 < seconds <= MOST_S:
        raise RefusedError("signal.wrong_length", most=round(MOST_S))
    return render(_signal(arguments), rate, seconds)


def _signal(arguments: argparse.Namespace) -> Signal:
    signal = SIGNALS.get(arguments.name or "")
    if signal is None:
        known = ", ".join(SIGNALS)
        raise RefusedError("signal.unknown", signal=arguments.name or "", known=known)
    return signal


def _write(path: Path, samples: array[int], rate: int) -> None:
    data = samples.tobytes()
    try:
        path.write_bytes(wav_header(len(data), rate, 1) + data)
    except OSError as error:
        raise MediaError("audio.unwritable", path=path, error=error.strerror) from error
