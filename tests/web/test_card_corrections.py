"""A card that is corrected on the phone keeps what its form does not ask for."""

from __future__ import annotations

import pytest

from hub.domain.goods import Product, ProductId
from hub.domain.helper import Helper, HelperId, Place, PlaceId
from hub.domain.person import Role
from hub.domain.wifi_point import WifiPoint, WifiPointId
from hub.store.cards import Card, put_card
from hub.store.connect import open_content
from hub.store.permits import Service
from tests.web.site import NOW, Site
from tests.web.test_content_pages import stored
from web.content.card_making import filled

HELD: tuple[tuple[str, Card], ...] = (
    (
        "helper",
        Helper(HelperId("a"), "Chị Hoa", "", "0912 345 678", ("vi", "tyz"), ("sinh-con",)),
    ),
    ("wifi", WifiPoint(WifiPointId("a"), "Nhà văn hóa", "Thôn 3", "12345678", "wpa3")),
    ("product", Product(ProductId("a"), "Mật ong", "HTX", stars=4, picture_sha256="b" * 64)),
    ("place", Place(PlaceId("a"), "Nhà văn hóa", topics=("sinh-con",))),
)


@pytest.mark.parametrize(("kind", "card"), HELD, ids=[kind for kind, _ in HELD])
def test_what_a_form_does_not_ask_for_stays_when_a_card_is_corrected(
    site: Site, kind: str, card: Card
) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_card(store, card, NOW, 0)
    shown = filled(card) | {"hours": "Buổi tối", "text": "Ngon"}

    answer = site.phone(Role.HEAD).post(
        f"/content/cards/{kind}/a", **{name: told for name, told in shown.items() if told}
    )

    assert answer.status_code == 303, answer.text
    after = stored(site, type(card))[0]
    told = {"languages", "topics", "security", "picture_sha256"} & {
        *type(card).__dataclass_fields__
    }
    assert {name: getattr(after, name) for name in told} == {
        name: getattr(card, name) for name in told
    }


def test_a_network_that_is_opened_has_no_security_left(site: Site) -> None:
    with open_content(site.folder, Service.WEB) as store:
        put_card(store, HELD[1][1], NOW, 0)

    site.phone(Role.HEAD).post("/content/cards/wifi/a", place="Nhà văn hóa", ssid="Thôn 3")

    (after,) = stored(site, WifiPoint)
    assert isinstance(after, WifiPoint)
    assert (after.password, after.security) == ("", "open")
