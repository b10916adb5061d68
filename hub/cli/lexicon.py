"""`village-hub lexicon list|set|remove`: how this village and its commune say words."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from hub.cli.common import load_config, print_json, speaker
from hub.domain.lexicon import Respelling, Scope, Sort, key_of, respelling
from hub.errors import RefusedError
from hub.store.connect import open_hub
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.speech import lexicon, lexicon_revision, put_respelling, remove_respelling
from hub.words import say

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("lexicon.what", language)
    verbs = ("list", "set", "remove")
    parser.add_argument("verb", choices=verbs, help=say("lexicon.verb", language))
    parser.add_argument("written", nargs="?", metavar="WORD", help=say("lexicon.word", language))
    parser.add_argument("reading", nargs="*", metavar="READING", help=say("lexicon.say", language))
    parser.add_argument(
        "--scope",
        choices=tuple(Scope),
        default=Scope.VILLAGE,
        help=say("lexicon.of_scope", language),
    )
    parser.add_argument("--as", dest="sort", choices=tuple(Sort), help=say("lexicon.as", language))
    for side in ("after", "before"):
        parser.add_argument(
            f"--{side}", default="", metavar="W,W", help=say(f"lexicon.{side}", language)
        )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Show the entries; after a change, say what was changed."""
    config = load_config(arguments)
    speak = speaker(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        if arguments.verb == "list":
            told = _lines(lexicon(store), speak)
        elif not arguments.written:
            raise RefusedError("lexicon.no_word")
        elif arguments.verb == "set":
            told = [_set(arguments, store, speak)]
        else:
            told = [_remove(arguments, store, speak)]
        entries, revision = lexicon(store), lexicon_revision(store)
    if arguments.json:
        found = [_document(one) for one in entries]
        print_json({"revision": revision, "entries": found})
    else:
        print("\n".join(told))
    return 0


def _set(arguments: argparse.Namespace, store: Database, speak: Speak) -> str:
    entry = respelling(
        arguments.written,
        " ".join(arguments.reading),
        scope=Scope(arguments.scope),
        sort=Sort(arguments.sort) if arguments.sort else None,
        after=_words(arguments.after),
        before=_words(arguments.before),
    )
    put_respelling(store, entry)
    return speak("lexicon.stored", line=_line(entry, speak))


def _remove(arguments: argparse.Namespace, store: Database, speak: Speak) -> str:
    """Whatever sort it is: a person knows the word and not its sort."""
    scope = Scope(arguments.scope)
    spellings = {key_of(sort, arguments.written) for sort in Sort}
    if not remove_respelling(store, scope, sorted(spellings)):
        told = speak(f"lexicon.scope.{scope}")
        raise RefusedError("lexicon.unknown", written=arguments.written[:60], scope=told)
    return speak("lexicon.removed", written=arguments.written)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(",") if word.strip())


def _lines(entries: tuple[Respelling, ...], speak: Speak) -> list[str]:
    return [_line(one, speak) for one in entries] or [speak("lexicon.none")]


def _line(entry: Respelling, speak: Speak) -> str:
    contexts = [
        speak(f"lexicon.when_{side}", words=", ".join(words))
        for side, words in (("after", entry.after), ("before", entry.before))
        if words
    ]
    return speak(
        "lexicon.line",
        written=entry.written,
        reading=entry.reading,
        sort=speak(f"lexicon.sort.{entry.sort}"),
        scope=speak(f"lexicon.scope.{entry.scope}"),
        context="".join(contexts),
    )


def _document(entry: Respelling) -> dict[str, object]:
    return {
        "sort": entry.sort,
        "scope": entry.scope,
        "written": entry.written,
        "reading": entry.reading,
        "after": list(entry.after),
        "before": list(entry.before),
    }
