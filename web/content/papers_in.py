"""Takes a picture or document from a form into the upload folder, and has the hub draw it anew."""

from __future__ import annotations

import hashlib
from typing import Final

from werkzeug.datastructures import FileStorage

from hub.domain.notice import Attachment
from hub.errors import RefusedError
from hub.media.draft import Draft
from web.parts import parts

MOST_MIB: Final = 20
MOST_BODY: Final = (MOST_MIB << 20) + (64 << 10)
LONGEST_NAME: Final = 120
BLOCK: Final = 1 << 18


def hand_on(given: FileStorage | None) -> Attachment:
    """Keep what was sent until the hub has drawn it; the same file is the same attachment.

    Raises:
        RefusedError: ``content_page.no_file`` or ``content_page.file_big``.
        MediaError: The disk cannot take it.
        ControlError: The hub service did not take it.
    """
    if given is None or not given.filename:
        raise RefusedError("content_page.no_file")
    digest, size = hashlib.sha256(), 0
    with Draft(parts().config.upload_dir, given.content_length or 0) as draft:
        while block := given.stream.read(BLOCK):
            size += len(block)
            if size > MOST_MIB << 20:
                raise RefusedError("content_page.file_big", most=MOST_MIB)
            digest.update(block)
            draft.write(block)
        if not size:
            raise RefusedError("content_page.no_file")
        sha256 = digest.hexdigest()
        draft.keep(f"paper-{sha256[:32]}")
    name = _name(given.filename)
    asked = {"id": sha256, "file": f"paper-{sha256[:32]}", "name": name}
    parts().ask_hub("vn.hub.Hub.Paper", asked)
    return Attachment(sha256, name, "")


def _name(filename: str) -> str:
    """What people called it, fit to be shown."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME] or "?"
