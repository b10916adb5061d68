"""Notices when somebody else has changed what a form shows, and makes what is sent twice once.

A form carries a mark of what it showed.  Whoever sends it after another was faster is told, with
what there is now, and decides; a form whose answer was lost is sent again and finds what it asked
for, which is no news.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import request

from hub.store.people import Deed, newest_deeds
from hub.tokens import new_id
from web.language import tell
from web.parts import people

SEEN: Final = "was"
"""Field of a form: the mark of what it showed."""
FORM: Final = "form"
"""Field of a form: a name of its own, from which what it makes is called."""
LOOKED_AT: Final = 200
"""Newest deeds among which the last change is looked for."""
KEPT: Final = "settings.clash_yours"
GONE: Final = "content_page.clash_gone"
AGAIN: Final = "content_page.clash_again"
_NAME: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else was faster.

    Attributes:
        theirs: What there is now, a line each.
        deed: What they did, or None when nobody wrote it down.
        advice: Sentence that says what can be done now.
    """

    theirs: tuple[str, ...]
    deed: Deed | None = None
    advice: str = KEPT


def mark_of(found: object) -> str:
    """A mark that is another one when what it was made of is; nothing (None) has one, too."""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def shown_mark(found: object, clash: Clash | None = None) -> str:
    """The mark that a form carries.

    A form that is shown again after a mistake carries the one it came with: what somebody else
    changed since then is still news.  Once it was told, it is the present one.
    """
    if clash is None and SEEN in request.form:
        return request.form[SEEN]
    return mark_of(found)


def form_name() -> str:
    """The name of the form that was sent, or one for a form that is made now."""
    given = request.form.get(FORM, "")
    return given if _NAME.fullmatch(given) else new_id()


def is_news(found: object) -> bool:
    """Whether it is another than the form showed; what carries no mark is no page's form."""
    now = mark_of(found)
    return request.form.get(SEEN, now) != now


def is_clash(now: object | None, wanted: object, *, is_new: bool) -> bool:
    """Whether what there is now is neither what the form showed nor what it asks for.

    Args:
        now: As it is; None = it is not there.
        wanted: As it would be.
        is_new: The form makes something that was not there.
    """
    if now is None and not is_new:
        return True
    return is_news(now) and now != wanted


def gone(identity: str) -> Clash:
    """It was taken away, or is over, while somebody corrected it."""
    return Clash((tell("content_page.gone"),), deed_of([identity]), GONE)


def lines_of(
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
    called: Mapping[str, str],
    said: Callable[[str, str], str],
) -> list[str]:
    """What there is now where it is otherwise than what was entered; all of it where nothing is.

    Args:
        theirs: What there is now, as the fields of its form.
        mine: What was entered.
        called: What each field that people see is called.
        said: A field and its value, as people read it.
    """
    names = [name for name in called if name in theirs]
    other = [name for name in names if theirs[name] != mine.get(name, "")]
    return [f"{called[name]}: {said(name, theirs[name]) or '–'}" for name in other or names]


def deed_of(identities: Iterable[str]) -> Deed | None:
    """The newest deed about one of these, as the audit log calls them."""
    wanted = {str(one) for one in identities}
    deeds = newest_deeds(people(), LOOKED_AT)
    return next((deed for deed in deeds if deed.values.get("id") in wanted), None)
