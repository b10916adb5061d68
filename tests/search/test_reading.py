"""How a question is read: mended, without what says nothing, with sayings as what they mean."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.answering import answer
from hub.search.chatter import CHATTER
from hub.search.fillers import Fillers
from hub.search.findable import Findable, Phrase
from hub.search.fold import words_of
from hub.search.index import Index
from hub.search.kinds import KINDS
from hub.search.meanings import MEANINGS
from hub.search.mending import Mender
from hub.search.regions import REGIONAL
from hub.search.sayings import END, GAP, Sayings
from hub.search.slips import is_of_the_finger
from tests.search.questions import (
    AGAIN,
    AWAY,
    BIRTH,
    CONTRACT,
    COPY,
    DEAD_ALL,
    DEATH,
    DISABLED,
    FIX,
    FUNERAL,
    GUARD,
    GUEST,
    LAND,
    LIVE,
    MARRY,
    MERIT,
    MONTHLY,
    PEACE,
    PENSION,
    POOR,
    SHOP,
    SIGN,
    SINGLE,
    STAY,
    TRUE_COPY,
)
from tests.search.shelf import FINDER, ITEMS
from tests.search.things import DOCTOR, FIRE, PORTAL, SKY, VNEID, VSSID

TITLES = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Đăng ký tạm trú", "Khai tử", "Trích lục")
INDEX = Index([Findable(title, title, (Phrase(title, 1.0),)) for title in TITLES])
MENDER = Mender(INDEX, ("cho con", "ở đâu"), {"ks": ()})
SAYINGS = Sayings(
    {"kin": ("bố", "mẹ", "bà nội"), "die": ("mất", "qua đời"), "lose": ("mất",)},
    (
        ("người chết", ("<kin> <die> $", "<kin> qua đời")),
        ("mất giấy", ("giấy * <lose>", "<lose> giấy")),
        ("tặng đất", ("cho <kin> đất",)),
    ),
)
COMMON: tuple[tuple[str, *tuple[str, ...]], ...] = (
    ("dang ky khai sinh", BIRTH),
    ("giay khai sinh", BIRTH),
    ("khai sinh lai", AGAIN),
    ("trich luc khai sinh", COPY),
    ("trich luc", COPY),
    ("dang ky ket hon", MARRY),
    ("ket hon", MARRY),
    ("giay doc than", SINGLE),
    ("tinh trang hon nhan", SINGLE),
    ("khai tu", DEATH),
    ("dang ky khai tu", DEATH),
    ("mai tang phi", DEAD_ALL, FUNERAL),
    ("cai chinh ho tich", FIX),
    ("doi ten", FIX),
    ("giam ho", GUARD),
    ("sao y", TRUE_COPY),
    ("cong chung", TRUE_COPY),
    ("chung thuc chu ky", SIGN),
    ("uy quyen", SIGN),
    ("mua ban dat", CONTRACT),
    ("thua ke", CONTRACT),
    ("huu tri xa hoi", PENSION),
    ("tro cap nguoi gia", PENSION),
    ("tro cap xa hoi", MONTHLY),
    ("khuyet tat", DISABLED),
    ("ho ngheo", POOR),
    ("can ngheo", POOR),
    ("liet si", MERIT),
    ("ho kinh doanh", SHOP),
    ("so do", LAND),
    ("ho khau", LIVE),
    ("thuong tru", LIVE),
    ("tam tru", STAY),
    ("luu tru", GUEST),
    ("tam vang", AWAY),
    ("hoa giai", PEACE),
    ("vneid", VNEID),
    ("vssid", VSSID),
    ("thoi tiet", SKY),
    ("dịch vụ công", PORTAL),
    ("chữa cháy", FIRE),
    ("cấp cứu", DOCTOR),
)
FRAMES = (
    "tôi muốn làm {} thì cần giấy tờ gì",
    "{} ở đâu",
    "cho em hỏi {} với ạ",
    "{} mất bao nhiêu tiền",
    "{} mấy ngày thì xong",
    "bac oi cho chau hoi {} phai lam the nao",
    "{} co mat tien khong",
    "huong dan {} gium toi",
    "lam {} o dau",
    "cho hoi {} can giay to gi",
    "muon xin {} o dau",
    "di lam {} het may ngay",
)
NOTHING = Fillers(("tôi", "vừa", "mất bao nhiêu tiền", "cho hỏi"))


def mended(text: str, *, is_open: bool = False) -> str | None:
    found = MENDER.mend(words_of(text), unicodedata.normalize("NFC", text), is_open=is_open)
    return found.text if found else None


def said(text: str) -> str | None:
    words = words_of(text)
    read = SAYINGS.read(words, NOTHING.places(words), NOTHING.spans(words))
    return " ".join(word.plain for word in read) if read else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dangkykhaisinh", "dang ky khai sinh"),
        ("dang kykhai sinh", "dang ky khai sinh"),
        ("dan gky khai sinh", "dang ky khai sinh"),
        ("dang ky kha i sinh", "dang ky khai sinh"),
        ("ket hong", "ket hon"),
        ("khai sihn", "khai sinh"),
        ("kahi tu", "khai tu"),
        ("trichs lucj", "trich luc"),
        ("kaisinh", "khai sinh"),
        ("tạn trú", "tam trú"),
        ("k.sinh", "khai sinh"),
        ("đăng ký t.trú", "đăng ký tam trú"),
        ("ksinh", "khai sinh"),
        ("trjjch luc", "trich luc"),
    ],
)
def test_fingers_are_mended_by_the_words_around(typed: str, meant: str) -> None:
    assert mended(typed) == meant


def test_a_word_of_which_hardly_anything_is_left_is_not_mended_alone() -> None:
    assert mended("trjjch") is None


def test_of_two_mendings_the_one_in_a_title_is_taken() -> None:
    index = Index(
        [
            Findable("drug", "Uống thuốc trừ sâu", (Phrase("uống thuốc trừ sâu", 0.9),)),
            Findable("stay", "Thường trú", (Phrase("thường trú", 1.0),)),
        ]
    )

    found = Mender(index, (), ()).mend(words_of("thhuon tru"), "thhuon tru", is_open=False)

    assert found is not None
    assert found.text == "thuong tru"


@pytest.mark.parametrize("typed", ["dang ky khai sinh", "Đăng ký tạm trú", "khai tử", "2026"])
def test_what_is_right_is_left_alone(typed: str) -> None:
    assert mended(typed) is None


def test_the_last_word_may_only_be_begun() -> None:
    assert mended("dangkykhaisi", is_open=True) == "dang ky khai si"
    assert mended("dangkykhaisi") != "dang ky khai si"


@pytest.mark.parametrize(
    ("typed", "meant", "is_likely"),
    [
        ("sihn", "sinh", True),
        ("sinj", "sinh", True),
        ("snh", "sinh", True),
        ("sinnh", "sinh", True),
        ("sinp", "sinh", False),
        ("ky", "ki", True),
    ],
)
def test_which_slips_are_of_the_finger(typed: str, meant: str, *, is_likely: bool) -> None:
    assert is_of_the_finger(typed, meant) is is_likely


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bố tôi vừa mất", "nguoi chet"),
        ("ba noi toi qua doi", "nguoi chet"),
        ("mẹ mất giấy", "mat giay"),
        ("giấy của nhà mất", "mat giay"),
        ("giấy mất bao nhiêu tiền", None),
        ("mất xe", None),
        ("cho mẹ tôi đất", "tang dat"),
        ("cho hoi me dat", None),
    ],
)
def test_sayings_are_read_as_what_they_mean(typed: str, meant: str | None) -> None:
    assert said(typed) == meant


def test_every_pattern_names_kinds_that_there_are() -> None:
    for _, patterns in MEANINGS:
        for pattern in patterns:
            for word in pattern.split():
                assert word in (END, GAP) or not word.startswith("<") or word[1:-1] in KINDS


@pytest.mark.parametrize("head", [head for head, _ in MEANINGS])
def test_what_a_saying_means_is_found(head: str) -> None:
    found = FINDER.find(head)

    assert found
    assert found[0].score >= 0.9


def test_no_kind_is_used_nowhere() -> None:
    used = {word for _, patterns in MEANINGS for pattern in patterns for word in pattern.split()}

    assert {f"<{name}>" for name in KINDS} <= used


@pytest.mark.parametrize("question", COMMON, ids=lambda q: q[0])
def test_by_half_its_letters_what_is_meant_is_among_the_first(question: tuple[str, ...]) -> None:
    typed, *meant = question
    begun = [typed[:end] for end in range(3, len(typed) + 1) if typed[end - 1] != " "]
    shown = [[hit.key for hit in answer(FINDER, one).hits[:4]] for one in begun]
    firsts = [keys[:1] for keys in shown]
    half = [keys for one, keys in zip(begun, shown, strict=True) if len(one) > len(typed) / 2 + 1]

    assert all(set(keys) & set(meant) for keys in half)
    assert firsts[-1][0] in meant
    assert sum(before != after for before, after in itertools.pairwise(firsts)) <= 4


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("g.k.s", BIRTH),
        ("Đ.K.K.S", BIRTH),
        ("xác nhận thân nh", MERIT),
        ("mai tán", FUNERAL),
        ("tạn trú", STAY),
        ("dọn dìa nhà dợ", LIVE),
        ("bsao khai sinh", COPY),
        ("lam kt3 o dau", STAY),
    ],
)
def test_short_forms_and_words_of_the_regions_are_read(typed: str, meant: str) -> None:
    answered = answer(FINDER, typed)

    assert answered.is_sure
    assert answered.hits[0].key == meant


def test_no_word_of_a_region_without_accents_is_another_word() -> None:
    bare = [word.plain for said, _ in REGIONAL for word in words_of(said) if not word.is_accented]

    assert bare
    assert not set(bare) & set(Index(ITEMS).places)


def is_first(typed: str, meant: list[str]) -> bool:
    hits = answer(FINDER, typed).hits
    return bool(hits) and hits[0].key in meant


def slips(typed: str) -> list[str]:
    """Each letter of a longer word left out, and each two changed about."""
    found = []
    for word in words_of(typed):
        for at in range(word.start, word.end if word.end - word.start >= 4 else word.start):
            found.append(typed[:at] + typed[at + 1 :])
            if at + 1 < word.end:
                found.append(typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :])
    return found


def other_blanks(typed: str) -> list[str]:
    """No blank at all, each blank left out, and each one letter later."""
    places = [at for at, letter in enumerate(typed) if letter == " "]
    return [
        typed.replace(" ", ""),
        *(typed[:at] + typed[at + 1 :] for at in places),
        *(typed[:at] + typed[at + 1] + " " + typed[at + 2 :] for at in places),
    ]


def asked_in_sentences(typed: str) -> list[str]:
    return [frame.format(typed) for frame in FRAMES]


@pytest.mark.parametrize(
    ("made", "least"), [(asked_in_sentences, 0.99), (other_blanks, 0.97), (slips, 0.985)]
)
def test_what_is_common_is_found_however_it_is_typed(
    made: Callable[[str], list[str]], least: float
) -> None:
    right = [
        is_first(typed, meant)
        for question, *meant in COMMON
        for typed in made(question)
        if typed != question
    ]

    assert len(right) > 80
    assert sum(right) >= least * len(right)


@pytest.mark.property
@given(st.lists(st.sampled_from(CHATTER), min_size=1, max_size=5))
def test_nothing_but_chatter_may_be_typed(words: list[str]) -> None:
    answer(FINDER, " ".join(words))


@pytest.mark.property
@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy ", max_size=60))
def test_whatever_is_typed_may_be_mended(typed: str) -> None:
    found = MENDER.mend(words_of(typed), typed, is_open=False)

    assert found is None or (found.text.strip() and 0 < found.worth <= 1)
