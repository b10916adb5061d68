"""Links to one sound: a phone's own player may fetch it without being the browser (docs/adr/0052).

An iPhone plays `<audio>` by a program of the system, which calls itself AppleCoreMedia and not
Safari, so neither cookie knows it.  A link says which phone it was made for and until when, and
is signed by what the PIN opened: it is good for that one sound, from the same address, as long as
the phone stays open and paired.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote, urlencode

from hub.domain.person import PhoneId
from hub.store.phones import opening_of_phone, phone_of_id
from web.entry.entering import Caller, Door

GOOD_FOR: Final = timedelta(hours=1)
"""Somebody listens, is called away and presses play again; the page makes a new link each time."""
PHONE: Final = "phone"
UNTIL: Final = "until"
KEY: Final = "key"


def with_key(door: Door, caller: Caller | None, path: str) -> str:
    """The address of a sound, with what lets the player of this phone in."""
    found = opening_of_phone(door.people, caller.phone.id) if caller is not None else None
    if caller is None or found is None:
        return path
    until = int((door.now + GOOD_FOR).timestamp())
    told = {PHONE: caller.phone.id, UNTIL: until, KEY: _sign(found[0], unquote(path), str(until))}
    return f"{path}?{urlencode(told)}"


def recognise(door: Door, path: str, told: Mapping[str, str]) -> Caller | None:
    """Whose phone a link was made for; None when it is not, or no more, good for this sound."""
    phone, until, key = (told.get(name, "") for name in (PHONE, UNTIL, KEY))
    found = opening_of_phone(door.people, PhoneId(phone)) if phone and key else None
    if found is None or not _is_ahead(until, door.now) or not door.is_good(*found):
        return None
    if not hmac.compare_digest(key.encode(), _sign(found[0], path, until).encode()):
        return None
    kept = phone_of_id(door.people, PhoneId(phone))
    if kept is None or kept.phone.revoked_at is not None:
        return None
    return Caller(kept.phone, is_open=True)


def _is_ahead(until: str, now: datetime) -> bool:
    """A moment within the hour that links last: whole seconds since 1970."""
    if not (until.isascii() and until.isdigit() and len(until) < len("99999999999")):
        return False
    return 0 <= int(until) - now.timestamp() <= GOOD_FOR.total_seconds()


def _sign(opening: str, path: str, until: str) -> str:
    return hmac.new(opening.encode(), f"sound {until} {path}".encode(), "sha256").hexdigest()
