"""`village-hub cards` and `notices`: listed, given out, read back, taken away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hub.cli import cards, notices
from hub.clock import SystemClock
from hub.config import load
from hub.errors import HubError, RefusedError
from hub.store.connect import open_people
from hub.store.people import newest_deeds
from hub.store.permits import Service
from scripts.shown_content import fill
from tests.cli.village import Call, caller, make_village


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = make_village(tmp_path)
    fill(tmp_path / "data", SystemClock().now())
    return path


@pytest.fixture
def card(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(cards, config, capsys)


@pytest.fixture
def notice(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(notices, config, capsys)


def file(folder: Path, key: str, *told: dict[str, Any]) -> Path:
    path = folder / "in.json"
    path.write_text(json.dumps({key: told}), "utf-8")
    return path


def payment(card: Call) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(card("export", "payment"))["cards"][0]
    return found


def test_what_is_given_out_is_read_back_by_another_hub(
    card: Call, notice: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    other = make_village(tmp_path / "other")
    for call, command, key in ((card, cards, "cards"), (notice, notices, "notices")):
        told = call("export")
        (tmp_path / "all.json").write_text(told, "utf-8")
        again = caller(command, other, capsys)
        again("add", tmp_path / "all.json")

        before, after = json.loads(told)[key], json.loads(again("list", "--json"))[key]
        if key == "notices":
            assert {one.pop("approver") for one in after} == {""}
            assert {one.pop("approver") for one in before} == {"Nguyễn Văn Bình"}
        assert sorted(map(repr, after)) == sorted(map(repr, before))


def test_the_list_says_kind_id_and_name(card: Call, notice: Call) -> None:
    assert "Khoản thu, tài khoản · quy · Quỹ khuyến học năm 2026" in card("list")
    assert "Hàng" not in card("list", "wifi")
    assert "thu-quy · Kết quả thu quỹ khuyến học năm 2026 · Đang hiện" in notice("list")


def test_what_is_taken_away_is_gone_and_stands_in_the_log(
    card: Call, notice: Call, config: Path
) -> None:
    card("remove", "payment", "quy")
    notice("remove", "thu-quy")

    assert "quy ·" not in card("list", "payment")
    assert "thu-quy" not in notice("list")
    with open_people(load(config).data_dir, Service.CLI) as people:
        keys = [deed.key for deed in newest_deeds(people, 2)]
    assert sorted(keys) == ["audit.card_removed", "audit.notice_removed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "88 00!"}, {"bank_bin": "12"}, {"amount": "120"}, {"card": "bank"},
        {"ends": "tomorrow"}, {"ends": "2026-12-01T10:00:00"}, {"title": None},
    ],
)  # fmt: skip
def test_a_wrong_card_keeps_the_whole_file_out(
    card: Call, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    good = payment(card)
    path = file(tmp_path, "cards", {**good, "id": "new"}, {**good, **wrong})

    with pytest.raises(HubError):
        card("add", path)

    assert "new" not in card("list", "payment")


@pytest.mark.parametrize(
    "wrong",
    [{"link": "http://x.vn"}, {"id": "1.001193"}, {"checked_on": "hôm qua"}, {"papers": "Đơn"}],
)
def test_a_wrong_procedure_is_refused(card: Call, tmp_path: Path, wrong: dict[str, Any]) -> None:
    good = json.loads(card("export", "procedure"))["cards"][0]

    with pytest.raises(RefusedError):
        card("add", file(tmp_path, "cards", {**good, **wrong}))

    card("add", file(tmp_path, "cards", {**good, "id": "khac", "checked_on": "2026-11-01"}))
    assert "khac · Mượn nhà văn hóa" in card("list", "procedure")


@pytest.mark.parametrize("text", ["", "[]", '{"cards": 1}', '{"notices": []}'])
def test_a_file_of_something_else_is_refused(card: Call, tmp_path: Path, text: str) -> None:
    (tmp_path / "in.json").write_text(text, "utf-8")

    with pytest.raises(RefusedError, match=r"screen_file\.unreadable"):
        card("add", tmp_path / "in.json")


@pytest.mark.parametrize("words", [("payment", "nothing"), ("bank", "quy"), ()])
def test_what_is_not_there_cannot_be_taken_away(card: Call, words: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError):
        card("remove", *words)


def test_a_household_list_from_a_file_waits_for_a_person(notice: Call, tmp_path: Path) -> None:
    one = json.loads(notice("export"))["notices"][0]

    notice("add", file(tmp_path, "notices", {**one, "id": "moi", "approver": "Người khác"}))

    line = next(line for line in notice("list").splitlines() if line.startswith("moi"))
    assert line.endswith("Chờ duyệt")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"address": "8.8.8.8"}, "wifi_point.outside"),
        ({"address": "a b"}, "wifi_point.address"),
        ({"address": "192.168.1.11", "port": 70_000}, "wifi_point.port"),
        ({"address": "192.168.1.11", "port": -1}, "wifi_point.port"),
    ],
)
def test_an_access_point_is_watched_in_the_villages_own_network_only(
    card: Call, tmp_path: Path, told: dict[str, Any], key: str
) -> None:
    point = {"card": "wifi", "id": "x", "place": "Chợ", "ssid": "Cho"}
    with pytest.raises(RefusedError) as refused:
        card("add", file(tmp_path, "cards", {**point, **told}))

    assert refused.value.key == key
    card("add", file(tmp_path, "cards", {**point, "address": "192.168.1.11", "port": 8080}))
    (kept,) = [one for one in json.loads(card("export", "wifi"))["cards"] if one["id"] == "x"]
    assert (kept["address"], kept["port"]) == ("192.168.1.11", 8080)
