"""Who may approve a bulletin, as the commune's rules say: asked wherever one is approved."""

from __future__ import annotations

from collections.abc import Iterable

from hub.domain.bulletin import Kind
from hub.domain.person import Right
from hub.domain.programme import Programme
from hub.errors import RefusedError
from hub.store.calendar import rule_book
from hub.store.people import persons
from web.entry.guard import may, person
from web.language import tell
from web.parts import people, store


def check(found: Iterable[Programme], kind: Kind, by: str) -> None:
    """Refuse what the rules want another person for.

    Args:
        found: What is to be heard.
        kind: As what kind of bulletin.
        by: The name of whoever approves or plays it.

    Raises:
        RefusedError: ``approval.needs_other``.
    """
    book = rule_book(store())
    for one in found:
        if not book.may_approve(one, kind, by):
            raise RefusedError("approval.needs_other", title=one.title, author=one.author)


def may_approve(programme: Programme) -> bool:
    """Whether whoever asks may approve this draft."""
    book = rule_book(store())
    return may(Right.APPROVE) and book.may_approve(programme, programme.kind, person().name)


def names(besides: str = "") -> str:
    """Everybody whose role approves bulletins, but for one; "" when there is nobody."""
    found = (one for one in persons(people()) if one.may(Right.APPROVE))
    return ", ".join(one.name for one in found if one.name != besides)


def told(programme: Programme) -> str:
    """Who may approve this draft, in a sentence."""
    if programme.kind is Kind.EMERGENCY:
        return tell("approval.emergency", names=names())
    if not rule_book(store()).other_approver:
        return tell("approval.may", names=names())
    others = names(programme.author)
    if not others:
        return tell("approval.nobody_else", author=programme.author)
    return tell("approval.may_other", author=programme.author, names=others)
