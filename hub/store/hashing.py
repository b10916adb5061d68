"""SHA-256 without OpenSSL, which would cost the playout 3.4 MiB (measured) for a hash a row."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol, cast


class Digest(Protocol):
    """What is asked of a hash."""

    def hexdigest(self) -> str:
        """The hash, in hexadecimal."""
        ...


def _find() -> Callable[[bytes], Digest]:
    """The interpreter's own: ``_sha2`` since 3.12, ``_sha256`` before, else hashlib's."""
    name = next(name for name in ("_sha2", "_sha256", "hashlib") if find_spec(name))
    return cast("Callable[[bytes], Digest]", import_module(name).sha256)


sha256: Final = _find()
