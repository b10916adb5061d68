"""Changes the rule book, and notices when somebody else has changed the same part meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import request

from hub.domain.rules import RuleBook
from hub.store.calendar import put_rule_book, rule_book
from hub.store.calendar_json import dump_rules
from hub.store.people import Deed, newest_deeds, note
from web.entry.guard import caller
from web.parts import parts, people, store

SEEN = "was"
"""Field of a form: the mark of the part as its page showed it."""
LOOKED_AT = 200
"""Newest deeds among which the last change of settings is looked for."""

Part = Callable[[RuleBook], RuleBook]
"""Leaves of a rule book only the part that a page shows."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else was faster.

    Attributes:
        book: The rules as they are now.
        deed: The newest change of this sort, or None when it was made at the terminal.
    """

    book: RuleBook
    deed: Deed | None


def mark_of(book: RuleBook, part: Part) -> str:
    """A mark that is another one when the part is."""
    return hashlib.sha256(dump_rules(part(book)).encode()).hexdigest()[:16]


def shown_mark(book: RuleBook, part: Part, clash: Clash | None = None) -> str:
    """The mark that a form carries.

    A form that is shown again, after a mistake or a look, carries the one it came with: what
    somebody else changed since then is still news.  Once it was told, it is the present one.
    """
    if clash is None and SEEN in request.form:
        return request.form[SEEN]
    return mark_of(book, part)


def change(part: Part, make: Callable[[RuleBook], RuleBook], *deeds: str) -> Clash | None:
    """Store what `make` makes of the rules, unless the part is neither as the form saw it nor so.

    Args:
        part: Which part the form shows.
        make: Makes the new rules out of those that are stored now.
        deeds: How deeds of this sort are called in the audit log.

    Raises:
        StoreBusyError: The disk cannot take it now; nothing was changed.
    """
    with store().transaction():
        book = rule_book(store())
        wanted = make(book)
        if mark_of(book, part) != request.form.get(SEEN, ""):
            # a form whose answer was lost is sent again, and finds what it asked for
            return None if wanted == book else Clash(book, _newest(deeds))
        put_rule_book(store(), wanted)
    return None


def write_down(key: str, **values: str) -> None:
    """Note in the audit log who changed a setting."""
    found = caller()
    assert found is not None
    note(people(), Deed(parts().clock.now(), found.person.name, key, values), found.phone.id)


def _newest(keys: Collection[str]) -> Deed | None:
    deeds = newest_deeds(people(), LOOKED_AT)
    return next((deed for deed in deeds if deed.key in keys), None)
