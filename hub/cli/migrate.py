"""`village-hub migrate [DATA_DIR]`: prepare the store for this version, or bring a backup back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from hub.cli.common import load_config, print_json, speaker
from hub.store.migrate import Migrated, migrate_all
from hub.store.restore import is_damaged, restore
from hub.store.steps import CONTENT_DB, HUB_DB, PEOPLE_DB
from hub.words import say

KEPT: Final = (HUB_DB, PEOPLE_DB, CONTENT_DB)
"""What has backups."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("migrate.what", language)
    parser.add_argument(
        "data_dir", nargs="?", type=Path, metavar="DATA_DIR", help=say("migrate.data_dir", language)
    )
    parser.add_argument("--restore", action="store_true", help=say("migrate.restore", language))
    parser.add_argument("--mend", action="store_true", help=say("migrate.mend", language))
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Migrate every database and say what was done."""
    folder: Path = arguments.data_dir or load_config(arguments).data_dir
    speak = speaker(arguments)
    for path in _to_restore(arguments, folder):
        back = restore(path)
        key = "migrate.made_anew" if back.damaged is None else "migrate.restored"
        print(speak(key, path=back.path, backup=back.backup, damaged=back.damaged))
    done = migrate_all(folder)
    if arguments.json:
        print_json([_document(one) for one in done])
        return 0
    for one in done:
        print(speak(_key(one), path=one.path, before=one.before, after=one.after))
        if one.backup is not None:
            print(speak("migrate.backup", path=one.backup))
    return 0


def _to_restore(arguments: argparse.Namespace, folder: Path) -> list[Path]:
    """What is damaged; when told to restore and nothing is, `restore` says so of the first."""
    if not (arguments.restore or arguments.mend):
        return []
    found = [folder / name for name in KEPT if is_damaged(folder / name)]
    return found or ([folder / HUB_DB] if arguments.restore else [])


def _key(done: Migrated) -> str:
    if done.before == done.after:
        return "migrate.nothing"
    return "migrate.changed" if done.before else "migrate.made"


def _document(done: Migrated) -> dict[str, object]:
    return {
        "path": str(done.path),
        "before": done.before,
        "after": done.after,
        "backup": str(done.backup) if done.backup else None,
    }
