"""Pictures and PDF files are drawn anew in jail; what may harm or cannot be read is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from hub.clock import SystemClock
from hub.errors import MediaError, RefusedError
from hub.prepare.paper_runner import PaperRunner
from hub.prepare.papers import draw
from hub.prepare.turns import Turns
from hub.store.connect import open_content
from hub.store.database import Database
from hub.store.migrate import migrate
from hub.store.papers import Paper, papers
from hub.store.permits import Service
from hub.store.steps import CONTENT_DB, shipped

pytestmark = pytest.mark.service
CLOCK = SystemClock()
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def picture(path: Path, size: tuple[int, int] = (3000, 2000)) -> Path:
    image = Image.new("RGB", size, "red")
    exif = image.getexif()
    exif[0x0112], exif[0x0110] = 6, "the camera of somebody"
    if path.suffix == ".pdf":
        image.save(path, save_all=True, append_images=[image])
    else:
        image.save(path, exif=exif) if path.suffix == ".jpg" else image.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_picture_is_drawn_anew_no_larger_than_a_screen(
    tmp_path: Path, folder: Path, name: str
) -> None:
    drawn = draw(picture(tmp_path / name), folder, CLOCK)

    with Image.open(folder / drawn.id / "1.jpg") as found:
        assert max(found.size) == 1920
        assert dict(found.getexif()) == {}
    assert (drawn.kind, drawn.pages) == ("image/jpeg", 1)


def test_a_small_picture_is_not_blown_up(tmp_path: Path, folder: Path) -> None:
    drawn = draw(picture(tmp_path / "a.png", (300, 200)), folder, CLOCK)

    with Image.open(folder / drawn.id / "1.jpg") as found:
        assert found.size == (300, 200)


def test_a_document_becomes_a_picture_a_page_and_is_kept(tmp_path: Path, folder: Path) -> None:
    path = picture(tmp_path / "a.pdf")

    drawn = draw(path, folder, CLOCK)

    assert drawn == draw(path, folder, CLOCK)
    assert sorted(one.name for one in (folder / drawn.id).iterdir()) == [
        "1.jpg",
        "2.jpg",
        "paper.pdf",
    ]
    assert (folder / drawn.id / "paper.pdf").read_bytes() != path.read_bytes()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"hello", "papers.kind"),
        (b"<svg onload=alert(1)>", "papers.kind"),
        (b"MZ\x90\x00", "papers.kind"),
        (b"%PDF-1.7 and no more", "papers.broken"),
        (b"\xff\xd8\xff" + b"x" * 500, "papers.broken"),
        (b"RIFF\x00\x00\x00\x00WEBP" + b"x" * 50, "papers.broken"),
        (b"", "media.empty"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(
    tmp_path: Path, folder: Path, content: bytes, key: str
) -> None:
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(MediaError) as refused:
        draw(tmp_path / "x", folder, CLOCK)

    assert refused.value.key == key
    assert not folder.exists() or list(folder.iterdir()) == []


def document(catalog: bytes) -> bytes:
    """The smallest PDF file, with more in its catalogue."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 40]>>",
    )
    text, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj" % number + one + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(text)
    text += b"xref\n0 4\n0000000000 65535 f \n" + table
    return text + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def test_a_document_is_handed_on_without_its_scripts(tmp_path: Path, folder: Path) -> None:
    script = b"/OpenAction<</S/JavaScript/JS(app.alert)>>"
    (tmp_path / "a.pdf").write_bytes(document(script))

    drawn = draw(tmp_path / "a.pdf", folder, CLOCK)

    written = (folder / drawn.id / "paper.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert b"JavaScript" not in written
    assert b"OpenAction" not in written


def test_a_link_to_another_file_is_not_followed(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "a").symlink_to(picture(tmp_path / "a.png"))

    with pytest.raises(MediaError):
        draw(tmp_path / "a", folder, CLOCK)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / CONTENT_DB, shipped(CONTENT_DB))
    with open_content(tmp_path, Service.WEB) as database:
        yield database


@pytest.fixture
def runner(tmp_path: Path, folder: Path, store: Database) -> Iterator[PaperRunner]:
    made = PaperRunner(
        lambda: open_content(tmp_path, Service.HUB),
        tmp_path,
        folder,
        is_near=lambda: False,
        turns=Turns(lambda _: None),
        clock=CLOCK,
    )
    made.start()
    yield made
    made.close()


def until_over(store: Database, identity: str) -> Paper:
    waiting = 0
    while papers(store, [identity])[identity].state == "queued":
        waiting += 1
        assert waiting < 10**6
    return papers(store, [identity])[identity]


def test_a_paper_is_taken_drawn_and_the_upload_forgotten(
    tmp_path: Path, folder: Path, store: Database, runner: PaperRunner
) -> None:
    path = picture(tmp_path / "a.png")
    identity = sha256(path.read_bytes()).hexdigest()

    runner.take({"id": identity, "file": "a.png", "name": "Sơ đồ"})

    assert until_over(store, identity).pages == 1
    assert (folder / identity / "1.jpg").is_file()


def test_a_paper_that_is_refused_says_why(
    tmp_path: Path, store: Database, runner: PaperRunner
) -> None:
    (tmp_path / "x").write_bytes(b"hello")
    identity = sha256(b"hello").hexdigest()

    runner.take({"id": identity, "file": "x", "name": "Danh sách.doc"})

    found = until_over(store, identity)
    assert (found.state, found.problem) == (
        "refused",
        {"key": "papers.kind", "path": "Danh sách.doc"},
    )


@pytest.mark.parametrize("file", ["../content.db", "/etc/passwd", "", "a b"])
def test_a_name_that_no_program_makes_is_refused(runner: PaperRunner, file: str) -> None:
    with pytest.raises(RefusedError):
        runner.take({"id": "0" * 64, "file": file, "name": "x"})
