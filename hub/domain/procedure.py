"""An administrative procedure, and the events of life that lead people to it (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NewType
from urllib.parse import quote

from hub.domain.validity import Evidence, Validity

ProcedureCode = NewType("ProcedureCode", str)
"""National code, such as ``1.001193``."""

EventId = NewType("EventId", str)
"""An event of life: lower-case letters, digits and dashes."""

PORTAL: Final = "https://dichvucong.gov.vn"
CODE: Final = re.compile(r"\d\.\d{6}")
FORMALITY: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """What happens in a life, in the words people use: a child is born, somebody died.

    Attributes:
        id: Identity.
        name: What stands on its tile.
        words: Other words for it that people search with.
        names: The name in other languages, by BCP-47 tag.
    """

    id: EventId
    name: str
    words: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """What to bring; only what a source says.

    Attributes:
        items: One paper each.
        source: Where that stands.
        evidence: How well it was checked.
    """

    items: tuple[str, ...] = ()
    source: str = ""
    evidence: Evidence = Evidence.REPORTED


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure.

    Attributes:
        code: National code, or the identity of one that the village entered itself.
        name: Official name.
        short: What people call it; shown as the title.
        purpose: What it is for, one sentence; empty = not told.
        where: Who accepts it.
        formality_id: Identity in the portal's new links; empty = not known.
        events: Events of life it belongs to, most fitting first.
        words: Synonyms, colloquial words and abbreviations that people search with.
        papers: What to bring.
        fee: As published; empty = not known, never "free".
        duration: As published; empty = not known.
        validity: Dates and evidence.
        names: The short name in other languages, by BCP-47 tag.
        address: Another official page than the portal's; empty = the portal's.
    """

    code: ProcedureCode
    name: str
    short: str
    validity: Validity
    purpose: str = ""
    where: str = ""
    formality_id: str = ""
    events: tuple[EventId, ...] = ()
    words: tuple[str, ...] = ()
    papers: Papers = Papers()
    fee: str = ""
    duration: str = ""
    names: tuple[tuple[str, str], ...] = ()
    address: str = ""

    @property
    def is_national(self) -> bool:
        """It has a national code, by which officers and the portal know it."""
        return CODE.fullmatch(self.code) is not None

    @property
    def link(self) -> str:
        """The official page: the direct one where its identity is known, else by code; or none."""
        if self.address or not self.is_national:
            return self.address
        return detail_link(self.formality_id) if self.formality_id else search_link(self.code)


def detail_link(formality_id: str) -> str:
    """The portal's page of one procedure (form of 2026, 81 characters)."""
    return f"{PORTAL}/thu-tuc-hanh-chinh/{formality_id}"


def search_link(code: str) -> str:
    """The portal's search for a code (form of 2026)."""
    return f"{PORTAL}/tim-kiem-thu-tuc-hanh-chinh?keyword={quote(code)}"
