"""What the screen in the house shows to a new phone's camera: one code at a time, in memory alone.

The store keeps only hashes, so a code is gone with this process; what is good is still decided by
the store, each time the screen asks (docs/adr/0044).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that is shown.

    Attributes:
        secret: What the ticket was made of.
        address: Where the pages are, as the phone that asked for it sees them; "" = as the hub
            finds itself.
        name: Whose phone it lets in; "" = the first of this hub, whoever that is.
    """

    secret: str
    address: str = ""
    name: str = ""

    @property
    def is_first(self) -> bool:
        """The setup code of a hub without phones."""
        return not self.name


class OnScreen:
    """The invitation that the screen shows now; several threads use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Invitation | None = None
        self.port: int | None = None
        """Where the pages really listen, once that is known."""

    def show(self, invitation: Invitation | None) -> Invitation | None:
        """Show another one, or none; the one that was shown before."""
        with self._lock:
            before, self._now = self._now, invitation
        return before

    def drop(self, invitation: Invitation) -> None:
        """This one is no good any more; one that has taken its place stays."""
        with self._lock:
            if self._now is invitation:
                self._now = None

    @property
    def now(self) -> Invitation | None:
        """What is shown, as far as nobody has used it."""
        return self._now
