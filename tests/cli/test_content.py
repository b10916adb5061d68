"""`village-hub content`: the catalogue is looked at, replaced as a whole, and given out."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from hub.cli import content
from hub.config import load
from hub.content.catalogue_file import CatalogueError
from hub.content.in_use import catalogue_in_use
from hub.content.starter import starter_document
from hub.errors import ConfigError, RefusedError
from hub.store.catalogue import stored_catalogue
from hub.store.connect import open_content
from hub.store.papers import paper_named
from hub.store.permits import Service
from tests.cli.village import Call, caller, make_village

OWN = """
format = 1
id = "xa-hoa-an"
title = "Danh mục xã Hòa An"
publisher = "UBND xã Hòa An"
version = 7
made_on = 2026-11-01
[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
fee = "Không thu"
valid_to = 2026-01-01
[[procedure]]
code = "1.000894"
name = "Đăng ký kết hôn"
evidence = "A"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_village(tmp_path)


@pytest.fixture
def call(config: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return caller(content, config, capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "xa.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_a_new_hub_shows_the_shipped_catalogue(call: Call) -> None:
    told = call("list")

    assert "Danh mục khởi đầu" in told
    assert "1.004222  Đăng ký thường trú  (chưa xác minh)" in told


def test_an_imported_catalogue_takes_its_place(call: Call, file: Path) -> None:
    assert "2 thủ tục" in call("import", file)

    told = call("list")
    assert "UBND xã Hòa An" in told
    assert "1.001193  Đăng ký khai sinh  (đã hết hạn, không hiện)" in told
    assert "chứng thực" not in told


def test_what_is_past_its_date_is_not_found(call: Call, file: Path) -> None:
    call("import", file)

    assert call("find", "khai", "sinh") == "Không tìm thấy.\n"
    assert "1.000894" in call("find", "ket hon")


def test_a_file_with_mistakes_changes_nothing(call: Call, file: Path) -> None:
    call("import", file)
    file.write_text(OWN.replace("1.001193", "x"), "utf-8")

    with pytest.raises(CatalogueError):
        call("import", file)

    assert json.loads(call("list", "--json"))["version"] == 7


def test_an_older_edition_needs_force(call: Call, file: Path) -> None:
    call("import", file)
    file.write_text(OWN.replace("version = 7", "version = 6"), "utf-8")

    with pytest.raises(RefusedError, match=r"content\.older"):
        call("import", file)
    call("import", file, "--force")

    assert json.loads(call("list", "--json"))["version"] == 6


def test_a_file_is_looked_at_without_a_hub(call: Call, file: Path) -> None:
    assert call("check", file).startswith("Tệp tốt: Danh mục xã Hòa An")
    assert json.loads(call("list", "--json"))["is_shipped"]


def test_the_shipped_catalogue_is_given_out_to_be_edited(call: Call, tmp_path: Path) -> None:
    call("export", tmp_path / "out.toml")

    assert (tmp_path / "out.toml").read_bytes() == starter_document()
    assert call("export").encode() == starter_document()
    with pytest.raises(RefusedError, match=r"content\.file_there"):
        call("export", tmp_path / "out.toml")


def test_reset_goes_back_to_the_shipped_one(call: Call, file: Path) -> None:
    call("import", file)

    assert "Danh mục khởi đầu" in call("reset")
    assert json.loads(call("list", "--json"))["is_shipped"]


def test_an_imported_catalogue_of_a_newer_program_gives_way(
    call: Call, file: Path, config: Path
) -> None:
    call("import", file)
    with open_content(config.parent / "data", Service.CLI) as store:
        store.run("UPDATE catalogue SET document = ?", (b"format = 2",))
        used = catalogue_in_use(stored_catalogue(store))

    assert (used.catalogue.id, used.trouble is not None) == ("starter", True)
    assert "không đọc được" in call("list")


@pytest.mark.parametrize("words", [("import",), ("check",), ("import", "a", "b")])
def test_a_file_must_be_named(call: Call, words: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError, match=r"content\.no_file"):
        call(*words)


def test_a_file_that_is_not_there_is_told(call: Call, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"document\.no_file"):
        call("import", tmp_path / "nothing.toml")
    with pytest.raises(RefusedError, match=r"document\.unreadable"):
        call("import", tmp_path)


def test_the_search_can_be_tried(call: Call) -> None:
    assert call("find", "ĐKKS").startswith("1.001193  Đăng ký khai sinh\n")
    assert json.loads(call("find", "hoà giải", "--json"))[0]["key"] == "hoa-giai"


@pytest.mark.service
def test_a_handbook_is_drawn_for_the_screen(call: Call, config: Path, tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "red").save(tmp_path / "so-tay.pdf")

    assert "so-tay.pdf: 1 trang" in call("paper", str(tmp_path / "so-tay.pdf"))

    data_dir = load(config).data_dir
    with open_content(data_dir, Service.WEB) as store:
        found = paper_named(store, "so-tay.pdf")
    assert found is not None
    assert (data_dir / "papers" / found.id / "1.jpg").is_file()


COMMUNE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def sign(file: Path, by: Ed25519PrivateKey = COMMUNE) -> None:
    signature = base64.b64encode(by.sign(file.read_bytes())).decode()
    with file.open("a", encoding="utf-8") as end:
        end.write(f"# signature: ed25519 {signature}\n")


@pytest.fixture
def key(config: Path) -> None:
    """The village knows its commune's key."""
    told = base64.b64encode(COMMUNE.public_key().public_bytes_raw()).decode()
    config.write_text(f'[commune]\nkey = "{told}"\n{config.read_text("utf-8")}', "utf-8")


@pytest.mark.usefixtures("key")
def test_what_the_commune_signed_is_imported_and_given_out_with_its_signature(
    call: Call, file: Path, tmp_path: Path
) -> None:
    sign(file)

    assert "2 thủ tục" in call("import", file)
    call("export", tmp_path / "out.toml")
    assert (tmp_path / "out.toml").read_bytes() == file.read_bytes()


@pytest.mark.usefixtures("key")
def test_without_the_commune_s_signature_nothing_is_imported_not_even_by_force(
    call: Call, file: Path
) -> None:
    with pytest.raises(RefusedError, match=r"content\.unsigned"):
        call("import", file, "--force")
    sign(file, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(RefusedError, match=r"content\.wrong_signature"):
        call("import", file)

    assert json.loads(call("list", "--json"))["is_shipped"] is True


def test_a_hub_that_knows_no_key_imports_both(call: Call, file: Path) -> None:
    call("import", file)
    sign(file)
    call("import", file, "--force")

    assert json.loads(call("list", "--json"))["version"] == 7


@pytest.mark.parametrize("told", ["AAAA", "không phải khóa", "A" * 44])
def test_a_key_that_is_none_is_a_mistake_of_the_configuration(config: Path, told: str) -> None:
    config.write_text(f'[commune]\nkey = "{told}"\n{config.read_text("utf-8")}', "utf-8")

    with pytest.raises(ConfigError) as caught:
        load(config)

    assert "config.commune_key" in [one.key for one in caught.value.problems]
