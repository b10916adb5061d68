"""What a meeting's sound may come from: stations and sound inputs that are approved (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from hub.domain.ids import ProgrammeId
from hub.domain.programme import Programme
from hub.errors import RefusedError


def is_source(programme: Programme) -> bool:
    """A station or sound input, approved."""
    return bool(programme.streams and programme.approver)


def sources(known: Iterable[Programme]) -> list[tuple[str, str]]:
    """Ids and titles to choose from, by title."""
    found = [(str(one.id), one.title) for one in known if is_source(one)]
    return sorted(found, key=lambda one: one[1].casefold())


def check_source(chosen: str, known: Iterable[Programme]) -> str:
    """The id that a form chose; "" = none.

    Raises:
        RefusedError: ``content_page.no_source``: there is none of that name.
    """
    if chosen and not any(one.id == ProgrammeId(chosen) and is_source(one) for one in known):
        raise RefusedError("content_page.no_source")
    return chosen
