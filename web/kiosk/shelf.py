"""The catalogue and what the village adds to it, as the touchscreen shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, cast

from flask import Flask, current_app

from hub.config import Config
from hub.content.in_use import InUse, catalogue_in_use
from hub.domain.catalogue import Catalogue
from hub.domain.document import Document
from hub.domain.entry import Audience, Entry
from hub.domain.procedure import Procedure
from hub.domain.village_procedure import VillageProcedure
from hub.search.findable import entry_findable, findables
from hub.search.finder import Finder
from hub.search.subjects import WORDS, subject_findables
from hub.store.cards import cards, cards_mark
from hub.store.catalogue import catalogue_mark, stored_catalogue
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.permits import Service
from hub.store.reading_code import reading_code
from hub.words import LANGUAGES, say
from web.kiosk.lost_clock import latest

NAME: Final = "village-hub-shelf"
PARTY: Final = "party"
"""Found only while it can be opened."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown on a day.

    Attributes:
        used: The catalogue with the village's own procedures behind it, and why it is this one.
        today: Local date.
        finder: Its search.
        procedures: Those that hold today, by code.
        entries: Those that hold today and are public, by id; documents of the village among them.
        members: Those for the party cell only.
        documents: Documents of the village that are shown, by id.
        own: Procedures of the village that are shown, by id.
    """

    used: InUse
    today: date
    finder: Finder
    procedures: dict[str, Procedure]
    entries: dict[str, Entry]
    members: dict[str, Entry]
    documents: dict[str, Document]
    own: dict[str, VillageProcedure]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.used.catalogue


class Shelf:
    """Keeps what is shown, for all requests.

    Args:
        open_store: Opens ``content.db``.
        latest: How late it is at least, aware UTC.
        config: The village's time zone.
    """

    def __init__(
        self, open_store: Callable[[], Database], latest: Callable[[], datetime], config: Config
    ) -> None:
        self._open_store = open_store
        self._latest = latest
        self._config = config
        self._lock = threading.Lock()
        self._kept: tuple[str, date, Shown] | None = None

    def look(self) -> Shown:
        """What is shown now.

        Raises:
            StoreError: The store cannot be read.
        """
        now = self._latest()
        today = now.astimezone(self._config.timezone).date()
        with self._open_store() as store:
            code = reading_code(store)
            marks = (cards_mark(store, Document), cards_mark(store, VillageProcedure))
            mark = f"{catalogue_mark(store)} {marks} {code}"
            kept = self._kept
            if kept is not None and kept[:2] == (mark, today):
                return kept[2]
            used = catalogue_in_use(stored_catalogue(store), self._config.commune.key)
            documents = [one for one in cards(store, Document) if one.is_shown(now)]
            own = [one for one in cards(store, VillageProcedure) if one.is_shown(now)]
        paths = [path for path in WORDS if path != PARTY or code]
        titles = {path: [say(f"shown.subject.{path}", one) for one in LANGUAGES] for path in paths}
        shown = _shown(_with_own(used, own), documents, own, today, titles)
        with self._lock:
            self._kept = (mark, today, shown)
        return shown


def set_up(app: Flask, config: Config) -> None:
    """Give the application its shelf."""

    def open_store() -> Database:
        return open_content(config.data_dir, Service.WEB, config.run_dir)

    app.extensions[NAME] = Shelf(open_store, latest, config)


def shelf() -> Shelf:
    """The shelf of this application."""
    return cast("Shelf", current_app.extensions[NAME])


def _with_own(used: InUse, own: Sequence[VillageProcedure]) -> InUse:
    """The catalogue's first: what the commune says of an event of life comes before our own."""
    every = (*used.catalogue.procedures, *(one.as_procedure() for one in own))
    return replace(used, catalogue=replace(used.catalogue, procedures=every))


def _shown(
    used: InUse,
    documents: Sequence[Document],
    procedures: Sequence[VillageProcedure],
    today: date,
    titles: Mapping[str, Sequence[str]],
) -> Shown:
    catalogue = used.catalogue
    own = [one.as_entry() for one in documents]
    subjects = subject_findables(titles)
    public = [one for one in own if one.audience is Audience.PUBLIC]
    findable = (*findables(catalogue, today), *map(entry_findable, public), *subjects)
    all_entries = [*catalogue.shown_entries(today, is_member=True), *own]
    return Shown(
        used,
        today,
        Finder(findable, catalogue.abbreviations, catalogue.fillers),
        {one.code: one for one in catalogue.shown(today)},
        {one.id: one for one in all_entries if one.audience is Audience.PUBLIC},
        {one.id: one for one in all_entries if one.audience is Audience.MEMBERS},
        {one.id: one for one in documents},
        {one.id: one for one in procedures},
    )
