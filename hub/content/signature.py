"""The commune's signature of a catalogue: the last line of the file itself.

A signature in a file of its own is lost on the way by stick or mail; a comment in the last line
travels with what it signs, and the file stays one that every reader of TOML reads.  It covers
every byte before that line.  (RFC 8032; the same kind of key that signs the commune's repository.)
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hub.errors import RefusedError

_LAST_LINE: Final = re.compile(rb"(?:\A|(?<=\n))# signature: ed25519 ([!-~]{1,200})\s*\Z")


def check_signature(document: bytes, key: bytes, name: object) -> None:
    """Let a document pass that the owner of a key signed.

    Args:
        document: The whole file.
        key: Public Ed25519 key, 32 bytes.
        name: What people call the file, for the messages.

    Raises:
        RefusedError: ``content.unsigned`` or ``content.wrong_signature``.
    """
    found = _LAST_LINE.search(document)
    if found is None:
        raise RefusedError("content.unsigned", name=name)
    try:
        signature = base64.b64decode(found[1], validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, document[: found.start()])
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise RefusedError("content.wrong_signature", name=name) from error


def is_signed(document: bytes, key: bytes) -> bool:
    """Whether the owner of a key signed a document."""
    try:
        check_signature(document, key, "")
    except RefusedError:
        return False
    return True
