"""`village-hub prepare FILE -o F.wav`: any media → a file the playout plays, and what was found."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from hub.cli.common import clock, load_config, print_json, speaker
from hub.prepare.ffmpeg import Stage, Surroundings
from hub.prepare.report import lines
from hub.prepare.transcode import Wish, prepare
from hub.words import say

LOUDEST_LUFS, SOFTEST_LUFS = -9.0, -31.0


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("prepare.cli.what", language)
    parser.add_argument("file", metavar="FILE", help=say("prepare.cli.file", language))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="F.wav", help=say("prepare.cli.output", language)
    )
    horn = parser.add_mutually_exclusive_group()
    for option, value in (("--horn", True), ("--no-horn", False)):
        name = "horn" if value else "no_horn"
        horn.add_argument(
            option, dest="horn", action="store_const", const=value,
            help=say(f"prepare.cli.{name}", language),
        )  # fmt: skip
    parser.add_argument(
        "--target", type=_lufs, metavar="LUFS", help=say("prepare.cli.target", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Prepare the file, and tell what was found and done."""
    config, speak = load_config(arguments), speaker(arguments)
    source = Path(arguments.file)
    target: Path = arguments.output or Path(f"{source.name}.prepared.wav")
    preparing = config.preparing
    if arguments.target is not None:
        preparing = replace(preparing, target_lufs=arguments.target)
    shown = sys.stderr.isatty()

    def told(stage: Stage, share: float) -> None:
        if shown:
            text = speak(f"prepare.stage.{stage}")
            print(f"\r{text} {share:4.0%}\033[K", end="", file=sys.stderr, flush=True)

    try:
        _, report = prepare(
            source,
            target.parent,
            Wish(preparing, config.rate, arguments.horn),
            Surroundings(clock(arguments), told),
            target.name,
        )
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
    if arguments.json:
        print_json({"file": str(target), **report.document(speak)})
    else:
        print("\n".join([*lines(report, speak), speak("prepare.written", path=target)]))
    return 0


def _lufs(text: str) -> float:
    value = float(text)
    if not SOFTEST_LUFS <= value <= LOUDEST_LUFS:
        raise ValueError(text)
    return value
