"""Reads a TOML file that a person hands to a command, and tells all its mistakes together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hub.errors import ConfigError, HubError, RefusedError

MOST_BYTES: Final = 1 << 20
"""A village's programmes or rules are some kilobytes."""


class MistakesError(ConfigError):
    """A document has mistakes; nothing of it was taken over.

    Args:
        name: What people call the document.
        problems: Every mistake found.
    """

    def __init__(self, name: object, problems: tuple[HubError, ...]) -> None:
        super().__init__(problems)
        self.key = "document.mistakes"
        self.values = {"path": name, "count": len(problems)}


def read_toml(path: Path) -> Mapping[str, object]:
    """The document in a file.

    Raises:
        RefusedError: It cannot be read, is too big or is not TOML.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise RefusedError("document.too_big", path=path, most=MOST_BYTES // 1000)
        return tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise RefusedError("document.no_file", path=path) from error
    except OSError as error:
        raise RefusedError("document.unreadable", path=path, error=error.strerror) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RefusedError("document.not_toml", path=path, error=error) from error
