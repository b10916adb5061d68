"""A passkey: what a phone keeps behind its finger or face, and the hub's half of it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from hub.domain.person import Phone

PasskeyId = NewType("PasskeyId", str)
"""Chosen by the phone's authenticator: base64url without ``=``, at most 1,364 letters."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """The public half; no secret.

    Attributes:
        id: Its credential id.
        phone: The phone it opens; good as long as the phone is.
        site: The name of the hub under which it was made (its RP ID); good there alone.
        key: Attested credential data (WebAuthn 6.5.2): credential id and public key.
        counter: Signatures that its authenticator had made when it was last used; 0 = it
            counts none.
        made_at: When, aware UTC.
        used_at: Last used, aware UTC; None = never.
    """

    id: PasskeyId
    phone: Phone
    site: str
    key: bytes
    counter: int
    made_at: datetime
    used_at: datetime | None = None

    def is_newer(self, counter: int) -> bool:
        """Whether a signature with this count can come from the one authenticator there is.

        A count that does not grow tells of a copy (WebAuthn 7.2, step 22); many authenticators
        count nothing and always say 0.
        """
        return counter > self.counter or counter == self.counter == 0
