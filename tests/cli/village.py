"""A small village on the disk, and commands called as the command line calls them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from hub.store.migrate import migrate_all

ZONES = ("xom-1", "xom-2", "xom-3")

Call = Callable[..., str]
"""Runs a command and returns what it printed; errors leave as they are raised."""


def make_village(folder: Path) -> Path:
    """A configuration with three zones and an empty store; returns its path."""
    zones = "".join(f'[[zones]]\nid = "{zone}"\n' for zone in ZONES)
    path = folder / "village.toml"
    path.write_text(
        f'[hub]\ndata_dir = "data"\nrun_dir = "run"\n[[cards]]\nname = "main"\n{zones}', "utf-8"
    )
    migrate_all(folder / "data")
    return path


def caller(
    command: ModuleType, config: Path, capsys: pytest.CaptureFixture[str], language: str = "vi"
) -> Call:
    """The command as a function of its words."""

    def call(*words: object) -> str:
        parser = argparse.ArgumentParser()
        command.add_to(parser, language)
        arguments = parser.parse_args([str(word) for word in words])
        arguments.config, arguments.language = str(config), language
        assert command.run(arguments) == 0
        return capsys.readouterr().out

    return call
