"""`village-hub rules show|set`: quiet hours, caps, weekdays and special periods."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hub.cli.common import load_config, print_json, speaker
from hub.cli.document import read_toml
from hub.cli.rules_document import DAYS, read_rules, rules_document
from hub.config import Config
from hub.domain.ids import ZoneId
from hub.domain.rules import OperatingRules, Period, RuleBook
from hub.domain.zone import named
from hub.errors import RefusedError
from hub.store.calendar import put_rule_book, rule_book
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.words import say

Speak = Callable[..., str]


def add_to(parser: argparse.ArgumentParser, language: str) -> None:
    """Add the arguments."""
    parser.description = say("rules.what", language)
    parser.add_argument("verb", choices=("show", "set"), help=say("rules.verb", language))
    parser.add_argument(
        "document", nargs="?", type=Path, metavar="F", help=say("rules.document", language)
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json", language))


def run(arguments: argparse.Namespace) -> int:
    """Show the rules; after `set`, those that now hold."""
    config = load_config(arguments)
    speak = speaker(arguments)
    with open_hub(config.data_dir, Service.CLI) as store:
        if arguments.verb == "set":
            put_rule_book(store, _read(arguments.document, config))
            if not arguments.json:
                print(speak("rules.stored"))
        book = rule_book(store)
    config = replace(config, zones=named(config.zones, book.zone_names))
    if arguments.json:
        print_json(rules_document(book))
    else:
        print("\n".join(lines(book, config, speak)))
    return 0


def lines(book: RuleBook, config: Config, speak: Speak) -> list[str]:
    """The rules for a person, one line for each place and period."""
    found = [_line(speak("rules.commune"), book.commune, speak)]
    for zone, rules in sorted(book.zones.items()):
        place = speak("rules.zone", zone=_name(zone, config))
        found.append(_line(place, rules, speak))
    found += _volume_lines(book, config, speak)
    found.append(speak(f"approval.rule.{'other' if book.other_approver else 'anybody'}"))
    found += [
        speak("rules.zone_name", zone=zone, name=name)
        for zone, name in sorted(book.zone_names.items())
    ]
    for period in book.periods:
        found.append(_period_line(period, config, speak))
        if period.rules is not None:
            found.append("  " + _line(speak("rules.inside"), period.rules, speak))
    return found


def _volume_lines(book: RuleBook, config: Config, speak: Speak) -> list[str]:
    found = []
    for zone, volume in sorted(book.volumes.items()):
        told = [
            speak(
                "volume.stretch",
                first=f"{stretch.first:%H:%M}",
                last=f"{stretch.last:%H:%M}",
                gain=f"{stretch.gain_db:g}",
            )
            for stretch in volume.stretches
        ]
        found.append(
            speak(
                "volume.line",
                zone=_name(zone, config),
                usual=f"{volume.usual_db:g}",
                stretches="".join(told),
            )
        )
    if found:
        found.append(speak("volume.floor", floor=f"{book.emergency_floor_db:g}"))
    return [*found, speak("volume.issuer", issuer=book.issuer)] if book.issuer else found


def _read(path: Path | None, config: Config) -> RuleBook:
    if path is None:
        raise RefusedError("rules.no_document")
    return read_rules(read_toml(path), config.zones, path)


def _line(place: str, rules: OperatingRules, speak: Speak) -> str:
    quiet = (
        speak("rules.no_quiet")
        if rules.quiet_from == rules.quiet_to
        else speak("rules.quiet", start=f"{rules.quiet_from:%H:%M}", end=f"{rules.quiet_to:%H:%M}")
    )
    return speak(
        "rules.line",
        place=place,
        quiet=quiet,
        sessions=rules.sessions_a_day,
        cap=rules.session_cap_s // 60,
        gap=rules.session_gap_s // 60,
        days=_days(rules.weekdays, speak),
    )


def _days(weekdays: frozenset[int], speak: Speak) -> str:
    if len(weekdays) == len(DAYS):
        return speak("rules.every_day")
    if not weekdays:
        return speak("rules.no_day")
    return ", ".join(speak(f"rules.day.{DAYS[day]}") for day in sorted(weekdays))


def _period_line(period: Period, config: Config, speak: Speak) -> str:
    zones = ", ".join(_name(zone, config) for zone in sorted(period.zones))
    return speak(
        f"rules.period.{period.mode}",
        title=period.title,
        id=period.id,
        first=f"{period.first:%d/%m/%Y}",
        last=f"{period.last:%d/%m/%Y}",
        zones=zones or speak("rules.everywhere"),
    )


def _name(zone: ZoneId, config: Config) -> str:
    known = config.zones.get(zone)
    return known.name if known is not None else zone
