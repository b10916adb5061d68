"""A reading: its parts, its guesses, the table, the lexicon; and what holds for any text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import RefusedError
from hub.prepare.text import default_table, parse_table, read_out
from hub.prepare.vietnamese.syllable import is_syllable, is_word
from hub.prepare.vietnamese.vocabulary import words
from tests.prepare.text.scoring import HERE, lines

WRITTEN = [line.written for path in sorted(HERE.glob("lines_*.tsv")) for line in lines(path.name)]
PLAIN = sorted(
    words(
        "bà con thôn bản họp tại nhà văn kính mời ông Páo Sùng Mường Phăng nước lũ ủy ban tổ chức "
        "trường học đường làng ngõ xóm Ẳng Tưởng hợp tác nghiêm túc thực hiện uỷ hoà thuỷ"
    )
)


def test_the_parts_show_what_became_of_what() -> None:
    reading = read_out("Họp 7h, UBND")

    changed = [(part.written, part.spoken) for part in reading.parts if part.written != part.spoken]
    assert changed == [("7h", "bảy giờ"), ("UBND", "Ủy ban nhân dân")]


def test_an_unknown_abbreviation_is_spelled_and_flagged_where_it_stands() -> None:
    reading = read_out("Mời BXQ họp")

    (unknown,) = reading.unknown
    assert reading.spoken == "Mời bê ích quy họp"
    assert (unknown.written, unknown.guess, unknown.start, unknown.end) == (
        "BXQ", "bê ích quy", 4, 7,
    )  # fmt: skip


def test_offsets_are_those_of_the_nfc_text_when_unseen_marks_were_taken_out() -> None:
    text = "Xã\u200b Mường 😀 BXQ họp"

    (unknown,) = read_out(unicodedata.normalize("NFD", text)).unknown

    assert unicodedata.normalize("NFC", text)[unknown.start : unknown.end] == "BXQ"


@pytest.mark.parametrize(
    "word", ["THÔNG", "BÁO", "BAN", "NGHIÊNG", "QUYẾT", "GIẾNG", "UỶ", "Xoong"]
)
def test_a_syllable_is_known_in_any_case_and_tone(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["UBND", "THPT", "BCH", "HTX", "QĐ", "TTg", "NVH"])
def test_an_abbreviation_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_foreign_words_in_capitals_are_words() -> None:
    assert is_word("FACEBOOK") is is_word("SAMSUNG") is is_word("COVID") is True


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Trường TH Nà Tấu", "Trường tiểu học Nà Tấu"),
        ("TH phổ thông", "trung học phổ thông"),
        ("BCH Quân sự", "Ban chỉ huy Quân sự"),
        ("BCH Đảng bộ", "Ban Chấp hành Đảng bộ"),
        ("P. Him Lam", "phường Him Lam"),
        ("P. Nội vụ", "phòng Nội vụ"),
        ("P. Chủ tịch", "Phó Chủ tịch"),
        ("TT. Tủa Chùa", "thị trấn Tủa Chùa"),
        ("TT Y tế", "trung tâm Y tế"),
        ("ĐT: 123", "điện thoại, một hai ba"),
        ("Đ/c: số 5", "địa chỉ, số năm"),
        ("Đ/c An", "Đồng chí An"),
        ("ubnd xã", "Ủy ban nhân dân xã"),
        ("THÔNG BÁO CỦA UBND XÃ", "THÔNG BÁO CỦA Ủy ban nhân dân XÃ"),
        ("CA NHẠC MỪNG XUÂN", "CA NHẠC MỪNG XUÂN"),
    ],
)
def test_an_abbreviation_is_read_by_what_stands_around_it(written: str, said: str) -> None:
    assert read_out(written).spoken.lower() == said.lower()


def test_the_communes_own_reading_replaces_ours() -> None:
    table = default_table().extended({"NVH": "nhà vui họp", "BXQ": "ban xây quán"})

    assert read_out("BXQ họp ở NVH", table).spoken == "ban xây quán họp ở nhà vui họp"


def test_an_entry_can_be_taken_out() -> None:
    assert read_out("NVH", default_table().without("NVH")).unknown != ()


@pytest.mark.parametrize(
    "document",
    ["[words", 'words = "x"', "[words]\nA = 1", '[words]\nA = ""', "choice = 3", "choice = [1]",
     '[[choice]]\nwritten = "A"\nsay = "a"\nfollower = "x"',
     '[[choice]]\nwritten = "A"\nsay = "a"\nafter = "x"'],
)  # fmt: skip
def test_a_table_with_a_mistake_is_refused(document: str) -> None:
    with pytest.raises(RefusedError, match=r"text\.bad_table"):
        parse_table(document)


def test_the_lexicon_respells_whole_words_in_any_case() -> None:
    lexicon = {"Bản Pát": "bản Pát Lớn", "ẳng": "Ẳng nhé"}

    reading = read_out("họp BẢN PÁT, không phải bản Pátt, ở Ẳng, không phải Ang", None, lexicon)

    expected = "họp bản Pát Lớn, không phải bản Pátt, ở Ẳng nhé, không phải Ang"
    assert reading.spoken == expected


def test_a_text_means_the_same_in_nfd() -> None:
    for text in WRITTEN:
        assert read_out(unicodedata.normalize("NFD", text)).spoken == read_out(text).spoken


def test_reading_what_was_read_changes_nothing() -> None:
    spoken = [read_out(text).spoken for text in WRITTEN]

    assert [read_out(text).spoken for text in spoken] == spoken


@pytest.mark.property
@given(
    st.lists(st.sampled_from(PLAIN), max_size=30), st.sampled_from([" ", ", ", "\n", " (", ". "])
)
def test_no_word_is_dropped(written: list[str], between: str) -> None:
    spoken = read_out(between.join(written)).spoken

    assert re.findall(r"\w+", spoken) == written


@pytest.mark.property
@given(st.lists(st.sampled_from([*WRITTEN, *PLAIN, "7h30", "20/11", "BXQ", "-5"]), max_size=4))
def test_every_plain_word_among_others_is_kept_in_order(pieces: list[str]) -> None:
    spoken = iter(re.findall(r"\w+", read_out(" ; ".join(pieces)).spoken.lower()))

    kept = [piece.lower() for piece in pieces if piece in PLAIN]
    assert all(word in spoken for word in kept)


@pytest.mark.property
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_in_nfc(text: str) -> None:
    reading = read_out(text)

    assert unicodedata.is_normalized("NFC", reading.spoken)
    assert "".join(part.written for part in reading.parts) == unicodedata.normalize("NFC", text)


@pytest.mark.property
@given(st.text(alphabet="0123456789/-.,:+ hgmđkNĐTVIX%()\n", max_size=60))
def test_any_mixture_of_figures_is_read_to_the_last_digit(text: str) -> None:
    assert not any(c.isdigit() for c in read_out(text).spoken)


@pytest.mark.parametrize(
    "piece", ["1", "1.", "1/", "0 ", "A.", "(", "…", "7h30-", "NĐ-", "a@b.", "\n- "]
)
def test_a_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    assert read_out(piece * 3000).parts[-1].end == len(piece) * 3000


def test_lone_surrogates_do_no_harm() -> None:
    assert read_out("họp \ud83d lúc 7h").spoken == "họp lúc bảy giờ"


@pytest.mark.parametrize(
    ("written", "unknown", "guess"),
    [
        ("Ông Páo kiêm TT", "TT", "thôn trưởng"),
        ("Về TL này", "TL", "thương lượng"),
        ("T1: A. Páo; T8: chị Mỷ, T2: bà Sua", "T1", "tổ một"),
        ("gặp nv ở bàn", "nv", "nhân viên"),
        ("họp ở xhtt", "xhtt", "ích hát tê tê"),
        ("Mời PVHXH họp", "PVHXH", "Phòng Văn hóa Xã hội"),
        ("C/trình mới", "C/trình", "Công trình"),
        ("X/quang mới", "X/quang", "ích quang"),
        ("giá của BXQr", "BXQr", "bê ích quy rờ"),
    ],
)
def test_what_context_cannot_tell_is_flagged_with_the_likeliest_guess(
    written: str, unknown: str, guess: str
) -> None:
    first = read_out(written).unknown[0]

    assert (first.written, first.guess) == (unknown, guess)


@pytest.mark.parametrize(
    "written",
    ["Gửi qua facebook, email, zalo, website", "Ông Krông Đắk, Hmông", "Viettel, YouTube, TikTok"],
)
def test_foreign_words_and_names_are_said_as_they_stand_and_are_not_flagged(written: str) -> None:
    reading = read_out(written)

    assert (reading.spoken, reading.unknown) == (written, ())


def test_a_choice_may_ask_for_what_stands_near_before_and_behind() -> None:
    table = parse_table(
        """
        [[choice]]
        written = "KX"
        say = "kho xăng"
        near = ["xe tải"]
        [[choice]]
        written = "KX"
        say = "ki lô"
        leader = "number"
        [[choice]]
        written = "KX"
        say = "không xa"
        follower = "day"
        [[choice]]
        written = "KX"
        say = "kính xin"
        guess = true
        """
    )

    spoken = [
        read_out(text, table).spoken
        for text in ("xe tải vào KX", "3 KX gạo", "KX 22/11", "KX xem", "mã KX15")
    ]
    assert spoken == [
        "xe tải vào kho xăng", "ba ki lô gạo",
        "không xa ngày hai mươi hai tháng mười một", "kính xin xem", "mã ca ích mười lăm",
    ]  # fmt: skip
    assert [u.written for u in read_out("KX xem", table).unknown] == ["KX"]


@pytest.mark.parametrize("line", ['leader = "x"', "guess = 1", 'near = "x"'])
def test_a_choice_with_a_wrong_condition_is_refused(line: str) -> None:
    with pytest.raises(RefusedError, match=r"text\.bad_table"):
        parse_table(f'[[choice]]\nwritten = "A"\nsay = "a"\n{line}')


def test_a_sign_that_cannot_be_said_is_flagged_and_a_picture_is_not() -> None:
    reading = read_out("Họp ⍯ lúc ⊕ 7h 😀 ✅")

    assert reading.spoken == "Họp lúc bảy giờ"
    assert [one.written for one in reading.unknown] == ["⊕"]


def test_the_cells_of_a_table_are_kept_apart() -> None:
    assert read_out("1\tLò Văn A\t1985\tNà Tấu").spoken == (
        "một, Lò Văn A, một nghìn chín trăm tám mươi lăm, Nà Tấu"
    )
