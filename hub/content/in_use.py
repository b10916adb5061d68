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
    """

    catalogue: Catalogue
    imported_at: datetime | None = None
    trouble: HubError | None = None


def catalogue_in_use(stored: StoredCatalogue | None) -> InUse:
    """The imported catalogue; the shipped one when there is none or it cannot be read."""
    if stored is None:
        return InUse(starter_catalogue())
    try:
        return InUse(read_catalogue(stored.document, stored.name), stored.imported_at)
    except HubError as error:
        return InUse(starter_catalogue(), trouble=error)
