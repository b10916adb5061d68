"""Zones under the names that people gave them: read anew whenever the rule book has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hub.config import Config
from hub.domain.ids import ZoneId
from hub.domain.zone import Zone, named
from hub.store.calendar import revision, rule_book
from hub.store.database import Database


class NamedZones(Mapping[ZoneId, Zone]):
    """The zones of the configuration, called as people call them now.

    It stands in the place of the configuration's own, so that whatever shows a zone, now or in a
    stream that has been open for days, says its newest name.

    Args:
        installed: The zones as the installer named them.
    """

    def __init__(self, installed: Mapping[ZoneId, Zone]) -> None:
        self.installed = installed
        self._now: Mapping[ZoneId, Zone] = installed
        self._revision = -1

    def __getitem__(self, key: ZoneId) -> Zone:
        return self._now[key]

    def __iter__(self) -> Iterator[ZoneId]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def read(self, store: Database) -> None:
        """Take over the names of the rule book, if it is another than before."""
        found = revision(store)
        if found != self._revision:
            self._now = named(self.installed, rule_book(store).zone_names)
            self._revision = found


def with_names(config: Config) -> Config:
    """The configuration with zones that are called by their newest names."""
    return replace(config, zones=NamedZones(config.zones))
