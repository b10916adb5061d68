"""The command line `village-hub`: finds the command, speaks the user's language, ends with a code.

Commands are entry points of the group ``village_hub.commands``, so that the core does not
import the services whose commands it runs (docs/adr/0011).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points, version
from typing import Final

from hub.cli import grammar
from hub.cli.common import complain, config_path
from hub.cli.document import MistakesError
from hub.config import EXIT_CONFIG, load
from hub.errors import (
    ConfigError,
    ControlError,
    DeviceError,
    HubError,
    LinkError,
    MediaError,
    RefusedError,
    StoreError,
)
from hub.words import DEFAULT_LANGUAGE, LANGUAGES, say

GROUP: Final = "village_hub.commands"

EXIT_CODES: Final[tuple[tuple[type[HubError], int], ...]] = (
    (ConfigError, EXIT_CONFIG),
    (RefusedError, 65),
    (MediaError, 66),
    (DeviceError, 66),
    (ControlError, 69),
    (LinkError, 69),
    (StoreError, 74),
)
"""Exit codes by family, after sysexits.h; anything else of ours is 70."""

LONGEST_SENTENCE: Final = 600
EXIT_SYSTEM: Final = 74
"""The system refused to read or write, and no part of ours has words for it: a full disk."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    grammar.speak(_environment_language())  # finding the language may itself fail
    language = _language(words)
    grammar.speak(language)
    try:
        return _run_to_the_end(words, language)
    except HubError as error:
        for sentence in explain(error, language):
            complain(_cut(sentence))
        return exit_code(error)
    except BrokenPipeError:
        _drop_the_rest()
        return 0
    except OSError as error:
        _drop_the_rest()
        complain(say("cli.system", language, detail=error.strerror or error))
        return EXIT_SYSTEM
    except KeyboardInterrupt:
        return 130


def _run_to_the_end(words: list[str], language: str) -> int:
    code = _run(words, language)
    if sys.stdout is not None:  # it is None when whoever called us had closed it
        sys.stdout.flush()
    return code


def _cut(sentence: str) -> str:
    """No more than people read: a name of ten thousand letters would hide what is wrong."""
    return sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[:LONGEST_SENTENCE]}…"


def _drop_the_rest() -> None:
    """What is still buffered has nowhere to go: Python would say so once more at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def exit_code(error: HubError) -> int:
    """What the command ends with; the mistakes of a document count, not that there are some."""
    if isinstance(error, MistakesError):
        is_media = all(isinstance(problem, MediaError) for problem in error.problems)
        return 66 if is_media else 65
    return next((code for family, code in EXIT_CODES if isinstance(error, family)), 70)


def explain(error: HubError, language: str) -> list[str]:
    """The sentences of an error: one, or one for each mistake of a configuration."""
    problems = error.problems if isinstance(error, ConfigError) else ()
    first = say(error.key, language, **error.values)
    if len(problems) == 1:
        return [say(problems[0].key, language, **problems[0].values)]
    return [first, *("  " + say(p.key, language, **p.values) for p in problems)]


def _run(words: list[str], language: str) -> int:
    commands = {point.name: point for point in entry_points(group=GROUP)}
    parser = argparse.ArgumentParser(
        prog="village-hub",
        description=say("cli.what", language),
        epilog=say("cli.commands", language, names=", ".join(sorted(commands))),
    )
    parser.add_argument("--config", metavar="F", help=say("cli.config", language))
    parser.add_argument("--language", choices=LANGUAGES, help=say("cli.language", language))
    parser.add_argument(
        "--version",
        action="version",
        version=version("village-hub"),
        help=say("cli.version", language),
    )
    parser.add_argument("command", choices=sorted(commands), help=say("cli.command", language))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    return _call(commands[chosen.command], chosen, language)


def _call(point: EntryPoint, chosen: argparse.Namespace, language: str) -> int:
    module = point.load()
    parser = argparse.ArgumentParser(prog=f"village-hub {point.name}")
    parser.add_argument("--config", metavar="F", help=say("cli.config", language))
    parser.add_argument("--language", choices=LANGUAGES, help=say("cli.language", language))
    module.add_to(parser, language)
    grammar.keep_usage(parser, language)
    arguments = parser.parse_intermixed_args(chosen.rest)  # people write options between words
    arguments.config = arguments.config or chosen.config
    arguments.language = language
    code: int = module.run(arguments)
    return code


def _language(words: Sequence[str]) -> str:
    """`--language`, else the configuration's, else the environment's, else Vietnamese."""
    finder = argparse.ArgumentParser(add_help=False)
    finder.add_argument("--language")
    finder.add_argument("--config")
    found, _ = finder.parse_known_args([word for word in words if word not in {"-h", "--help"}])
    if found.language in LANGUAGES:
        return str(found.language)
    try:
        path = config_path(found)
        return load(path).language if path is not None else _environment_language()
    except ConfigError:
        return _environment_language()


def _environment_language() -> str:
    named = os.environ.get("VILLAGE_HUB_LANGUAGE", "")
    return named if named in LANGUAGES else DEFAULT_LANGUAGE


if __name__ == "__main__":
    sys.exit(main())
