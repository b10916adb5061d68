"""`village-hub certificate show|renew|install`: the certificates that phones are shown."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from hub.certificates.due import Wanted, covered
from hub.certificates.keeper import Keeper, all_new
from hub.certificates.places import places_of
from hub.certificates.server import read_again
from hub.certificates.supplied import LIMIT, check, known_roots
from hub.certificates.told import Authority, Leaf, Told, read_told
from hub.certificates.wishes import clock_of, wanted_of
from hub.cli.common import clock, load_config, speaker
from hub.config import Config
from hub.errors import RefusedError
from hub.words import say

Speak = Callable[..., str]
HTTPS_PORT: Final = 443
INDENT: Final = "  "
BUNDLE: Final = Path("/etc/ssl/certs/ca-certificates.crt")
"""Debian's (package ca-certificates)."""


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    what = say("certificate.what", language)
    parser.add_argument("what", choices=("show", "renew", "install"), help=what)
    parser.add_argument(
        "certificate", nargs="?", type=Path, help=say("certificate.certificate_file", language)
    )
    parser.add_argument("key", nargs="?", type=Path, help=say("certificate.key_file", language))
    parser.add_argument(
        "--authority", action="store_true", help=say("certificate.renew_authority", language)
    )


def run(arguments: argparse.Namespace) -> int:
    """Show, renew or install."""
    config, speak = load_config(arguments), speaker(arguments)
    if not config.network.https_port:
        raise RefusedError("certificate.off")
    if arguments.what == "show":
        for line in lines(read_told(places_of(config).told), config, wanted_of(config), speak):
            print(line)
        return 0
    told = clock_of(config, clock(arguments))
    now = clock(arguments).now()
    if not told(now):
        raise RefusedError("certificate.clock", now=_day(config, now))
    if arguments.what == "install":
        return _install(arguments, config, now, speak)
    return _renew(config, now, speak, with_authority=arguments.authority)


def lines(told: Told, config: Config, wanted: Wanted, speak: Speak) -> list[str]:
    """What there is, for a terminal."""
    if told == Told():
        return [speak("certificate.none")]
    found = []
    if told.supplied is not None:
        found += _of_supplied(told.supplied, config, speak)
    if told.serving is not None:
        found += _of_serving(told.serving, config, speak)
    if told.authority is not None:
        found += _of_authority(told.authority, config, wanted, speak)
    return found


def _renew(config: Config, now: datetime, speak: Speak, *, with_authority: bool) -> int:
    places = places_of(config)
    keeper = Keeper(places, config, wanted_of(config))
    keeper.keep(now, all_new(with_authority=with_authority))
    read_again(places)
    told = keeper.told()
    if with_authority and told.authority is not None:
        print(speak("certificate.renewed_authority", fingerprint=told.authority.fingerprint))
    if told.serving is not None:
        print(speak("certificate.renewed", ends=_day(config, told.serving.ends)))
    return 0


def _install(arguments: argparse.Namespace, config: Config, now: datetime, speak: Speak) -> int:
    if arguments.certificate is None or arguments.key is None:
        raise RefusedError("certificate.needs_files")
    names = config.web.names
    roots = known_roots(BUNDLE)
    supplied = check(_read(arguments.certificate), _read(arguments.key), names, now, roots)
    places = places_of(config)
    keeper = Keeper(places, config, wanted_of(config))
    keeper.keep(now)  # addresses are still shown the hub's own
    keeper.install(supplied)
    read_again(places)
    ends = _day(config, supplied.leaf.not_valid_after_utc)
    port = config.network.https_port
    address = f"https://{supplied.names[0]}" + ("" if port == HTTPS_PORT else f":{port}") + "/"
    shown = ", ".join(supplied.names)
    print(speak("certificate.installed", names=shown, ends=ends, address=address))
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise RefusedError("certificate.unreadable", path=path, error=error) from error


def _of_supplied(leaf: Leaf, config: Config, speak: Speak) -> list[str]:
    ends = _day(config, leaf.ends)
    return [
        speak("certificate.show.supplied", issuer=leaf.issuer, ends=ends),
        INDENT + speak("certificate.show.holds", names=", ".join(leaf.names)),
        INDENT + speak("certificate.show.fingerprint", fingerprint=leaf.fingerprint),
    ]


def _of_serving(leaf: Leaf, config: Config, speak: Speak) -> list[str]:
    starts, ends = _day(config, leaf.starts), _day(config, leaf.ends)
    kind = speak(f"certificate.kind.{leaf.kind}")
    return [
        speak("certificate.show.serving", kind=kind, starts=starts, ends=ends),
        INDENT + speak("certificate.show.holds", names=", ".join((*leaf.names, *leaf.addresses))),
        INDENT + speak("certificate.show.fingerprint", fingerprint=leaf.fingerprint),
    ]


def _of_authority(authority: Authority, config: Config, wanted: Wanted, speak: Speak) -> list[str]:
    may = ", ".join((*authority.names, *authority.ranges))
    found = [
        speak("certificate.show.authority", name=authority.name, ends=_day(config, authority.ends)),
        INDENT + speak("certificate.show.covers", names=may),
        INDENT + speak("certificate.show.fingerprint", fingerprint=authority.fingerprint),
    ]
    names, addresses = covered(authority, wanted)
    left = [each for each in (*wanted.names, *wanted.addresses) if each not in (*names, *addresses)]
    if left:
        found.append(INDENT + speak("certificate.show.missing", names=", ".join(left)))
    return found


def _day(config: Config, moment: datetime) -> str:
    return f"{moment.astimezone(config.timezone):%d/%m/%Y}"
