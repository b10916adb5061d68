"""`village-hub notices list|export|add|remove`: what is made public on the screen."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Final

from hub.cli.common import clock, print_json, speaker
from hub.cli.screen_file import document, read, read_file
from hub.cli.screen_lists import add_arguments, carry_out, write_down
from hub.config import Config
from hub.domain.notice import Notice, NoticeId
from hub.errors import RefusedError
from hub.store.database import Database
from hub.store.notices import notices, put_notice, remove_notice
from hub.words import say

KEY: Final = "notices"


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    add_arguments(parser, language, say("screen_file.notices", language))


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    return carry_out(arguments, _list, _add, _remove)


def _list(store: Database, _: Config, arguments: argparse.Namespace) -> None:
    if arguments.json or arguments.verb == "export":
        print_json({KEY: [document(one) for one in notices(store)]})
        return
    speak, now = speaker(arguments), clock(arguments).now()
    for one in notices(store):
        state = "shown" if one.is_shown(now) else "waits" if not one.approver else "later"
        if one.ends is not None and now >= one.ends:
            state = "over"
        told = speak(f"content_page.standing.{state}")
        print(speak("screen_file.notice_line", id=one.id, title=one.title, state=told))


def _add(store: Database, config: Config, arguments: argparse.Namespace) -> None:
    """All of a file or nothing; whatever the file says, a person approves it on the phone."""
    path = next(iter(arguments.words), "-")
    made = [replace(read(told, Notice), approver="") for told in read_file(path, KEY)]
    with store.transaction():
        for one in made:
            put_notice(store, one)
    for one in made:
        write_down(config, arguments, "audit.notice_kept", title=one.title)
    print(speaker(arguments)("screen_file.waits", count=len(made)))


def _remove(store: Database, config: Config, arguments: argparse.Namespace) -> None:
    identity = next(iter(arguments.words), "")
    found = next((one for one in notices(store) if one.id == identity), None)
    if found is None:
        raise RefusedError("screen_file.unknown", id=identity[:60])
    remove_notice(store, NoticeId(identity), clock(arguments).now())
    write_down(config, arguments, "audit.notice_removed", title=found.title)
    print(speaker(arguments)("screen_file.removed", id=identity))
