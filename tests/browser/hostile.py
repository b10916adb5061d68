"""What a village may well enter and a screen may stumble over: seeded, the same each time.

Names with stacked marks, titles without blanks, links of every length, networks and passwords
with every sign that means something in a code, transfers at their limits, other languages.
What stands in the codes is put together here from the standards; nothing of ours is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from hub.domain.alert import Alert, AlertRef, AlertStatus, AlertType
from hub.domain.goods import Meeting, MeetingId, PaymentId, PaymentTarget, Product, ProductId
from hub.domain.helper import Helper, HelperId, Place, PlaceId
from hub.domain.notice import Notice, NoticeId, NoticeKind
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.store.alerts import put_alert
from hub.store.cards import Card, put_card
from hub.store.connect import open_content
from hub.store.notices import put_notice
from hub.store.permits import Service
from tests.browser.codes_shown import crc

Texts = Mapping[str, tuple[str, ...]]
"""What stands in the codes of each page, from above."""

NAME: Final = "NGUYỄN THỊ HUYỀN ẪM ĐỘ ỀN QUỲNH NHƯ Ễ Ộ Ẫ Ằ Ỹ"
SYLLABLES: Final = "nghiêng khuỷu Ễ Ộ Ẫ Ằ Ỹ ộ ậ ợ gỹ ngoẵng Đường Nguyễn thuở quỵ ượng ẫm ờ xẩm"
ALIKE: Final = "WWWWMMMMmw"
"""Wide letters, one after the other, with nowhere to break."""
SPEECH: Final = (
    ("tyz", "Pi noọng hẩư hết bióoc phjắc ở bản; ngày 20 mà rườn văn hóa (tiểng Tày)"),
    ("blt", "ꪼꪕ ꪎꪲꪙ ꪹꪡꪸꪙ ꪒꪾ: tiếng Thái viết bằng chữ Thái"),
    ("hmn", "Hmoob nyob zoo, peb sib ntsib hnub 20; Cov kwv tij tuaj koom"),
)
NETWORKS: Final = (
    (';:,\\"', 'a;b:c,d\\e"f'),
    ("Quán Ễ Ộ 😀 – wifi", "matkhau cua Quan 1"),
    ("ộ" * 10 + "ab", "0123456789abcdef" * 4),
    ("  hai dau cach  giua", "!#$%&'()*+-./<=>?@[]^_`{|}~"),
    ("deadbeef", "DEADBEEF"),
    ("WIFI:S:x;;", '\\\\;;;;:::,,,,""""'),
)
PASSED: Final = datetime(2026, 11, 30, 1, tzinfo=UTC)
FAR: Final = datetime(2035, 12, 31, 16, 59, tzinfo=UTC)
BEGINS: Final = "https://"
LENGTHS: Final = (20, 61, 100, 150, 213, 250)
MOST_AMOUNT: Final = 499_999_999


@dataclass(frozen=True, slots=True)
class Paid:
    """A transfer as a person enters it, and what a bank lets stand.

    Attributes:
        title: What it is for.
        account: Where it goes.
        amount: Whole đồng.
        purpose: With marks.
        plain: The same as NAPAS wants it.
    """

    title: str
    account: str
    amount: int
    purpose: str
    plain: str


TRANSFERS: Final = (
    Paid("Q", "1", 1, "Đ", "D"),
    Paid(ALIKE * 12, "9" * 19, MOST_AMOUNT, "Quỹ khuyến học xóm 2, 26", "Quy khuyen hoc xom 2, 26"),
    Paid("Vệ sinh môi trường " * 6, "VQRQAAAABBBBCCCCDDD", 0, "", ""),
    Paid(NAME, "0011012345678", 1000, "Ễ Ộ Ẫ Ằ Ỹ (nhà ông Đạt).", "E O A A Y (nha ong Dat)."),
    Paid("Thuê rạp", "8800205123456", 499_000_000, "A-B/C?D+E,'F:", "A-B/C?D+E,'F:"),
)


def wifi_text(ssid: str, password: str) -> str:
    """A network as ZXing's format has it: each sign that means something after a backslash."""
    kept = {sign: "\\" + sign for sign in '\\;,:"'}
    name, word = ("".join(kept.get(one, one) for one in text) for text in (ssid, password))
    return "WIFI:T:WPA;S:" + name + ";P:" + word + ";;"


def transfer_text(bank: str, account: str, amount: int, purpose: str) -> str:
    """A transfer from EMVCo's tables and NAPAS' field 38, one tag after the other."""

    def tag(number: int, value: str) -> str:
        return str(number).rjust(2, "0") + str(len(value)).rjust(2, "0") + value

    target = tag(0, "A000000727") + tag(1, tag(0, bank) + tag(1, account)) + tag(2, "QRIBFTTA")
    body = tag(0, "01") + tag(1, "12" if amount else "11") + tag(38, target) + tag(53, "704")
    body += tag(54, str(amount)) * bool(amount) + tag(58, "VN")
    body += tag(62, tag(8, purpose)) * bool(purpose) + "6304"
    return body + crc(body)


