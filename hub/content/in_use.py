"""The catalogue that is shown: the commune's own, else the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hub.content.catalogue_file import read_catalogue
from hub.content.starter import starter_catalogue
from hub.domain.catalogue import Catalogue, StoredCatalogue
from hub.errors import HubError


@dataclass(frozen=True, slots=True)
class InUse:
    """What is shown, and why.

    Attributes:
        catalogue: The catalogue.
        imported_at: When it came, aware UTC; None = it is the shipped one.
        trouble: Why the imported one is not shown (a newer program made it, say); None = it is.
        is_signed: The commune whose key is known signed it.
    """

    catalogue: Catalogue
    imported_at: datetime | None = None
    trouble: HubError | None = None
    is_signed: bool = False


def catalogue_in_use(stored: StoredCatalogue | None, key: bytes = b"") -> InUse:
    """The imported catalogue; the shipped one when there is none or it cannot be read.

    Args:
        stored: What was imported.
        key: The commune's public key; empty = none is known.
    """
    if stored is None:
        return InUse(starter_catalogue())
    try:
        found = read_catalogue(stored.document, stored.name)
        return InUse(found, stored.imported_at, is_signed=_is_signed(stored.document, key))
    except HubError as error:
        return InUse(starter_catalogue(), trouble=error)


def _is_signed(document: bytes, key: bytes) -> bool:
    if not key:
        return False
    from hub.content.signature import is_signed  # noqa: PLC0415  # megabytes, for few villages

    return is_signed(document, key)
