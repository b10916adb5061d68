"""What a person does after a power cut, when the board woke up in the year 2000 and no network is.

Against real processes: everything but the routine timetable works as ever.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from hub.domain.facts import AsRun
from hub.domain.person import Role
from hub.store.asrun import rows
from hub.store.calendar import programmes, slots
from hub.store.connect import open_hub
from hub.store.permits import Service
from hub.tokens import new_id
from tests.forms import mark_of
from tests.ports import free_port
from tests.service.cutting import FORM, body_of, standing
from tests.service.test_cut_talk import Speaker
from tests.service.test_uploads import PIN, Phone, Village
from tests.service.village import wait_for

pytestmark = [pytest.mark.service, pytest.mark.timeout(240)]

WOKEN = datetime(2000, 1, 1, 0, 2, tzinfo=UTC)
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


class WokenVillage(Village):
    """Its services begin with a clock that nobody has set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        port = free_port()
        with self.hub.path.open("a") as file:
            file.write(f"\n[kiosk]\nport = {port}\n")
        self.wall = f"http://localhost:{port}/kiosk"
        self.offset_s = (WOKEN - datetime.now(UTC)).total_seconds()

    def start(self, module: str) -> subprocess.Popen[bytes]:
        self.started.append(self.hub.start(module, "--clock-offset-s", str(self.offset_s)))
        return self.started[-1]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WokenVillage]:
    folder = tmp_path_factory.mktemp("village")
    with standing(folder, "broadcast", "hub.service", made=WokenVillage) as found:
        assert isinstance(found, WokenVillage)
        assert found.hub.state()["clock"] == "past"
        yield found


@pytest.fixture(scope="module")
def phone(village: Village) -> Phone:
    """Let in by the command line, whose clock is as lost."""
    return Phone(village.hub.config, f"Bà {new_id()}", WOKEN, Role.HEAD)


def heard(village: Village) -> list[AsRun]:
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        found = [row.fact for row in rows(store, *EVER)]
    return [one for one in found if isinstance(one, AsRun) and one.started is not None]


def test_the_head_stops_and_goes_on(village: Village, phone: Phone) -> None:
    home = phone.ask("GET", "/")[1]
    assert "clock" in home.partition("<main")[2]

    answer, page = phone.ask("POST", "/orders/stop", body_of(home, "/orders/stop"), FORM)

    assert answer.status == 200, page
    assert village.hub.state()["zones"]["xom-1"]["halt"]["verb"] == "stop"
    assert "2000" not in page
    home = phone.ask("GET", "/")[1]
    phone.ask("POST", "/orders/resume", body_of(home, "/orders/resume"), FORM)
    assert village.hub.state()["zones"]["xom-1"]["halt"] is None


def test_what_is_typed_is_made_approved_and_played(village: Village, phone: Phone) -> None:
    page = phone.ask("GET", "/compose")[1]
    body = body_of(
        page, "/compose", title="Nước lên", text="Nước sông đang lên.", kind="routine", repeats="1"
    )
    answer, page = phone.ask("POST", "/compose", body, FORM)
    assert answer.status == 303, page
    address = answer.headers["Location"]
    wait_for(lambda: phone.ask("GET", address)[0].status == 303, 90)
    draft = phone.ask("GET", address)[0].headers["Location"]
    page = phone.ask("GET", draft)[1]
    body = body_of(page, f"{draft}/approve", zone="xom-1", repeats="1", pin=PIN)

    answer, page = phone.ask("POST", f"{draft}/play", body, FORM)

    assert answer.status == 200, page
    wait_for(lambda: bool(heard(village)), 30)
    assert "Nước lên" in phone.ask("GET", "/compose")[1]


def test_a_sound_that_is_brought_stands_in_the_list_and_in_the_calendar(
    village: Village, phone: Phone
) -> None:
    key = village.hub.tone("loi-goi", 2.0)
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        content = (village.hub.config.media_dir / programmes(store)[key].media).read_bytes()
    path = phone.begin(len(content))
    phone.rest(path, content)
    address = f"/sounds/{path.rpartition('/')[2]}"
    wait_for(lambda: f'action="{address}/save"' in phone.ask("GET", address)[1], 60)
    assert address in phone.ask("GET", "/compose")[1]
    page = phone.ask("GET", address)[1]
    body = body_of(page, f"{address}/save", title="Lời gọi", kind="routine", repeats="1")
    draft = phone.ask("POST", f"{address}/save", body, FORM)[0].headers["Location"]
    draft = draft.partition("?")[0]
    day = f"{datetime.now(village.hub.config.timezone) + timedelta(days=3):%Y-%m-%d}"
    body = body_of(
        phone.ask("GET", draft)[1], f"{draft}/approve",
        way="once", day=day, time="17:00", zone="xom-1", repeats="1",
    )  # fmt: skip

    answer, page = phone.ask("POST", f"{draft}/approve", body, FORM)

    assert answer.status == 303, page
    with open_hub(village.hub.config.data_dir, Service.CLI) as store:
        assert [one.title for one in slots(store)] == ["Lời gọi"]
    assert "Lời gọi" in phone.ask("GET", f"/calendar?day={day}")[1]


