"""`village-hub voice list|add|remove|default`: who reads aloud."""

from __future__ import annotations

import argparse
from pathlib import Path

from hub.cli import reading as aloud
from hub.cli.common import load_config, print_json, speaker
from hub.config import Config
from hub.errors import MediaError, RefusedError
from hub.prepare.voices import shelf
from hub.prepare.voices.trial import SENTENCE, Trial, judge, measure
from hub.prepare.voices.voice import Engine, Voice
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.speech import put_usual_voice
from hub.words import say


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("voice.what", language)
    verbs = ("list", "add", "remove", "default")
    parser.add_argument("verb", choices=verbs, help=say("voice.verb", language))
    parser.add_argument(
        "name", nargs="?", metavar="FILE.onnx|NAME", help=say("voice.name", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and say what became of it."""
    config = load_config(arguments)
    if arguments.verb == "list":
        _list(arguments, config)
        return 0
    if not arguments.name:
        raise RefusedError("voice.no_name")
    if arguments.verb == "add":
        _add(arguments, config)
    elif arguments.verb == "remove":
        _remove(arguments, config)
    else:
        _choose(arguments, config)
    return 0


def _list(arguments: argparse.Namespace, config: Config) -> None:
    speak = speaker(arguments)
    usual = aloud.known_here(config, speak).voice
    program = aloud.booth(arguments, config).piper
    documents, lines = [], []
    for voice in shelf.voices(aloud.voices_dir(config)):
        is_usable = aloud.is_usable(voice, program)
        documents.append(
            {**_document(voice, speak), "usual": voice.id == usual, "usable": is_usable}
        )
        trouble = "" if is_usable else " – " + speak("voice.no_engine", engine=voice.engine)
        mark = "*" if voice.id == usual else " "
        told = {**_document(voice, speak), "trouble": trouble, "mark": mark}
        lines.append(speak("voice.line", **told))
    if arguments.json:
        print_json(documents)
    else:
        print("\n".join(lines))


def _add(arguments: argparse.Namespace, config: Config) -> None:
    heard: list[Trial] = []

    def try_out(voice: Voice) -> None:
        try:
            with aloud.booth(arguments, config).spoken(SENTENCE, voice) as path:
                heard.append(judge(measure(path), voice.id))
        except MediaError as error:
            if error.key != "speech.failed":
                raise
            told = str(error.values.get("error", ""))[:80]
            raise RefusedError("voice.broken", voice=voice.id, error=told) from error

    voice = shelf.add(Path(arguments.name), aloud.voices_dir(config), try_out)
    trial = heard[0]
    speak = speaker(arguments)
    if arguments.json:
        tried = {"length_s": round(trial.length_s, 2), "level_dbfs": trial.level_dbfs}
        print_json({**_document(voice, speak), **tried})
    else:
        length, level = f"{trial.length_s:.1f}", f"{trial.level_dbfs:.0f}"
        print(speak("voice.added", voice=voice.id, length=length, level=level))


def _remove(arguments: argparse.Namespace, config: Config) -> None:
    speak = speaker(arguments)
    if arguments.name == aloud.known_here(config, speak).voice:
        raise RefusedError("voice.in_use", voice=arguments.name)
    voice = shelf.remove(arguments.name, aloud.voices_dir(config))
    _tell(arguments, "voice.removed", voice)


def _choose(arguments: argparse.Namespace, config: Config) -> None:
    voice = shelf.find(arguments.name, aloud.voices_dir(config))
    with open_hub(config.data_dir, Service.CLI) as store:
        put_usual_voice(store, voice.id)
    _tell(arguments, "voice.default", voice)


def _tell(arguments: argparse.Namespace, key: str, voice: Voice) -> None:
    speak = speaker(arguments)
    if arguments.json:
        print_json(_document(voice, speak))
    else:
        print(speak(key, voice=voice.id))


def _document(voice: Voice, speak: aloud.Speak) -> dict[str, object]:
    """A voice as JSON; the names of espeak-ng's voices stand in the catalogue."""
    name = speak(voice.name) if voice.engine is Engine.ESPEAK else voice.name
    return {
        "id": voice.id,
        "name": name,
        "language": voice.language,
        "engine": voice.engine,
        "rate": voice.rate,
    }
