"""Static files, PINs, pauses, words: small parts by themselves."""

import gzip
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from hub.errors import RefusedError
from hub.words import say
from tests.web.site import NOW, Site, quiet_state, static
from web.entry.backoff import LONGEST, locked_until, wait_s
from web.entry.pins import Pins
from web.present.days import days
from web.present.moment import Zones, day_in_words, home

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
ZONES = Zones({"xom-1": "Xóm 1", "xom-2": "Xóm 2"})
CUE = {
    "title": "Tin xã", "zones": ["xom-1", "xom-2"], "kind": "routine", "state": "planned",
    "because": None, "planned_start": "2026-12-01T17:00:00+07:00",
    "start": "2026-12-01T17:00:00+07:00", "end": "2026-12-01T17:15:00+07:00",
}  # fmt: skip


def speak(key: str, /, **values: object) -> str:
    return say(key, "vi", **values)


def test_a_static_file_is_sent_packed_and_kept_for_ever(site: Site) -> None:
    address = static().address("app.css")

    answer = site.visitor().get(address, headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"--accent" in gzip.decompress(answer.data)


def test_a_style_sheet_names_fonts_by_their_hash() -> None:
    sheet = static().find(static().address("app.css"))

    assert sheet is not None
    assert static().address("be-vietnam-pro-latin-400.woff2").encode() in sheet.plain
    assert b'url("be-' not in sheet.plain


def test_phones_do_not_wait_for_the_rules_of_the_touchscreen() -> None:
    sheet = static().find(static().address("app.css"))
    shown = [path.read_text("utf-8") for path in TEMPLATES.glob("*.html")]

    assert sheet is not None
    assert b".k-" not in sheet.plain
    assert len(sheet.packed or b"") < 8 * 1024
    assert not [text for text in shown if re.search(r'class="[^"]*\bk-', text)]


def test_the_first_page_with_all_its_files_is_under_90_kib(site: Site) -> None:
    page = gzip.compress(site.phone().get("/").data)
    files = [static().find(static().address(name)) for name in (
        "app.css", "htmx.js", "sse.js", "icons.svg", "mark.svg",
        *(f"be-vietnam-pro-{letters}-{weight}.woff2"
          for letters in ("latin", "vietnamese") for weight in (400, 600)),
    )]  # fmt: skip

    sizes = [len(file.packed or file.plain) for file in files if file is not None]

    assert len(page) + sum(sizes) < 56 * 1024


def test_a_pin_is_kept_as_argon2id_and_found_again() -> None:
    pins = Pins(memory_kib=64)
    kept = pins.hash("274913")

    assert kept.startswith("$argon2id$")
    assert pins.is_right("274913", kept)
    assert not pins.is_right("274914", kept)


@pytest.mark.parametrize("pin", ["123456", "987654", "000000", "901234", "252525", "789789"])
def test_a_pin_that_anybody_would_guess_is_refused(pin: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Pins(memory_kib=64).hash(pin)

    assert caught.value.key == "enter.pin_easy"


@pytest.mark.parametrize(("wrong", "pause_s"), [(4, 0), (5, 30), (6, 60), (7, 120), (40, 3600)])
def test_the_pause_doubles_up_to_an_hour(wrong: int, pause_s: int) -> None:
    assert wait_s(locked_until(wrong, NOW), NOW) == pause_s


def test_a_clock_that_was_set_back_does_not_lock_for_years() -> None:
    assert wait_s(NOW + timedelta(days=900), NOW) == 0
    assert wait_s(NOW + LONGEST, NOW) == LONGEST.total_seconds()


def test_what_comes_next_is_said_as_people_say_it() -> None:
    shown = home(quiet_state(next=CUE), {"troubles": []}, ZONES, speak)

    assert shown.coming is not None
    assert (shown.coming.when, shown.coming.where) == ("hôm nay lúc 17:00", "cả thôn")


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2026-12-01T06:10:00+07:00", "từ 6:10"),
        ("2026-11-30T18:05:00+07:00", "từ 18:05 ngày 30/11"),
        (None, "lúc này"),
    ],
)
def test_troubles_are_said_with_the_name_of_the_zone_and_since_when(
    since: str | None, words: str
) -> None:
    trouble = {"condition": "dead_zone", "subject": "ina219@0x40", "zone": "xom-2", "since": since}

    shown = home(quiet_state(), {"troubles": [trouble]}, ZONES, speak)

    assert shown.worries == (
        f"Loa Xóm 2 không có tín hiệu {words}. Hãy kiểm tra công tắc đỏ, cầu chì và tăng âm.",
    )


def test_an_untrusted_clock_is_said() -> None:
    shown = home(quiet_state(clock="nobody"), {"troubles": []}, ZONES, speak)

    assert "Đồng hồ" in shown.worries[0]


@pytest.mark.parametrize(
    ("day", "words"), [(1, "hôm nay"), (2, "ngày mai"), (3, "thứ Năm 03/12"), (6, "Chủ nhật 06/12")]
)
def test_days_are_said_as_people_say_them(day: int, words: str) -> None:
    assert day_in_words(date(2026, 12, day), date(2026, 12, 1), speak) == words


def test_a_dropped_cue_stands_in_the_calendar_with_its_reason() -> None:
    dropped = {**CUE, "start": None, "state": "dropped", "because": "nhường cho “Sơ tán”"}

    (day,) = days([dropped], date(2026, 12, 1), ZONES, speak)

    assert day.cues[0].is_dropped
    assert day.cues[0].because == "không phát: nhường cho “Sơ tán”"
