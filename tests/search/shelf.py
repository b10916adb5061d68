"""The shipped catalogue and the screen's subjects, as they are searched."""

from __future__ import annotations

from datetime import date

from hub.content.starter import starter_catalogue
from hub.search.findable import findables
from hub.search.finder import Finder
from hub.search.subjects import WORDS, subject_findables
from hub.words import LANGUAGES, say

TODAY = date(2026, 11, 22)
CATALOGUE = starter_catalogue()
SUBJECTS = subject_findables(
    {path: [say(f"shown.subject.{path}", one) for one in LANGUAGES] for path in WORDS}
)
ITEMS = (*findables(CATALOGUE, TODAY), *SUBJECTS)
FINDER = Finder(ITEMS, CATALOGUE.abbreviations, CATALOGUE.fillers)
