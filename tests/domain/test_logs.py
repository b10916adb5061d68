"""Log lines: a change is said once, and the journal gets its levels."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.logs import Changes, JournalFormatter, is_journal, set_up


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_state_is_said_when_it_changes_and_only_then() -> None:
    stream = io.StringIO()
    changes = Changes(set_up("broadcast", stream=stream, environment={}))

    said = [
        changes.say("store", "full", "the disk is full"),
        changes.say("store", "full", "the disk is full"),
        changes.say("card", "lost", "the card is lost"),
        changes.say("store", "well", "the disk has room"),
        changes.say("store", "full", "the disk is full"),
    ]

    assert said == [True, False, True, True, True]
    assert stream.getvalue().count("the disk is full") == 2


def test_what_is_expected_is_not_said() -> None:
    stream = io.StringIO()
    changes = Changes(set_up("broadcast", stream=stream, environment={}))
    changes.expect("store", "well")

    assert not changes.say("store", "well", "the disk has room")
    assert stream.getvalue() == ""


def test_a_line_says_when_what_and_who() -> None:
    stream = io.StringIO()
    set_up("broadcast", stream=stream, environment={}).warning("the card is lost")

    assert stream.getvalue().endswith(" WARNING broadcast: the card is lost\n")


@pytest.mark.parametrize(
    ("level", "prefix"),
    [
        (logging.DEBUG, "<7>"),
        (logging.INFO, "<6>"),
        (logging.WARNING, "<4>"),
        (logging.ERROR, "<3>"),
        (logging.CRITICAL, "<2>"),
    ],
)
def test_the_journal_gets_syslog_levels(level: int, prefix: str) -> None:
    record = logging.LogRecord("hub", level, "", 0, "text", None, None)

    assert JournalFormatter().format(record) == prefix + "text"


def test_every_line_of_a_message_has_its_level() -> None:
    record = logging.LogRecord("hub", logging.ERROR, "", 0, "one\ntwo", None, None)

    assert JournalFormatter().format(record) == "<3>one\n<3>two"


def test_the_journal_is_known_by_its_device_and_inode(tmp_path: Path) -> None:
    with (tmp_path / "stream").open("w") as stream:
        there = os.fstat(stream.fileno())
        named = {"JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}

        assert is_journal(stream, named)
        assert not is_journal(stream, {"JOURNAL_STREAM": "1:2"})
        assert not is_journal(stream, {})
        assert not is_journal(io.StringIO(), named)
