"""The village's reading goes before the commune's, and both before the hub's own."""

from __future__ import annotations

from hub.domain.lexicon import Respelling, Scope, respelling
from hub.prepare.readings import with_lexicon
from hub.prepare.text import default_table, read_out

COMMUNE = Scope.COMMUNE


def said(text: str, *entries: Respelling) -> str:
    table, words = with_lexicon(entries, default_table())
    return read_out(text, table, words).spoken


def test_a_reading_replaces_that_of_the_hub() -> None:
    own = respelling("UBND", "ủy ban")

    assert said("Họp tại UBND", own).rstrip(".") == "Họp tại ủy ban"


def test_the_village_goes_before_its_commune_whatever_came_first() -> None:
    village, commune = respelling("OCOP", "ô cốp"), respelling("OCOP", "o co", scope=COMMUNE)

    assert "ô cốp" in said("hàng OCOP", village, commune)
    assert "ô cốp" in said("hàng OCOP", commune, village)


def test_a_word_is_respelled_in_any_case() -> None:
    own = respelling("Krông", "cờ rông")

    assert "cờ rông" in said("xã KRÔNG Pa", own)
    assert "cờ rông" in said("xã krông Pa", own)


def test_a_reading_with_a_context_holds_only_there() -> None:
    own = respelling("QQ", "quân quản", after=("ban",))
    else_ = respelling("QQ", "qui quyết")

    assert "ban quân quản" in said("theo ban QQ", own, else_)
    assert "theo qui quyết" in said("theo QQ", own, else_)