def test_the_head_speaks(village: Village, phone: Phone) -> None:
    body = body_of(phone.ask("GET", "/live")[1], "/live", zone="xom-1", kind="routine", pin=PIN)
    answer, page = phone.ask("POST", "/live", body, FORM)
    assert answer.status == 303, page
    speaker, is_enough = Speaker(phone), threading.Event()
    thread = threading.Thread(target=speaker.speak_until, args=(is_enough,), daemon=True)
    thread.start()

    wait_for(lambda: bool(village.hub.state()["on_air"]), 30)
    time.sleep(1.0)
    is_enough.set()
    thread.join()

    wait_for(lambda: not village.hub.state()["on_air"], 10)
    listed = json.loads(village.hub.run("live", "--records", "--json").stdout)
    assert sum(one["seconds"] for one in listed) > 0.5


class Wall:
    """The browser of the screen."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._open = build_opener(HTTPCookieProcessor())

    def get(self, path: str) -> str:
        with self._open.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode("utf-8", "replace"))

    def post(self, path: str, **fields: str | bytes) -> str:
        """A form of pieces, as one with a recording is sent."""
        fields = {"mark": mark_of(self.get("/feedback")), **fields}
        lines = []
        for name, value in fields.items():
            is_file = isinstance(value, bytes)
            head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"'
            head += '; filename="a.webm"\r\n\r\n' if is_file else "\r\n\r\n"
            lines += [head.encode(), value if isinstance(value, bytes) else value.encode(), b"\r\n"]
        body = b"".join([*lines, f"--{EDGE}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
        asked = Request(self.base + path, body, kind)
        with self._open.open(asked, timeout=30) as answer:
            return str(answer.read().decode("utf-8", "replace"))


EDGE = "----edge"
VOICE = b"\x1a\x45\xdf\xa3" + bytes(200)


def test_people_rate_tell_and_are_answered(village: WokenVillage, phone: Phone) -> None:
    wall = Wall(village.wall)

    wall.post("/rating", face="5")
    thanks = wall.post(
        "/feedback", id="abcdef12345678", text="Đường ngập", to="village", voice=VOICE
    )
    number = re.search(r"k-dial\">([\d-]+)", thanks)
    assert number is not None
    path = "/content/feedback/abcdef12345678"
    page = phone.ask("GET", path)[1]
    body = body_of(page, path, answer="Đã cử người.", state="answered")
    assert phone.ask("POST", path, body, FORM)[0].status == 303
    assert phone.ask("GET", f"{path}/voice")[0].status == 200

    state = wall.get(f"/feedback/state?number={number[1]}")
    assert "Đã cử người." in state
    assert "at the earliest" in state
    assert "2000" not in state
    assert "or later" in phone.ask("GET", "/content/ratings")[1]


def test_a_page_of_the_wall_is_found_and_read_aloud(village: WokenVillage) -> None:
    wall = Wall(village.wall)
    assert "procedure/1.001193" in wall.get("/find?q=" + quote("dang ky khai sinh"))

    job = json.loads(wall.post("/aloud", page="/kiosk/phones"))

    def made() -> bool:
        told = json.loads(wall.get(f"/aloud/{job['job']}"))
        assert told["state"] != "refused", told
        return bool(told["state"] == "done")

    wait_for(made, 120)
    with urlopen(f"{wall.base}/aloud/{job['job']}/sound", timeout=30) as answer:
        assert answer.read(4) == b"RIFF"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/log", "text/html"),
        ("/log/week.csv", "text/csv"),
        ("/log/week.pdf", "application/pdf"),
        ("/log/print", "text/html"),
        ("/people/deeds.csv", "text/csv"),
        ("/settings/health", "text/html"),
        ("/settings/health.txt", "text/plain"),
        ("/calendar?days=7", "text/html"),
        ("/api/v1/state", "application/json"),
        ("/api/v1/timeline", "application/json"),
        ("/api/v1/health", "application/json"),
        ("/api/v1/programmes", "application/json"),
        ("/api/v1/slots", "application/json"),
        ("/api/v1/log", "application/json"),
    ],
)
def test_what_is_looked_at_printed_and_taken_home_is_there(
    phone: Phone, path: str, kind: str
) -> None:
    answer, text = phone.ask("GET", path)

    assert answer.status == 200, text[-500:]
    assert answer.headers["Content-Type"].startswith(kind)
    assert text
