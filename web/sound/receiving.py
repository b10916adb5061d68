"""Takes the file of a plain form straight into the upload folder, once who sends it is known."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO, Any, BinaryIO, Final, cast

from flask import Request, abort
from flask import request as current

from hub.domain.person import Right
from web.entry.guard import caller, may, person
from web.sound.handing import uploads
from web.sound.uploads import PART, Upload, new_upload_id, shown

LARGEST_FORM: Final = 64 << 20
"""Bytes of a form with a file; more is sent in pieces, by a script."""
VIEW: Final = "upload.take"


class Received:
    """A file of a form, on its way into the upload folder; gone unless it is finished.

    Args:
        size: The bytes of the whole form.

    Raises:
        RefusedError: There is no room for it.
    """

    def __init__(self, size: int) -> None:
        self._upload = Upload(new_upload_id(), person().id, "", size)
        uploads().begin(self._upload)
        self._file: BinaryIO = uploads().path_of(self._upload.id, PART).open("w+b")

    def finish(self, name: str) -> Upload:
        """The whole file, on the disk.

        Raises:
            RefusedError: ``upload.empty``.
            StoreBusyError: The disk does not take it.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return uploads().finish(self._upload, shown(name))

    def write(self, data: bytes) -> int:
        """The next piece."""
        return self._file.write(data)

    def close(self) -> None:
        """Forget it, if it has not been finished."""
        if not self._file.closed:
            self._file.close()
            uploads().drop(self._upload)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class HubRequest(Request):
    """A request whose sound file goes where it belongs; the files of other forms are small."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint != VIEW:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        found = caller()
        if found is None or not found.is_open or not may(Right.WRITE):
            abort(403)
        made = Received(total_content_length or LARGEST_FORM)
        _kept().append(made)
        return cast("IO[bytes]", made)


def forget_unfinished(_: BaseException | None = None) -> None:
    """Whatever was not finished when the request is over is gone."""
    for received in _kept():
        with suppress(OSError):
            received.close()


def _kept() -> list[Received]:
    environ: dict[str, Any] = current.environ
    return cast("list[Received]", environ.setdefault("hub.received", []))
