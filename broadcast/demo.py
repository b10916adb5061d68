"""The example village: finds it, makes its media, fills its store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from hub.config import Config, load
from hub.errors import ConfigError, HubError, StoreError
from hub.store.asrun import newest_instant
from hub.store.calendar import slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.store.steps import HUB_DB, SAMPLES_DB

EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "thon-yen-minh"


def demo_config(*, missing_ok: bool = False) -> Path:
    """The example village's configuration.

    Raises:
        ConfigError: This installation has no examples.
    """
    path = EXAMPLE / "village.toml"
    if not path.is_file() and not missing_ok:
        raise ConfigError((HubError("config.no_file", path=path),))
    return path


def forget(config: Config, now: datetime) -> None:
    """Begin the example afresh when its log is of another time than `now`.

    A cue is played once, and a clock before the newest row of the log is not believed: a
    newcomer who starts the same morning twice would hear nothing the second time.
    """
    if not (config.data_dir / HUB_DB).exists():
        return
    try:
        with open_hub(config.data_dir, Service.CLI) as store:
            newest = newest_instant(store)
    except StoreError:
        newest = None
    if newest is None or newest < now:
        return
    for name in (HUB_DB, SAMPLES_DB):
        for path in config.data_dir.glob(f"{name}*"):
            path.unlink()
    for name in ("asrun.spool", "progress.json"):
        (config.run_dir / name).unlink(missing_ok=True)


def seed(path: Path, speak: Callable[..., str]) -> None:
    """Make the media and, once, take calendar, programmes and rules into the store."""
    folder = path.parent
    config = load(path)
    with open_hub(config.data_dir, Service.CLI) as store:
        if slots(store):
            return
    print(speak("run.seeding"), flush=True)
    subprocess.run([sys.executable, str(folder / "make_media.py")], check=True)  # noqa: S603
    for command in (
        ["programme", "add", "--from", str(folder / "programmes.toml")],
        ["rules", "set", str(folder / "rules.toml")],
        ["calendar", "import", str(folder / "calendar.ics")],
    ):
        told = [sys.executable, "-m", "hub", "--config", str(path), *command]
        subprocess.run(told, check=True)  # noqa: S603 - our own command
