"""The section ``[commune]``: how the hub knows what its commune signed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from hub.toml_table import Table

KEY_BYTES: Final = 32
"""Of a public Ed25519 key (RFC 8032)."""


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune.

    Attributes:
        key: Its public Ed25519 key, 32 bytes; empty = none is known, and nothing is checked.
    """

    key: bytes = b""


def commune_of(table: Table) -> Commune:
    """The section ``[commune]``."""
    told = table.text("key", "")
    try:
        key = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        key = b"?"
    if told and len(key) != KEY_BYTES:
        table.problem("config.commune_key", value=told[:60])
    table.done()
    return Commune(key)
