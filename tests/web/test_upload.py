"""Sound that comes in from a phone: a plain form, pieces that go on, refusals, foreign files."""

import base64
import hashlib
import io
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hub.domain.person import Role
from hub.errors import ControlError
from hub.store.calendar import programmes
from tests.web.site import Site, Visitor

PIECE = "application/offset+octet-stream"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Four seconds of something like speech, as a phone records it."""
    path: Path = tmp_path_factory.mktemp("sound") / "a.webm"
    tone = "sine=f=300:d=4:r=16000,tremolo=f=4:d=0.9"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, "-c:a", "libopus", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path.read_bytes()


def tus(phone: Visitor, method: str, path: str, body: bytes = b"", **headers: str) -> TestResponse:
    if not phone.mark:
        phone.get("/upload")
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    around: dict[str, Any] = phone._around({"headers": {"X-Hub-Mark": phone.mark, **told}})
    return phone.client.open(path, method=method, data=body, **around)


def begin(
    phone: Visitor, size: int | str, name: str = "họp thôn.webm", **more: str
) -> TestResponse:
    pairs = {"filename": name, **more}
    told = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())
    return tus(phone, "POST", "/upload/files", Upload_Length=str(size), Upload_Metadata=told)


def give(phone: Visitor, path: str, body: bytes, offset: int, **more: str) -> TestResponse:
    told = {"Upload_Offset": str(offset), "Content_Type": PIECE, **more}
    return tus(phone, "PATCH", path, body, **told)


def form(phone: Visitor, content: bytes, name: str = "tin.webm") -> TestResponse:
    phone.get("/upload")
    data = {"mark": phone.mark, "file": (io.BytesIO(content), name)}
    return phone.client.post("/upload", data=data, **phone._around({}))


def files(site: Site) -> list[str]:
    folder = site.parts.config.upload_dir
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.service
def test_a_plain_form_without_scripts_ends_in_a_draft(site: Site, sound: bytes) -> None:
    phone = site.phone(name="Bà Hoa")

    address = form(phone, sound, "Họp thôn.webm").location
    assert address is not None
    page = phone.get(phone.finished(address)).text

    assert "Họp thôn" in page
    assert "to bằng các tin khác" in page
    assert "LUFS" not in page
    assert "Vỡ tiếng" in page
    heard = phone.get(f"{address}/sound")
    assert heard.data[:4] == b"RIFF"
    heard.close()
    saved = phone.post(f"{address}/save", title="Họp thôn tối nay", kind="priority")
    assert "Họp thôn tối nay" in phone.get(saved.location or "").text
    with site.parts.open_store() as store:
        (kept,) = programmes(store).values()
    assert (kept.title, kept.author, kept.approver) == ("Họp thôn tối nay", "Bà Hoa", "")


@pytest.mark.service
def test_pieces_end_in_the_same_page_and_are_cut_where_it_was_wished(
    site: Site, sound: bytes
) -> None:
    phone = site.phone()
    path = begin(phone, len(sound), way="recorded", start="1", end="3").location
    assert path is not None
    middle = len(sound) // 2

    first = give(phone, path, sound[:middle], 0)
    second = give(phone, path, sound[middle:], middle)

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(middle))
    assert second.headers["Upload-Offset"] == str(len(sound))
    address = f"/sounds/{path.rpartition('/')[2]}"
    assert "2 giây" in phone.get(phone.finished(address)).text


def test_what_has_come_is_told_and_a_piece_from_elsewhere_is_refused(site: Site) -> None:
    phone = site.phone()
    path = begin(phone, 1000).location or ""
    give(phone, path, b"a" * 400, 0)

    told = tus(phone, "HEAD", path)
    wrong = give(phone, path, b"b" * 100, 300)

    assert told.headers["Upload-Offset"] == "400"
    assert told.headers["Upload-Length"] == "1000"
    assert told.headers["Cache-Control"] == "no-store"
    assert wrong.status_code == 409
    assert tus(phone, "HEAD", path).headers["Upload-Offset"] == "400"


def test_more_than_was_promised_is_not_kept(site: Site) -> None:
    phone = site.phone()
    path = begin(phone, 10).location or ""

    assert give(phone, path, b"a" * 11, 0).status_code == 413
    assert tus(phone, "HEAD", path).headers["Upload-Offset"] == "0"


def test_a_damaged_piece_is_asked_for_again(site: Site) -> None:
    phone, piece = site.phone(), b"a" * 100
    path = begin(phone, 1000).location or ""
    good = base64.b64encode(hashlib.sha1(piece).digest()).decode()

    bad = give(phone, path, b"b" * 100, 0, Upload_Checksum=f"sha1 {good}")
    come = tus(phone, "HEAD", path).headers["Upload-Offset"]
    again = give(phone, path, piece, 0, Upload_Checksum=f"sha1 {good}")

    assert (bad.status_code, come) == (460, "0")
    assert again.headers["Upload-Offset"] == "100"


@pytest.mark.parametrize("size", ["-1", "0", "", "1e9", "9" * 15, "٣"])
def test_a_length_that_cannot_be_is_refused(site: Site, size: str) -> None:
    answer = begin(site.phone(), size)

    assert answer.status_code in {400, 413}
    assert files(site) == []


def test_one_person_does_not_fill_the_disk_with_beginnings(site: Site) -> None:
    phone, other = site.phone(), site.phone(name="Ông Tư")

    codes = [begin(phone, 1000).status_code for _ in range(6)]

    assert codes == [201] * 4 + [429] * 2
    assert begin(other, 1000).status_code == 201


def test_somebody_elses_upload_is_not_there(site: Site) -> None:
    mine, other = site.phone(), site.phone(Role.SPEAKER, "Cô Lan")
    path = begin(mine, 1000).location or ""
    identity = path.rpartition("/")[2]

    assert tus(other, "HEAD", path).status_code == 404
    assert give(other, path, b"x", 0).status_code == 404
    assert tus(other, "DELETE", path).status_code == 404
    assert other.get(f"/sounds/{identity}").status_code == 404
    assert tus(mine, "HEAD", path).headers["Upload-Offset"] == "0"


@pytest.mark.service
def test_somebody_elses_sound_is_neither_heard_nor_saved(site: Site, sound: bytes) -> None:
    mine, other = site.phone(), site.phone(name="Ông Tư")
    address = form(mine, sound).location or ""
    mine.finished(address)

    assert other.get(f"{address}/sound").status_code == 404
    assert other.post(f"{address}/save", title="Của tôi", kind="routine").status_code == 404
    assert other.post(f"{address}/drop").status_code == 404
    assert "Chưa lưu" not in other.get("/compose").text
    assert "Chưa lưu" in mine.get("/compose").text


NAMES = (
    "../../hub.db", "..\\..\\hub.db", "/etc/passwd", "C:\\tin.mp3", "tin\x00.mp3",
    "tin\r\nX: y.mp3", ".", "..", "", "a" * 5000, "\u202egpm.exe", "%2e%2e%2fx", "-rf", "con.wav",
    "tin'\"><script>alert(1)</script>.mp3",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_only_shown(site: Site, name: str) -> None:
    phone = site.phone()
    before = {path for path in site.folder.rglob("*") if path.is_file()}

    path = begin(phone, 10, name).location or ""
    form(phone, b"no sound", name)

    identity = path.rpartition("/")[2]
    assert identity.isalnum()
    after = {path for path in site.folder.rglob("*") if path.is_file()} - before
    homes = {path.parent.name for path in after}
    assert homes <= {"uploads", site.folder.name}  # the store's own log
    assert "<script>alert" not in phone.get("/upload").text


PATHS = ("..%2f..%2fhub.db", "%2e%2e", "x", "a" * 33, "0" * 32, ".json", "0" * 31 + "/")


@pytest.mark.parametrize("identity", PATHS)
def test_an_id_that_the_hub_did_not_choose_leads_nowhere(site: Site, identity: str) -> None:
    phone = site.phone()

    assert tus(phone, "HEAD", f"/upload/files/{identity}").status_code in {403, 404, 405}
    assert tus(phone, "DELETE", f"/upload/files/{identity}").status_code in {404, 405}
    assert phone.get(f"/sounds/{identity}").status_code == 404


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(site: Site) -> None:
    answer = begin(site.phone(), 5 * 1024**3)

    assert answer.status_code == 413
    assert "5120 MB" in answer.text


def test_a_full_disk_takes_nothing_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.sound.uploads.SPARED_BYTES", 10**18)

    answer = begin(site.phone(), 1000)

    assert answer.status_code == 507
    assert "cán bộ kỹ thuật" in answer.text


def test_a_form_without_a_file_says_what_to_do(site: Site) -> None:
    phone = site.phone()

    answer = phone.post("/upload")

    assert answer.status_code == 422
    assert "Bác chưa chọn tệp nào" in answer.text


def test_an_empty_file_is_refused_in_words(site: Site) -> None:
    answer = form(site.phone(), b"")

    assert answer.status_code == 422
    assert "rỗng" in answer.text
    assert files(site) == []


@pytest.mark.service
def test_what_is_no_sound_is_refused_in_words_and_can_be_done_again(site: Site) -> None:
    phone = site.phone()
    address = form(phone, b"no sound at all" * 100, "thư.docx").location or ""

    page = phone.get(phone.finished(address))
    again = phone.post(f"{address}/drop")

    assert page.status_code == 422
    assert "thư.docx không phải tệp âm thanh" in page.text
    assert again.location == "/upload"
    assert phone.get(address).status_code == 404


def test_a_form_that_no_page_of_ours_made_leaves_nothing_behind(site: Site) -> None:
    phone = site.phone()
    data = {"mark": "0" * 64, "file": (io.BytesIO(b"x" * 1000), "x.mp3")}

    answer = phone.client.post("/upload", data=data, **phone._around({}))

    assert answer.status_code == 403
    assert files(site) == []


def test_a_piece_without_the_mark_of_a_page_is_refused(site: Site) -> None:
    phone = site.phone()
    path = begin(phone, 1000).location or ""
    around = phone._around({"headers": {"Upload-Offset": "0", "Content-Type": PIECE}})

    assert phone.client.patch(path, data=b"x", **around).status_code == 400
    assert tus(phone, "HEAD", path).headers["Upload-Offset"] == "0"


def test_a_stranger_sends_no_file(site: Site) -> None:
    stranger = site.visitor()
    data = {"mark": "", "file": (io.BytesIO(b"x" * 1000), "x.mp3")}

    answer = stranger.client.post("/upload", data=data, **stranger._around({}))

    assert answer.status_code in {303, 403, 413}
    assert files(site) == []


@pytest.mark.service
def test_a_hub_service_that_is_away_loses_no_upload(site: Site, sound: bytes) -> None:
    phone = site.phone()
    path = begin(phone, len(sound)).location or ""
    site.hub.error = ControlError("control.not_running", path="hub.sock")

    answer = give(phone, path, sound, 0)
    address = f"/sounds/{path.rpartition('/')[2]}"
    waiting = phone.get(address)
    site.hub.error = None

    assert answer.status_code == 204
    assert waiting.status_code == 200
    assert "chưa trả lời" in waiting.text
    assert "Độ to" in phone.get(phone.finished(address)).text


def test_what_nobody_finishes_is_removed(site: Site) -> None:
    phone = site.phone()
    path = begin(phone, 1000).location or ""
    give(phone, path, b"a" * 10, 0)
    for file in site.parts.config.upload_dir.iterdir():
        os.utime(file, (file.stat().st_mtime - 49 * 3600,) * 2)

    phone = site.phone(name="Ông Tư")
    begin(phone, 1000)

    assert len(files(site)) == 2
    assert tus(phone, "HEAD", path).status_code == 404


def test_the_page_lists_what_can_be_taken_and_another_version_is_told_ours(site: Site) -> None:
    phone = site.phone()

    page = phone.get("/upload").text
    for name in ("mp3", "m4a", "aac", "ogg", "opus", "webm", "wav", "flac", "amr", "3gp", "mp4"):
        assert f".{name}" in page
    assert tus(phone, "POST", "/upload/files", Tus_Resumable="0.2.2").status_code == 412
    told = tus(phone, "OPTIONS", "/upload/files")
    assert told.headers["Tus-Version"] == "1.0.0"
    assert "creation" in told.headers["Tus-Extension"]
