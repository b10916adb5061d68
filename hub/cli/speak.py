"""`village-hub speak`: a text as it will be said, and as sound."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from hub.cli import reading as aloud
from hub.cli.common import complain, load_config, print_json, speaker
from hub.cli.programme import length
from hub.config import Config
from hub.errors import RefusedError
from hub.media.intake import Taken
from hub.prepare.speech import finished
from hub.prepare.transcode import Wish
from hub.prepare.voices.voice import Voice
from hub.words import say


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("speech.what", language)
    parser.add_argument("text", nargs="?", metavar="TEXT|-", help=say("speech.text", language))
    aloud.add_manner(parser, lambda key: say(key, language))
    parser.add_argument("--text-only", action="store_true", help=say("speech.text_only", language))
    parser.add_argument(
        "-o", dest="out", type=Path, metavar="F.wav", help=say("speech.out", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Print what will be said; write the sound where it was asked for."""
    config = load_config(arguments)
    speak = speaker(arguments)
    out = None if arguments.text_only or arguments.out is None else _out(arguments.out)
    written = aloud.text_of(arguments.text)
    knowledge = aloud.known_here(config, speak)
    voice = aloud.voice_of(arguments, config, knowledge)
    reading = aloud.read(written, voice, knowledge)
    aloud.complain_of_unknown(reading, speak)
    taken, spoken = None, reading.spoken
    if out is not None:
        spoken = aloud.said(written, voice, knowledge)
        taken = _make(arguments, spoken, voice, config, out)
    if arguments.json:
        facts: dict[str, object] = {"written": written, "spoken": spoken, "voice": voice.id}
        facts |= {"lexicon": knowledge.revision, "sound": _sound(taken)}
        print_json({**facts, "unknown": [asdict(one) for one in reading.unknown]})
        return 0
    print(spoken)
    if out is None and not arguments.text_only:
        complain(speak("speech.no_out"))
    elif taken is not None:
        told = length(taken.frames / taken.rate)
        complain(speak("speech.saved", path=out, length=told, voice=voice.id))
    return 0


def _out(path: Path) -> Path:
    if path.suffix.lower() != ".wav" or path.is_dir():
        raise RefusedError("speech.no_wav", path=path)
    return path


def _make(
    arguments: argparse.Namespace, spoken: str, voice: Voice, config: Config, out: Path
) -> Taken:
    """Write the sound: whole, or not at all."""
    booth = aloud.booth(arguments, config)
    with booth.spoken(spoken, voice, aloud.manner_of(arguments)) as raw:
        wish = Wish(config.preparing, config.rate)
        return finished(raw, out.absolute().parent, wish, booth.clock, out.name)


def _sound(taken: Taken | None) -> dict[str, object] | None:
    if taken is None:
        return None
    seconds = round(taken.frames / taken.rate, 3)
    return {"length_s": seconds, "rate": taken.rate, "sha256": taken.sha256}
