"""Uploads under way: what a phone has sent so far, whatever happened in between.

Files carry names that the hub has chosen; what people call them is only shown.  A piece counts
once it is on the disk (fsync), so that whatever was acknowledged survives a power cut.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from hub.errors import RefusedError
from web.sound.pieces import ChecksumError, sync, take, write_new, writing

MIB: Final = 1 << 20
SPARED_BYTES: Final = 64 * MIB
"""What uploads leave free on the disk: the calendar and the log must still be written."""
MOST_AT_ONCE: Final = 4
"""Unfinished uploads of one person."""
KEPT_S: Final = 48 * 3600.0
"""How long an upload may lie without being finished (`hub.prepare.workshop` removes it then)."""
FORM_KEPT_S: Final = 3600.0
"""... of a plain form, which cannot go on: it was left by a power failure."""
LONGEST_NAME: Final = 120

NOTES, PART = ".json", ".part"
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """What somebody sends.

    Attributes:
        id: Chosen by the hub.
        person: Whose it is.
        name: What the person calls it; only shown.
        size: Bytes that were promised.
        way: "uploaded" or "recorded".
        start_s: Where it is to be cut at the front, seconds.
        end_s: Where it is to be cut at the end, seconds; None = not.
    """

    id: str
    person: str
    name: str
    size: int
    way: str = "uploaded"
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Uploads:
    """The upload folder.

    Attributes:
        folder: Where it is.
        most_bytes: Largest file.
    """

    folder: Path
    most_bytes: int

    def begin(self, upload: Upload) -> None:
        """Expect a file.

        Raises:
            RefusedError: It is too large, empty, one too many, or the disk is too full.
            StoreBusyError: The disk does not take it.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_new(self.path_of(upload.id, PART), b"")
            self.sweep(self.path_of(upload.id, PART).stat().st_mtime)
        try:
            self._check_room(upload)
        except RefusedError:
            self.drop(upload)
            raise
        with writing(self.folder):
            write_new(self.path_of(upload.id, NOTES), json.dumps(asdict(upload)).encode())
            sync(self.folder)

    def check_size(self, size: int, waiting: list[Upload] | None = None) -> None:
        """Whether there is room for so many bytes besides what others were promised.

        Raises:
            RefusedError: ``upload.empty``, ``upload.too_big`` or ``upload.no_room``.
        """
        if size <= 0:
            raise RefusedError("upload.empty")
        if size > self.most_bytes:
            raise RefusedError("upload.too_big", size=-(-size // MIB), most=self.most_bytes // MIB)
        others = self.unfinished() if waiting is None else waiting
        promised = sum(one.size - self.offset(one) for one in others)
        if self._free_bytes() < size + promised + SPARED_BYTES:
            raise RefusedError("upload.no_room", size=-(-size // MIB))

    def find(self, identity: str, person: str) -> Upload:
        """An upload of this person.

        Raises:
            RefusedError: ``upload.gone``: there is none of this id, or it is somebody else's.
        """
        found = self._read(identity) if _ID.fullmatch(identity) else None
        if found is None or found.person != person:
            raise RefusedError("upload.gone")
        return found

    def offset(self, upload: Upload) -> int:
        """How many bytes have come; all of them once it has been handed on."""
        try:
            return self.path_of(upload.id, PART).stat().st_size
        except FileNotFoundError:
            return upload.size

    def add(
        self, upload: Upload, offset: int, body: BinaryIO, checksum: tuple[str, bytes] | None = None
    ) -> int:
        """Add a piece; it is on the disk when this returns.

        Args:
            upload: To which file.
            offset: Where the piece begins: as much as has come.
            body: The piece.
            checksum: Name of a hash of `hashlib`, and what it must be.

        Returns:
            How many bytes have come now.

        Raises:
            RefusedError: ``upload.offset``, ``upload.busy`` or ``upload.too_long``.
            ChecksumError: The piece was damaged; it is forgotten.
            StoreBusyError: The disk does not take it.
        """
        with self._held(upload) as file:
            if os.fstat(file.fileno()).st_size != offset:
                raise RefusedError("upload.offset")
            try:
                with writing(self.folder):
                    take(file, body, upload.size, checksum)
            except (RefusedError, ChecksumError):
                file.truncate(offset)
                raise
            with writing(self.folder):
                file.flush()
                os.fsync(file.fileno())
            come = file.tell()
        if come == upload.size:
            self._close(upload)
        return come

    def is_whole(self, upload: Upload) -> bool:
        """All of it has come."""
        return not self.path_of(upload.id, PART).exists()

    def is_here(self, upload: Upload) -> bool:
        """It is whole and has not been prepared yet."""
        return self.path_of(upload.id).exists()

    def finish(self, upload: Upload, name: str) -> Upload:
        """A file that came in one piece, and only now tells its name and size.

        Raises:
            RefusedError: ``upload.empty`` or ``upload.too_big``.
        """
        size = self.path_of(upload.id, PART).stat().st_size
        whole = replace(upload, name=name, size=size)
        try:
            self.check_size(size, [])
        except RefusedError:
            self.drop(upload)
            raise
        with writing(self.folder):
            write_new(self.path_of(upload.id, ".new"), json.dumps(asdict(whole)).encode())
            self.path_of(upload.id, ".new").rename(self.path_of(upload.id, NOTES))
        self._close(whole)
        return whole

    def drop(self, upload: Upload) -> None:
        """Forget it, with whatever has come."""
        for suffix in (PART, NOTES, ""):
            with suppress(OSError):
                self.path_of(upload.id, suffix).unlink()

    def unfinished(self, person: str | None = None) -> list[Upload]:
        """Uploads of which something is missing, of one person or of all."""
        ids = [path.name.removesuffix(PART) for path in self.folder.glob(f"*{PART}")]
        found = [self._read(one) for one in sorted(ids) if _ID.fullmatch(one)]
        return [one for one in found if one is not None and person in {None, one.person}]

    def sweep(self, now_s: float) -> None:
        """Remove what nobody has finished, and notes that nobody needs any more.

        Args:
            now_s: What the disk's own clock says, POSIX seconds: ages are measured with it.
        """
        for notes in self.folder.glob(f"*{NOTES}"):
            part, found = notes.with_suffix(PART), self._read(notes.stem)
            kept_s = KEPT_S if found is not None and found.name else FORM_KEPT_S
            with suppress(OSError):
                newest = part if part.exists() else notes
                if newest.stat().st_mtime < now_s - kept_s:
                    part.unlink(missing_ok=True)
                    notes.unlink()

    def _check_room(self, upload: Upload) -> None:
        waiting = self.unfinished()
        if sum(one.person == upload.person for one in waiting) >= MOST_AT_ONCE:
            raise RefusedError("upload.too_many", most=MOST_AT_ONCE)
        self.check_size(upload.size, waiting)

    def _close(self, upload: Upload) -> None:
        with writing(self.folder), suppress(FileNotFoundError):
            self.path_of(upload.id, PART).rename(self.path_of(upload.id))
            sync(self.folder)

    @contextmanager
    def _held(self, upload: Upload) -> Iterator[BinaryIO]:
        """The file under way, for one request alone."""
        try:
            file = self.path_of(upload.id, PART).open("ab")
        except FileNotFoundError as error:
            raise RefusedError("upload.offset") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RefusedError("upload.busy") from error
            file.seek(0, os.SEEK_END)  # another request may have written before the lock
            yield file

    def _read(self, identity: str) -> Upload | None:
        try:
            told: Mapping[str, Any] = json.loads(self.path_of(identity, NOTES).read_bytes())
            return Upload(**told)
        except (OSError, ValueError, TypeError):
            return None

    def path_of(self, identity: str, suffix: str = "") -> Path:
        """Where the file of an id is, or what belongs to it."""
        return self.folder / f"{identity}{suffix}"

    def _free_bytes(self) -> int:
        folder = self.folder if self.folder.is_dir() else self.folder.parent
        disk = os.statvfs(folder)
        return disk.f_bavail * disk.f_frsize


def new_upload_id() -> str:
    """A name for a file in the upload folder, which nobody can guess."""
    return secrets.token_hex(16)


def shown(name: str) -> str:
    """What a person calls a file, fit to be shown: its last part, printable, not endless."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(letter if letter.isprintable() else "?" for letter in last).strip()
    return kept[:LONGEST_NAME]
