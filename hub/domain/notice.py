"""Notices on the screen: budgets, contributions, lists, plans, invitations for opinions (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

NoticeId = NewType("NoticeId", str)
"""A notice; chosen by whoever enters it, so that entering it twice is the same notice."""


class NoticeKind(StrEnum):
    """What is made public."""

    BUDGET = "budget"
    CONTRIBUTION = "contribution"
    POOR_HOUSEHOLDS = "poor_households"
    PLANNING = "planning"
    OPINIONS = "opinions"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or document of a notice, kept by its hash.

    Attributes:
        sha256: Hash of the file, hexadecimal.
        name: What people see.
        kind: Media type, such as ``application/pdf``.
    """

    sha256: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice.

    Attributes:
        id: Identity.
        kind: What is made public.
        title: One line.
        text: The whole of it; paragraphs are parted by an empty line.
        starts: When it appears, aware UTC.
        ends: When it disappears, aware UTC; None = when somebody takes it away.
        author: Who wrote it.
        approver: Who approved it; empty = nobody yet, and it is not shown.
        entered: When it was entered, aware UTC.
        link: Where people answer; empty = nowhere.
        language: BCP-47 tag.
        attachments: Pictures and documents.
    """

    id: NoticeId
    kind: NoticeKind
    title: str
    text: str
    starts: datetime
    ends: datetime | None
    author: str
    approver: str
    entered: datetime
    link: str = ""
    language: str = "vi"
    attachments: tuple[Attachment, ...] = ()

    def is_shown(self, now: datetime) -> bool:
        """True while it is approved and its time has come and is not over."""
        is_over = self.ends is not None and now >= self.ends
        return bool(self.approver) and self.starts <= now and not is_over
