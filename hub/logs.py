"""Logs of the services: one line a change, to stderr, in the form the systemd journal likes."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Hashable, Mapping
from typing import Final, TextIO

_PRIORITIES: Final = (
    (logging.CRITICAL, 2),
    (logging.ERROR, 3),
    (logging.WARNING, 4),
    (logging.INFO, 6),
)
"""Levels of Python and of syslog; below the last is 7."""


def set_up(
    service: str,
    level: int = logging.INFO,
    stream: TextIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> logging.Logger:
    """Send the log of this process to stderr; called once, by a service's ``__main__``.

    Args:
        service: Name of the service: the logger's name.
        level: Lines below it are left out.
        stream: Where to; None = stderr.
        environment: Where ``JOURNAL_STREAM`` is looked for; None = the process's own.
    """
    target = sys.stderr if stream is None else stream
    variables = os.environ if environment is None else environment
    handler = logging.StreamHandler(target)
    handler.setFormatter(JournalFormatter() if is_journal(target, variables) else _plain())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    return logging.getLogger(service)


def is_journal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """True when the stream goes to the journal: systemd names it ``device:inode``."""
    named = environment.get("JOURNAL_STREAM", "")
    try:
        there = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return named == f"{there.st_dev}:{there.st_ino}"


def _plain() -> logging.Formatter:
    return logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")


class JournalFormatter(logging.Formatter):
    """``<6>message``: the journal knows the time and the unit, it wants only the level."""

    def format(self, record: logging.LogRecord) -> str:
        priority = next((p for level, p in _PRIORITIES if record.levelno >= level), 7)
        lines = super().format(record).splitlines() or [""]
        return "\n".join(f"<{priority}>{line}" for line in lines)


class Changes:
    """Says a thing once, when it changes: kind to the card and to the reader.

    Args:
        logger: Where it is said.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._states: dict[str, Hashable] = {}

    def say(self, key: str, state: Hashable, text: str, level: int = logging.INFO) -> bool:
        """Log `text` if `state` of `key` is another than it was; True when it was logged.

        Args:
            key: What it is about, such as ``"store"`` or ``"zone/xom-1"``.
            state: Its state now.
            text: The whole line.
            level: Level of the line.
        """
        if key in self._states and self._states[key] == state:
            return False
        self._states[key] = state
        self._logger.log(level, "%s", text)
        return True

    def expect(self, key: str, state: Hashable) -> None:
        """Take `state` as known without a word: what is as it should be at start."""
        self._states.setdefault(key, state)
