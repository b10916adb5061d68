"""The search finds what people mean, whatever they type."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.answering import answer
from hub.search.fillers import Fillers
from hub.search.findable import Findable, Phrase, findables
from hub.search.finder import Finder, Hit
from hub.search.fold import keys_of, plain_of, words_of
from hub.search.index import is_one_slip, is_within
from hub.search.sounds import sound_of
from tests.search.asked import ASKED
from tests.search.fresh import LEARNT, UNSEEN
from tests.search.questions import QUESTIONS
from tests.search.shelf import CATALOGUE, FINDER, TODAY
from tests.search.typed import TYPED

NOT_THERE = (
    "hộ chiếu", "ho chieu", "xây nhà", "vay vốn", "học bổng", "nhận con nuôi", "mừng thọ",
    "thuế đất", "dịch tả lợn", "bóng đá", "chó thả rông", "giá vàng", "nước sạch", "sửa nhà tạm",
    "chuyển đất ruộng sang đất ở", "đi xuất khẩu lao động",
)  # fmt: skip
"""No procedure, app or subject is for these."""
TITLES = [one.short for one in CATALOGUE.procedures]


def finder(*titles: str) -> Finder:
    return Finder([Findable(title, title, (Phrase(title, 1.0),)) for title in titles])


def keys(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.key for hit in hits]


def marked(hit: Hit) -> list[str]:
    return [hit.title[start:end] for start, end in hit.marks]


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= 240


@pytest.mark.parametrize("question", [*QUESTIONS, *LEARNT], ids=lambda q: q[0])
def test_what_is_meant_stands_first(question: tuple[str, ...]) -> None:
    typed, *meant = question

    hits = FINDER.find(typed)

    assert hits, typed
    assert hits[0].key in meant


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q[0])
def test_the_words_of_the_house_find_a_sure_answer(question: tuple[str, ...]) -> None:
    typed, *meant = question

    answered = answer(FINDER, typed)

    assert answered.is_sure
    assert answered.hits[0].key in meant


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q[0])
def test_composed_and_decomposed_letters_are_the_same(question: tuple[str, ...]) -> None:
    decomposed = unicodedata.normalize("NFD", question[0])

    assert keys(FINDER.find(decomposed)) == keys(FINDER.find(question[0]))


def test_of_questions_that_were_not_looked_at_nine_in_ten_find_what_is_meant() -> None:
    right = [typed for typed, *meant in UNSEEN if keys(FINDER.find(typed, most=1))[:1] in
             [[one] for one in meant]]  # fmt: skip

    assert len(right) >= 0.9 * len(UNSEEN)


@pytest.mark.parametrize("question", TYPED, ids=lambda q: q[0])
def test_what_villagers_type_finds_what_they_mean_first(question: tuple[str, ...]) -> None:
    typed, *meant = question

    hits = FINDER.find(typed, most=1)

    assert hits, typed
    assert hits[0].key in meant


@pytest.mark.parametrize("typed", NOT_THERE)
def test_what_the_catalogue_has_not_gets_no_sure_answer(typed: str) -> None:
    answered = answer(FINDER, typed)

    assert not answered.is_sure
    assert not [hit for hit in answered.hits if hit.key.startswith("absent:")]


def test_nearly_every_right_answer_looks_sure() -> None:
    right = [q for q in (*QUESTIONS, *LEARNT) if keys(FINDER.find(q[0], most=1))[0] in q[1:]]

    assert len([q for q in right if answer(FINDER, q[0]).is_sure]) >= 0.95 * len(right)


@pytest.mark.parametrize("begun", ["h", "ho", "xyz", "thu", "ga", "ph", "vay"])
def test_what_is_hardly_begun_is_not_called_unsure(begun: str) -> None:
    assert answer(FINDER, begun).is_sure


@pytest.mark.parametrize("typed", ["thuế", "game", "phim", "phở"])
def test_few_letters_that_are_a_whole_word_of_what_is_absent_are_unsure(typed: str) -> None:
    assert not answer(FINDER, typed).is_sure


@pytest.mark.parametrize("typed", ["trời ơi là trời", "cho em hỏi", "bác ơi giúp cháu với ạ"])
def test_words_that_say_nothing_get_no_sure_answer(typed: str) -> None:
    assert not answer(FINDER, typed).is_sure


@pytest.mark.parametrize(
    ("one", "other"), [("chu", "tru"), ("lut", "luc"), ("xinh", "sinh"), ("hong", "hon")]
)
def test_syllables_that_some_say_alike_sound_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_a_phrase_says_nothing_only_as_a_whole() -> None:
    fillers = Fillers(["hồ sơ", "xin"])

    assert fillers.places(words_of("xin hồ sơ")) == {0, 1, 2}
    assert fillers.places(words_of("ho so")) == {0, 1}
    assert fillers.places(words_of("ho ngheo")) == frozenset()
    assert fillers.places(words_of("hồ so")) == {0, 1}
    assert fillers.places(words_of("hộ sơ")) == frozenset()


def test_a_birth_certificate_may_also_be_a_copy() -> None:
    assert "2.000635" in keys(FINDER.find("giay khai sinh"))[:5]


def test_exact_accents_go_first() -> None:
    found = finder("Làng mạ", "Làng má", "Làng ma", "Làng mả")

    for word in ("mạ", "má", "ma", "mả"):
        assert found.find(word)[0].title == f"Làng {word}"


def test_without_accents_all_are_found() -> None:
    assert len(finder("Làng mạ", "Làng má", "Làng mà").find("lang ma")) == 3


def test_d_and_d_with_a_stroke_are_told_apart_only_by_rank() -> None:
    found = finder("Dá", "Đá")

    assert keys(found.find("đá")) == ["Đá", "Dá"]
    assert keys(found.find("dá")) == ["Dá", "Đá"]


def test_a_slip_stands_behind_what_was_typed_right() -> None:
    assert keys(finder("Kinh doanh", "Linh doanh").find("linh doanh"))[0] == "Linh doanh"


def test_old_and_new_tone_places_are_one_word() -> None:
    assert keys_of("hòa") == keys_of("hoà")
    assert keys_of("thúy") == keys_of("thuý")
    assert keys_of("kí") == keys_of("ký")
    assert keys_of("thúi") != keys_of("thúy")


def test_the_matched_words_are_marked() -> None:
    hit = FINDER.find("khai sinh")[0]

    assert marked(hit) == ["khai", "sinh"]


def test_a_begun_word_is_marked_whole() -> None:
    assert marked(FINDER.find("đăng ký kết h")[0]) == ["Đăng", "ký", "kết", "hôn"]


def test_a_word_that_is_only_like_the_typed_one_is_not_marked_beside_it() -> None:
    hit = next(one for one in FINDER.find("giay khai sinh") if one.key == "1.004859")

    assert "định" not in marked(hit)


def test_words_typed_as_one_are_marked() -> None:
    assert marked(FINDER.find("khaisinh")[0]) == ["khai", "sinh"]


def test_what_led_to_a_title_with_other_words_is_told() -> None:
    hit = FINDER.find("sao y")[0]

    assert (hit.title, hit.via) == ("Chứng thực bản sao từ bản chính", "sao y") or marked(hit)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "\u0301", "…"])
def test_nothing_typed_gives_no_answers(typed: str) -> None:
    assert FINDER.find(typed) == ()


@pytest.mark.parametrize("typed", ["xyzzy", "qqqqqq", "blockchain"])
def test_what_nothing_means_gives_no_answers(typed: str) -> None:
    assert FINDER.find(typed) == ()


def test_a_procedure_past_its_date_is_not_found() -> None:
    birth = CATALOGUE.procedures[0]
    over = replace(birth, validity=replace(birth.validity, valid_to=date(2026, 11, 21)))
    shown = findables(replace(CATALOGUE, procedures=(over,)), TODAY)

    assert birth.code not in [one.key for one in shown]


def test_each_thing_is_answered_once() -> None:
    found = keys(FINDER.find("đăng ký", most=20))

    assert len(found) == len(set(found))


@pytest.mark.property
@given(st.sampled_from(TITLES))
def test_every_title_finds_itself_first(title: str) -> None:
    assert FINDER.find(title)[0].title == title


@pytest.mark.property
@given(st.sampled_from(TITLES))
def test_every_title_without_accents_finds_itself_first(title: str) -> None:
    assert FINDER.find(plain_of(title))[0].title == title


@pytest.mark.property
@given(st.sampled_from(TITLES), st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_hide_anything(title: str, chance: object) -> None:
    words = [title[word.start : word.end] for word in words_of(title)][:12]
    chance.shuffle(words)  # type: ignore[attr-defined]

    assert title in [hit.title for hit in FINDER.find(" ".join(words))[:3]]


@pytest.mark.property
@given(st.text(max_size=200))
def test_anything_may_be_typed(typed: str) -> None:
    hits = FINDER.find(typed)

    scores = [hit.score for hit in hits]
    assert all(before >= after - 1e-6 for before, after in itertools.pairwise(scores))
    for hit in hits:
        assert all(0 <= start < end <= len(hit.title) for start, end in hit.marks)


@pytest.mark.property
@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_one_slip_is_told_as_by_counting(one: str, other: str) -> None:
    near = {one[:n] + one[n + 1 :] for n in range(len(one))}
    near |= {one[:n] + c + one[n:] for n in range(len(one) + 1) for c in "abcd"}
    near |= {one[:n] + c + one[n + 1 :] for n in range(len(one)) for c in "abcd"}
    near |= {one[:n] + one[n + 1] + one[n] + one[n + 2 :] for n in range(len(one) - 1)}

    assert is_one_slip(one, other) == (other in near or one == other)


@pytest.mark.property
@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_two_slips_are_at_least_one_and_one(one: str, other: str) -> None:
    near = {one[:n] + one[n + 1 :] for n in range(len(one))}
    near |= {one[:n] + c + one[n:] for n in range(len(one) + 1) for c in "abcd"}
    near |= {one[:n] + c + one[n + 1 :] for n in range(len(one)) for c in "abcd"}

    assert is_within(one, other, 1) == (one == other or is_one_slip(one, other))
    if any(is_one_slip(middle, other) for middle in near):
        assert is_within(one, other, 2)
    assert is_within(one, other, 2) == is_within(other, one, 2)
