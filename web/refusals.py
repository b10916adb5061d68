"""What a refusal is in HTTP: 403 who may not, 404 not there, 429 who must wait, otherwise 422."""

from __future__ import annotations

from typing import Final

CANNOT_BE: Final = 422
"""What was sent says something that cannot be: a day that is none, a number out of its range."""

_STATUS: Final = {
    "approval.needs_other": 403,
    "enter.locked": 429,
    "enter.used_ticket": 403,
    "enter.wrong_code": 403,
    "enter.wrong_pin": 403,
    "error.forged": 403,
    "error.not_yours": 403,
    "error.stale_mark": 403,
    "error.too_often": 429,
    "live_page.pin_again": 403,
    "passkey.copied": 403,
    "passkey.none": 403,
    "passkey.not_here": 403,
    "passkey.refused": 403,
    "passkey.stale": 403,
    "passkey.unknown": 403,
    "people.above_you": 403,
    "people.last_phone": 403,
    "people.not_yourself": 403,
    "reading.wrong": 403,
    "shown.rating.only_here": 403,
    "sounds.gone": 404,
    "upload.gone": 404,
}


def status_of(key: str) -> int:
    """The status of a refusal on a page, by its key."""
    return _STATUS.get(key, CANNOT_BE)
