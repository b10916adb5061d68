"""Which name a hub goes by: decided alike on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.config import parse
from hub.names import hub_names, village_name
from hub.naming.choice import first_free, instance, keeps


def test_the_first_name_that_nobody_else_has_is_taken() -> None:
    assert first_free(("hub.local", "thon-a.local"), {"hub.local"}) == "thon-a.local"
    assert first_free(("hub.local",), {"hub.local"}) is None


def test_two_hubs_agree_who_keeps_a_name() -> None:
    ours, theirs = ["192.168.1.10"], ["192.168.1.9"]

    assert keeps(ours, theirs)
    assert not keeps(theirs, ours)


@pytest.mark.parametrize(
    ("village", "name"),
    [
        ("Thôn Yên Minh", "thon-yen-minh.local"),
        ("Xóm Đồng Ẫm 2", "xom-dong-am-2.local"),
        ("<script>", "script.local"),
        ("村", "thon.local"),
        ("a" * 300, "a" * 50 + ".local"),
    ],
)
def test_a_villages_name_becomes_one_that_phones_understand(village: str, name: str) -> None:
    assert village_name(parse({"hub": {"name": village}}, Path("/"))) == name


def test_a_name_of_the_configuration_comes_first_and_none_comes_twice() -> None:
    config = parse({"hub": {"name": "Hub"}, "web": {"names": ["loa.xa.vn", "hub.local"]}}, Path())

    assert hub_names(config) == ("loa.xa.vn", "hub.local")


def test_the_name_of_a_service_has_no_dot_and_63_bytes_at_most() -> None:
    assert instance("Thôn 1. Yên Minh") == "Thôn 1 Yên Minh"
    assert len(instance("Ẫ" * 100).encode()) <= 63
