"""Drives every line off, from outside, after the playout has died.

``python -m broadcast.off --config F`` runs in the unit's ``ExecStopPost=``; the supervisor
of ``village-hub run`` calls `drive_all_off` in its own process.  It never keys anything,
says nothing when all is well, and ends with 0 even when a pin fails: systemd must not
take a failed relay for a failed stop.

It has no time and is not choosy.  Instead of the whole of `hub.config` it takes from the
file just what it needs, so that a mistake elsewhere in it leaves no amplifier on (and
half the start-up time is saved); a Raspberry Pi's lines go off by one request each to the
kernel, without gpiozero.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hub.errors import DeviceError, HubError
from hub.hardware.chardev import drive_off, header_chip
from hub.hardware.fake import LAST_PIN, FakeBoard

if TYPE_CHECKING:
    from hub.config import Config

EXIT_CONFIG: Final = 78
"""Nothing could be read from the configuration (sysexits.h EX_CONFIG)."""


class Wire(NamedTuple):
    """One line: whose it is, where it is, which level keys it."""

    zone: str
    pin: int
    active_high: bool


def drive_all_off(config: Config) -> list[HubError]:
    """Claim every configured line at its off level and give it back.

    Returns:
        What went wrong, one sentence each (``amplifier.off_failed``); empty when every
        line is off.
    """
    wires = [
        Wire(zone.id, zone.line, zone.active_high)
        for zone in config.zones.values()
        if zone.line is not None
    ]
    return drive_off_wires(config.hardware.board, config.run_dir, wires, config.language)


def drive_off_wires(
    kind: str, run_dir: Path, wires: Sequence[Wire], language: str
) -> list[HubError]:
    """The same for lines by hand; `kind` is "gpiozero" or "fake"."""
    problems: list[HubError] = []
    for wire in wires:
        try:
            if kind == "fake":
                FakeBoard(run_dir).line(wire.pin, active_high=wire.active_high).close()
            else:
                drive_off(header_chip(), wire.pin, active_high=wire.active_high)
        except OSError as error:
            problems.append(_problem(wire.zone, wire.pin, _why(error, language)))
    return problems


def read_wires(document: Mapping[str, object]) -> tuple[list[Wire], list[HubError]]:
    """The lines in a TOML document, mistakes or not.

    Returns:
        Lines, and what is wrong with those that cannot be driven because nobody can tell
        which level is off.
    """
    wires: list[Wire] = []
    problems: list[HubError] = []
    for table in _tables(document.get("zones")):
        zone, pin, high = table.get("id", "?"), table.get("line"), table.get("active_high", True)
        if not isinstance(pin, int) or isinstance(pin, bool) or not 0 <= pin <= LAST_PIN:
            continue
        if isinstance(high, bool):
            wires.append(Wire(str(zone), pin, high))
        else:
            problems.append(_problem(str(zone), pin, f"active_high = {high!r}"))
    return wires, problems


def main(arguments: Sequence[str]) -> int:
    """Run as a command; 78 when nothing can be read from the configuration, else 0."""
    if len(arguments) != 2 or arguments[0] != "--config":
        print("usage: python -m broadcast.off --config FILE", file=sys.stderr)
        return 2
    path = Path(arguments[1])
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        key = "no_file" if isinstance(error, FileNotFoundError) else "unreadable"
        _tell([HubError(f"config.{key}", path=path, error=error)], "vi")
        return EXIT_CONFIG
    hub, hardware = _table(document.get("hub")), _table(document.get("hardware"))
    language = "en" if hub.get("language") == "en" else "vi"
    run_dir = path.parent / str(hub.get("run_dir", "/run/hub"))
    wires, problems = read_wires(document)
    problems += drive_off_wires(str(hardware.get("board", "fake")), run_dir, wires, language)
    _tell(problems, language)
    return 0


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _problem(zone: str, pin: int, why: str) -> HubError:
    return DeviceError("amplifier.off_failed", zone=zone, pin=pin, why=why)


def _why(error: OSError, language: str) -> str:
    if not isinstance(error, HubError):
        return str(error)
    # Only for a failure: reading the catalogue takes longer than switching off.
    from hub.words import say  # noqa: PLC0415

    return say(error.key, language, **error.values)


def _tell(problems: Sequence[HubError], language: str) -> None:
    if not problems:
        return
    from hub.words import say  # noqa: PLC0415  # as above

    for problem in problems:
        print(say(problem.key, language, **problem.values), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
