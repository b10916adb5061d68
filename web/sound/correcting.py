"""Drafts that are corrected or thrown away: by whoever wrote them, and by whoever approves."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hub.domain.ids import ProgrammeId
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.domain.sequence import seconds_of
from hub.store.calendar import programmes, remove_programme
from hub.store.proposals import proposal_of, put_proposal
from web.entry.guard import may, person
from web.parts import store


def may_change(programme: Programme) -> bool:
    """Whether whoever asks may correct this bulletin or throw it away: only while it is a draft."""
    is_theirs = programme.author == person().name or may(Right.APPROVE)
    return not programme.approver and is_theirs


def bulletin_mark(programme: Programme) -> str:
    """A mark that is another one when a bulletin is called or ranked otherwise, or sounds other."""
    told = f"{programme.title}\n{programme.kind}\n{programme.sha256}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_settled(old: ProgrammeId) -> bool:
    """Whether a draft that somebody corrects is gone, or approved, meanwhile."""
    found = programmes(store()).get(old)
    return found is None or bool(found.approver)


def replace_draft(old: ProgrammeId, new: Programme, repeats: int) -> None:
    """Put a corrected draft in the place of the old one, and take its wish along.

    Args:
        old: The draft as it was.
        new: As it is now.
        repeats: How often it is wished to be heard.

    Call it in the transaction that stores the new one.  What somebody has approved meanwhile, or
    who asks may not change, stays as it is.
    """
    found = programmes(store()).get(old)
    if found is None or not may_change(found):
        return
    wish = proposal_of(store(), old)
    if wish is not None:
        content = (new.id,) * repeats
        slot = replace(
            wish.slot,
            title=new.title,
            kind=new.kind,
            content=content,
            length_s=seconds_of(content, {new.id: new}),
        )
        put_proposal(store(), replace(wish, programme=new.id, slot=slot))
    remove_programme(store(), old)
