"""Telephone numbers for the plain page: the village's own, kept while the pages still answer."""

from __future__ import annotations

import http.client
import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.checkup.pulse import PATIENCE_S
from hub.content.starter import starter_catalogue
from hub.domain.entry import EntryKind

LONGEST: Final = 64 * 1024
MOST: Final = 20
WIDEST: Final = 80

Numbers = list[tuple[str, str]]


def fetch(port: int, kept: Path) -> bool:
    """Ask the pages whom to call, and keep it.

    Args:
        port: The screen's own door.
        kept: File in memory; what was kept stays when nobody answers.

    Returns:
        True when they answered.
    """
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        line.request("GET", "/kiosk/numbers", headers={"Host": f"localhost:{port}"})
        answer = line.getresponse()
        text = answer.read(LONGEST).decode()
        found = _read(text) if answer.status == http.HTTPStatus.OK else []
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        line.close()
    if not found:
        return False
    draft = kept.with_suffix(".new")
    with suppress(OSError):
        draft.write_text(json.dumps(found), "utf-8")
        draft.replace(kept)
    return True


def numbers(kept: Path) -> Numbers:
    """What was kept, or what the program was shipped with."""
    try:
        found = _read(kept.read_text("utf-8"))
    except (OSError, ValueError):
        found = []
    if found:
        return found
    entries = starter_catalogue().entries
    return [(one.address, one.name) for one in entries if one.kind is EntryKind.PHONE]


def _read(text: str) -> Numbers:
    """Pairs of number and name.

    Raises:
        ValueError: It is no JSON.
    """
    told = json.loads(text)
    listed = told if isinstance(told, list) else []
    pairs = [one for one in listed if isinstance(one, list) and len(one) == 2]
    return [(str(number)[:WIDEST], str(name)[:WIDEST]) for number, name in pairs][:MOST]
