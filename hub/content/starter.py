"""The catalogue that is shipped."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from hub.content.catalogue_file import read_catalogue
from hub.domain.catalogue import Catalogue


def starter_document() -> bytes:
    """The file, as a commune may copy and edit it."""
    return files("hub.content").joinpath("starter.toml").read_bytes()


@lru_cache(maxsize=1)
def starter_catalogue() -> Catalogue:
    """What the screen shows until a commune gives its own."""
    return read_catalogue(starter_document(), "starter.toml")
