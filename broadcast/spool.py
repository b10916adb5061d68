"""Lines kept in the run folder until the store can take them: whole lines, on the disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hub.errors import StoreBusyError


class Spool:
    """An append-only file of lines; a line is there whole or not at all.

    Args:
        path: The file; made when the first line comes, removed when all are stored.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[str]:
        """Every whole line, oldest first; what a kill left half written is cut off.

        Raises:
            StoreBusyError: The file is there and cannot be read.
        """
        try:
            content = self.path.read_bytes()
            whole = content[: content.rfind(b"\n") + 1]
            if whole != content:
                os.truncate(self.path, len(whole))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreBusyError("store.device", path=self.path, detail=error) from error
        return whole.decode(errors="replace").splitlines()

    def append(self, lines: Sequence[str]) -> bool:
        """Keep lines; True when they are on the disk, False when none of them is kept."""
        content = "".join(f"{line}\n" for line in lines).encode()
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError:
            return False
        try:
            return _write_whole(handle, content)
        finally:
            os.close(handle)

    def clear(self) -> None:
        """Every line is stored; that the file cannot be removed does no harm."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def set_aside(self, line: str) -> None:
        """Keep a line that nobody could use in a file beside, for a person to look at."""
        Spool(self.path.with_name(self.path.name + ".bad")).append([line])


def _write_whole(handle: int, content: bytes) -> bool:
    before = os.fstat(handle).st_size
    try:
        written = os.write(handle, content)
        if written == len(content):
            os.fsync(handle)
            return True
    except OSError:
        pass
    with suppress(OSError):
        os.ftruncate(handle, before)
    return False
