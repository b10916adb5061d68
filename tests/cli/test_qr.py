"""`village-hub qr`: codes to print or to try out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.cli import qr
from hub.errors import RefusedError
from tests.cli.village import Call, caller, make_village


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(qr, make_village(tmp_path), capsys)


def test_a_procedure_is_told_with_the_size_it_is_printed_in(call: Call) -> None:
    told = json.loads(call("procedure", "1.001193", "--distance", "0.5", "--json"))

    assert told["text"].startswith("https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-3fe0")
    assert (told["version"], told["modules"], told["side_mm"]) == (5, 37, 45)


def test_a_transfer_is_made_from_the_name_of_the_bank(call: Call) -> None:
    told = call("pay", "Agribank", "8800205123456", "--amount", "120000", "--purpose", "Quỹ thôn 3")

    assert "0006970405" in told
    assert "5406120000" in told
    assert "0810Quy thon 3" in told


def test_a_wifi_without_password_is_open(call: Call) -> None:
    assert call("wifi", "Nha van hoa").startswith("WIFI:T:nopass;S:Nha van hoa;;\n")
    assert "T:WPA;R:1;" in call("wifi", "a", "--password", "12345678", "--security", "wpa3")


def test_other_kinds(call: Call) -> None:
    assert call("phone", "0214", "3888", "999").startswith("tel:02143888999\n")
    assert call("place", "22.3", "104.1").startswith("geo:22.30000,104.10000\n")
    assert call("link", "https://example.gov.vn/a").startswith("https://example.gov.vn/a\n")


def test_the_picture_is_a_file_of_its_own(call: Call, tmp_path: Path) -> None:
    call("phone", "115", "--svg", tmp_path / "a.svg")

    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert svg.startswith("<svg")
    assert svg.count("xmlns=") == 1


def test_banks_are_listed_with_date_and_source(call: Call) -> None:
    told = call("banks")

    assert "970405  Agribank" in told
    assert "2026-11-22" in told


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("link",), "qr.count"),
        (("pay", "Agribank"), "qr.count"),
        (("pay", "Ngân hàng lạ", "1"), "qr.bank"),
        (("procedure", "9.999999"), "qr.no_procedure"),
        (("place", "a", "b"), "qr.place"),
        (("place", "91", "0"), "qr.place"),
        (("phone",), "qr.phone"),
        (("phone", "115", "--svg", "/"), "document.unreadable"),
    ],
)
def test_what_cannot_be_is_told(call: Call, words: tuple[str, ...], key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        call(*words)

    assert caught.value.key == key