def link_of(length: int, chance: Random) -> str:
    """A link with a query and Vietnamese in percent form."""
    parts = ("bieu-mau/", "%E1%BB%85", "%C4%91", "id=8f3A&", "?q=", "trang~2/", "pwd=Zk.9_", "#a")
    text = f"{BEGINS}f.gov.vn/"
    while len(text) < length:
        text += chance.choice(parts)
    return text[:length]


def title_of(letters: int, chance: Random) -> str:
    """So many letters of syllables with marks, and a blank between two of them."""
    text = ""
    while len(text) < letters:
        text += chance.choice(SYLLABLES.split()) + " "
    return text[:letters].strip()


def fill_hostile(data_dir: Path, now: datetime, seed: int = 9) -> Texts:
    """Enter it all; tells what stands in the codes of each page.

    Args:
        data_dir: Folder of a migrated store that has no cards yet.
        now: The hub's moment, aware UTC.
        seed: Another one gives other links and titles.
    """
    chance = Random(seed)
    goods, offers = _goods(chance), _offers(chance, now)
    notices = _notices(chance, now)
    with open_content(data_dir, Service.CLI) as store:
        cards: list[Card] = [*_people(chance), *goods, *offers]
        for position, card in enumerate(cards):
            put_card(store, card, now - timedelta(days=1), position)
        for notice in notices:
            put_notice(store, notice)
        for level in range(1, 6):
            put_alert(store, _alert(level, chance, now), now)
    paid = [one for one in offers if isinstance(one, PaymentTarget)]
    plain = {one.title: one.plain for one in TRANSFERS}
    return {
        "wifi": tuple(wifi_text(*one) for one in NETWORKS),
        "goods": tuple(one.trace for one in goods if one.trace),
        "payments": tuple(
            transfer_text(one.bank_bin, one.account, one.amount, plain[one.title]) for one in paid
        ),
        "meetings": tuple(one.link for one in offers if isinstance(one, Meeting)),
        **{f"notices/{one.id}": (one.link,) for one in notices if one.link},
    }


def _people(chance: Random) -> list[Card]:
    helpers = [
        Helper(
            HelperId(f"h{number}"), NAME if number else "Ý", title_of(60, chance),
            "0912 345 678 – 0987 654 321", ("vi", "hmn", "tyz"), hours=title_of(100, chance),
        )
        for number in range(3)
    ]  # fmt: skip
    places = [Place(PlaceId("p"), title_of(120, chance), ALIKE * 12, "1900 1234 56 78 90")]
    points = [
        WifiPoint(WifiPointId(f"w{number}"), title_of(60, chance), ssid, password, "wpa2",
                  title_of(60, chance))
        for number, (ssid, password) in enumerate(NETWORKS)
    ]  # fmt: skip
    return [*helpers, *places, *points]


def _goods(chance: Random) -> list[Product]:
    found = [
        Product(
            ProductId(f"g{length}"), title_of(120, chance) if length % 2 else "Q", ALIKE * 6,
            title_of(400, chance), 5, link_of(length, chance), "0912 111 222", title_of(60, chance),
        )
        for length in LENGTHS
    ]  # fmt: skip
    return [*found, Product(ProductId("none"), ALIKE * 12, NAME)]


def _offers(chance: Random, now: datetime) -> list[PaymentTarget | Meeting]:
    transfers = [
        PaymentTarget(
            PaymentId(f"q{number}"), one.title, "970405", one.account, "NGUYEN THI HUYEN " * 4,
            one.amount, one.purpose if one.plain else "", FAR if number else None, NAME,
        )
        for number, one in enumerate(TRANSFERS)
    ]  # fmt: skip
    meetings = [
        Meeting(MeetingId(f"m{length}"), title_of(120, chance), now + timedelta(minutes=length),
                FAR, link_of(length, chance), NAME)
        for length in LENGTHS
    ]  # fmt: skip
    return [*transfers, *meetings]


def _notices(chance: Random, now: datetime) -> list[Notice]:
    def notice(identity: str, title: str, text: str, link: str, language: str) -> Notice:
        kind = NoticeKind.BUDGET if link or language != "vi" else NoticeKind.PLANNING
        return Notice(
            NoticeId(identity), kind, title, text, PASSED, FAR, NAME, NAME, PASSED, link, language
        )

    text = "\n\n".join(title_of(300, chance) for _ in range(3))
    found = [
        notice("mot", "Ộ", "Ẫ", "", "vi"),
        notice("lien", ALIKE * 12, ALIKE * 40, "", "vi"),
        *(notice(tag, told[:60], told, "", tag) for tag, told in SPEECH),
        *(
            notice(f"dai{length}", title_of(120, chance), text, link_of(length, chance), "vi")
            for length in LENGTHS
        ),
    ]
    return [one for one in found if one.is_shown(now)]


def _alert(level: int, chance: Random, now: datetime) -> Alert:
    areas = ("Xã Yên Minh", title_of(60, chance), ALIKE * 4)
    return Alert(
        AlertRef("dai-khi-tuong-tinh", f"{level}", now - timedelta(hours=level)),
        AlertStatus.ACTUAL, AlertType.ALERT, "Lũ quét, sạt lở đất", title_of(120, chance),
        now - timedelta(hours=level), FAR, title_of(300, chance), title_of(300, chance), areas,
        level, source=NAME,
    )  # fmt: skip
