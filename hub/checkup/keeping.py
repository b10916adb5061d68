"""What a hub keeps, as checks: store, disk, backups, certificate, log; and which versions run."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from hub.certificates.told import Told
from hub.checkup.finding import Finding, Speak, Verdict
from hub.config import Config
from hub.domain.facts import AsRun, Incident
from hub.logbook.wording import Wording
from hub.store.asrun import newest
from hub.store.database import Database
from hub.store.facts_json import Sort
from hub.store.migrate import backups_of
from hub.store.steps import HUB_DB

LITTLE_BYTES: Final = 500 * 1024 * 1024
"""Less free space than this is a warning, bytes."""
BACKUP_OLD: Final = timedelta(days=3)
"""A backup is made every night; this one missed several."""
CERTIFICATE_ENDS: Final = timedelta(days=14)
"""A certificate of the hub's own is renewed long before; the commune's is not by itself."""
INCIDENTS: Final = 5
"""So many of the last incidents are told."""
MB: Final = 1_000_000
GB: Final = 1_000_000_000
MODEL: Final = Path("/proc/device-tree/model")
"""Of a single-board computer."""


def of_store(store: Database, path: Path, speak: Speak) -> Finding:
    """Whether the store can be written."""
    if store.is_read_only:
        return Finding("store", Verdict.BAD, speak("doctor.store_read_only", path=path))
    return Finding("store", Verdict.WELL, speak("doctor.store_well", path=path))


def of_disk(data_dir: Path, speak: Speak) -> Finding:
    """Free space beside the store."""
    folder = data_dir if data_dir.exists() else data_dir.parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", Verdict.BAD, speak("doctor.disk_away", error=error))
    is_well = free >= LITTLE_BYTES
    values = {"free_mib": free // (1 << 20), "free": _roughly(free)}
    told = speak("doctor.disk_well" if is_well else "doctor.disk_low", **values)
    return Finding("disk", Verdict.WELL if is_well else Verdict.BAD, told)


def of_backups(data_dir: Path, now: datetime, tz: ZoneInfo, speak: Speak) -> Finding:
    """How old the newest copy of the store is."""
    try:
        made = [path.stat().st_mtime for path in backups_of(data_dir / HUB_DB)]
    except OSError as error:
        return Finding("backup", Verdict.WARNING, speak("doctor.disk_away", error=error))
    if not made:
        return Finding("backup", Verdict.WARNING, speak("doctor.backup_none"))
    at = datetime.fromtimestamp(max(made), tz=UTC)
    is_old = now - at > BACKUP_OLD
    key = "doctor.backup_old" if is_old else "doctor.backup_well"
    told = speak(key, at=f"{at.astimezone(tz):%H:%M %d/%m/%Y}", count=len(made))
    return Finding("backup", Verdict.WARNING if is_old else Verdict.WELL, told)


def of_certificate(told: Told, now: datetime, speak: Speak) -> Iterator[Finding]:
    """How long the certificate that phones see is still good; nothing where there is none."""
    leaf = told.serving
    if leaf is None:
        return
    values = {"days": (leaf.ends - now).days, "day": f"{leaf.ends:%d/%m/%Y}"}
    if leaf.ends <= now:
        yield Finding("certificate", Verdict.BAD, speak("doctor.certificate_over", **values))
    elif leaf.ends - now < CERTIFICATE_ENDS:
        yield Finding("certificate", Verdict.WARNING, speak("doctor.certificate_ends", **values))
    else:
        yield Finding("certificate", Verdict.WELL, speak("doctor.certificate_well", **values))


def of_log(store: Database, words: Wording) -> Iterator[Finding]:
    """What was last heard, and the last incidents, newest first."""
    cues = [one.fact for one in newest(store, Sort.CUE, 1)]
    for cue in cues:
        assert isinstance(cue, AsRun)
        at = words.moment(cue.started or cue.planned_start)
        told = words.say("doctor.last_cue", title=cue.title, at=at, outcome=words.outcome(cue))
        yield Finding("last", Verdict.WELL, told)
    if not cues:
        yield Finding("last", Verdict.WELL, words.say("doctor.no_last"))
    for one in newest(store, Sort.INCIDENT, INCIDENTS):
        if isinstance(one.fact, Incident):
            what = words.reason(one.fact.what)
            told = words.say("doctor.incident", at=words.moment(one.fact.at), what=what)
            yield Finding("incident", Verdict.WELL, told)


def of_versions(store: Database, config: Config, speak: Speak) -> Finding:
    """Which program, store, system and machine this is."""
    told = speak(
        "doctor.versions",
        name=config.name,
        program=version("village-hub"),
        schema=store.user_version(),
        python=platform.python_version(),
        system=_system(),
        machine=_machine(),
    )
    return Finding("versions", Verdict.WELL, told)


def _roughly(count: int) -> str:
    """So many bytes as phones tell it: "12 GB", "350 MB"."""
    return f"{count // GB} GB" if count >= GB else f"{count // MB} MB"


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.release()}"


def _machine() -> str:
    try:
        return MODEL.read_text("utf-8").rstrip("\0")
    except (OSError, UnicodeDecodeError):
        return platform.machine()
