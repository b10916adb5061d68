"""Pictures and PDF files for the screen: looked at and drawn anew, by programs in jail.

What was brought is never handed on itself: a screen and a phone get JPEG files that we wrote, and
of a document a PDF that was written anew too, without scripts, actions and files inside.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.errors import MediaError
from hub.media.draft import PREFIX
from hub.prepare.child import Access, run
from hub.prepare.upload import Upload, opened
from hub.prepare.watched import Finished

MOST_MIB: Final = 20
MOST_PAGES: Final = 40
LONG_SIDE_PX: Final = 1920
LIMIT_S: Final = 120.0
MEMORY_MIB: Final = 384
FOLDER: Final = "papers"
"""Beside the store: a folder for each paper, ``1.jpg`` and so on in it."""
PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
_DRAW: Final = ("pdftoppm", "-jpeg", "-jpegopt", "quality=82", "-scale-to", str(LONG_SIDE_PX))
_WRITE_ANEW: Final = ("pdftocairo", "-pdf")
_READ: Final = (
    *("ffmpeg", "-nostdin", "-v", "error", "-threads", "1"),
    *("-protocol_whitelist", "file,pipe", "-i"),
)
_WRITE: Final = (
    *("-map_metadata", "-1", "-frames:v", "1", "-pix_fmt", "yuvj420p", "-q:v", "4", "-vf"),
    f"scale='min({LONG_SIDE_PX},iw)':'min({LONG_SIDE_PX},ih)':force_original_aspect_ratio=decrease",
    *("-f", "image2pipe", "-c:v", "mjpeg", "pipe:1"),
)
_FONTS: Final = (Path("/etc/fonts"), Path("/usr/share/fonts"))
Program = Callable[..., Finished]
"""`child.run` with its limits."""
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a file.

    Attributes:
        id: SHA-256 of what was brought.
        kind: "application/pdf" or "image/jpeg".
        pages: How many pictures it has.
    """

    id: str
    kind: str
    pages: int


def draw(
    path: Path, folder: Path, clock: Clock, is_held: Callable[[], bool] | None = None
) -> Drawn:
    """Draw a file anew; its folder is complete or not there.

    Args:
        path: What was brought; its name does not matter.
        folder: Where papers are kept; made when it is missing.
        clock: Measures the time.
        is_held: See `child.run`.

    Raises:
        MediaError: It is no picture or PDF, is locked, too long, or cannot be drawn.
    """
    with opened(path, MOST_MIB, follow=False) as upload:
        sha256 = upload.sha256()
        kind = kind_of(upload)
        kept = folder / sha256
        if not kept.is_dir():
            program = partial(
                run, clock=clock, limit_s=LIMIT_S, memory_mib=MEMORY_MIB, is_held=is_held
            )
            _draw(upload, kind, kept, program)
        pages = len(list(kept.glob("*.jpg")))
    return Drawn(sha256, kind, pages)


def kind_of(upload: Upload) -> str:
    """What it is, by its first bytes and never by its name.

    Raises:
        MediaError: ``papers.kind``.
    """
    head = os.pread(upload.fd, 1024, 0)
    if b"%PDF-" in head:
        return PDF
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return JPEG
    raise MediaError("papers.kind", path=upload.name)


def _draw(upload: Upload, kind: str, kept: Path, program: Program) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=PREFIX, dir=kept.parent))
    try:
        if kind == PDF:
            _pages(upload, draft, program)
        else:
            _picture(upload, draft, program)
        for file in draft.iterdir():
            _sync(file)
        draft.chmod(0o2755)
        draft.rename(kept)
        _sync(kept.parent)
    except MediaError:  # which is an OSError too
        raise
    except OSError as error:
        raise MediaError("media.unwritable", folder=kept.parent, error=error.strerror) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(draft)


def _pages(upload: Upload, draft: Path, program: Program) -> None:
    source, count = f"/proc/self/fd/{upload.fd}", _count(upload, program)
    allowed = Access(reads=_FONTS, writes=[draft], fds=[upload.fd])
    done = program([*_DRAW, source, str(draft / "page")], access=allowed)
    again = program([*_WRITE_ANEW, source, str(draft / "paper.pdf")], access=allowed)
    drawn = sorted(draft.glob("page-*.jpg"))
    if done.code != 0 or again.code != 0 or len(drawn) != count:
        raise MediaError("papers.broken", path=upload.name)
    for number, page in enumerate(drawn, 1):
        page.rename(draft / f"{number}.jpg")


def _count(upload: Upload, program: Program) -> int:
    """Pages of a PDF that may be shown."""
    told = program(["pdfinfo", f"/proc/self/fd/{upload.fd}"], access=Access(fds=[upload.fd]))
    lines = told.out.decode("utf-8", "replace").splitlines()
    facts = dict(line.split(":", 1) for line in lines if ":" in line)
    count = facts.get("Pages", "").strip()
    if told.code != 0 or not count.isdigit() or count == "0":
        locked = "Incorrect password" in told.err
        raise MediaError("papers.locked" if locked else "papers.broken", path=upload.name)
    if facts.get("Encrypted", "no").strip() != "no":
        raise MediaError("papers.locked", path=upload.name)
    if int(count) > MOST_PAGES:
        raise MediaError("papers.long", path=upload.name, pages=count, most=MOST_PAGES)
    return int(count)


def _picture(upload: Upload, draft: Path, program: Program) -> None:
    """At most as large as a screen, upright, without what a camera writes beside it."""
    with (draft / "1.jpg").open("wb") as output:
        done = program([*_READ, upload.url, *_WRITE], output=output, access=Access(fds=[upload.fd]))
    if done.code != 0 or (draft / "1.jpg").stat().st_size == 0:
        raise MediaError("papers.broken", path=upload.name)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        if path.is_file():
            os.fchmod(handle, 0o644)
        os.fsync(handle)
    finally:
        os.close(handle)
