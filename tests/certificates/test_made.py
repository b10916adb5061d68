"""What the hub makes: OpenSSL believes it for this hub, and for nothing else."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from hub.certificates.due import Kind, Why, Work
from hub.certificates.keeper import all_new
from hub.errors import RefusedError
from tests.certificates.hubs import NOW, Hub, wanted


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    made = Hub(tmp_path)
    made.keeper().keep(NOW)
    return made


def test_a_phone_with_the_authority_believes_the_hub(hub: Hub) -> None:
    assert hub.judge(hub.places.serving) == (True, f"{hub.places.serving}: OK\n")


def test_the_certificate_lists_names_and_addresses(hub: Hub) -> None:
    held = hub.serving().extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert held.get_values_for_type(x509.DNSName) == ["hub.local", "thon-thu.local"]
    assert [str(a) for a in held.get_values_for_type(x509.IPAddress)] == ["192.168.1.9"]


@pytest.mark.parametrize("name", ["vietcombank.com.vn", "hub.local.evil.vn", "other.local"])
def test_openssl_refuses_another_name_signed_by_the_authority(hub: Hub, name: str) -> None:
    is_good, why = hub.judge(hub.sign(name))

    assert not is_good
    assert "permitted subtree violation" in why


@pytest.mark.parametrize("address", ["8.8.8.8", "10.0.0.1", "fd00::1"])
def test_openssl_refuses_an_address_elsewhere_signed_by_the_authority(
    hub: Hub, address: str
) -> None:
    is_good, why = hub.judge(hub.sign("hub.local", addresses=(address,)))

    assert not is_good
    assert "permitted subtree violation" in why


def test_the_authority_may_not_make_another_one(hub: Hub) -> None:
    held = x509.load_der_x509_certificate(hub.places.download.read_bytes()).extensions

    basic = held.get_extension_for_class(x509.BasicConstraints)
    limits = held.get_extension_for_class(x509.NameConstraints)
    assert (basic.critical, basic.value.path_length) == (True, 0)
    assert limits.critical


def test_a_certificate_lives_397_days_and_no_longer(hub: Hub) -> None:
    made = hub.serving()
    life = made.not_valid_after_utc - made.not_valid_before_utc

    assert life < timedelta(days=397)
    assert hub.judge(hub.places.serving, NOW + timedelta(days=395))[0]
    assert not hub.judge(hub.places.serving, NOW + timedelta(days=397))[0]


@pytest.mark.parametrize("what", ["serving", "authority"])
def test_only_its_user_may_read_a_key(hub: Hub, what: str) -> None:
    path: Path = getattr(hub.places, what)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(hub.places.authority.parent.stat().st_mode) == 0o700


def test_what_the_pages_may_read_holds_no_key(hub: Hub) -> None:
    for path in hub.places.told.parent.iterdir():
        assert b"PRIVATE" not in path.read_bytes()


def test_nothing_is_made_while_all_is_good(hub: Hub) -> None:
    before = hub.places.serving.read_bytes()

    assert hub.keeper().keep(NOW + timedelta(days=200)) == Work(None, None)
    assert hub.places.serving.read_bytes() == before


def test_it_is_renewed_in_good_time_under_the_same_authority(hub: Hub) -> None:
    root, later = hub.places.download.read_bytes(), NOW + timedelta(days=280)

    assert hub.keeper().keep(later) == Work(None, Why.ENDING)
    assert hub.places.download.read_bytes() == root
    assert hub.judge(hub.places.serving, later + timedelta(days=300))[0]


def test_another_address_is_taken_in_at_once(hub: Hub) -> None:
    assert hub.keeper(wanted("192.168.7.3")).keep(NOW) == Work(None, Why.OTHER_PLACE)
    told = hub.keeper().told().serving
    assert told is not None
    assert told.addresses == ("192.168.7.3",)
    assert hub.judge(hub.places.serving)[0]


def test_a_network_that_is_away_changes_nothing(hub: Hub) -> None:
    away = replace(wanted(), addresses=())

    assert hub.keeper(away).keep(NOW) == Work(None, None)


def test_an_address_outside_of_the_authority_is_left_out_and_the_rest_is_believed(
    hub: Hub,
) -> None:
    hub.keeper(wanted("10.0.0.5")).keep(NOW + timedelta(days=280))

    told = hub.keeper().told().serving
    assert told is not None
    assert told.addresses == ()
    assert told.names == ("hub.local", "thon-thu.local")
    assert hub.judge(hub.places.serving, NOW + timedelta(days=300))[0]


def test_a_certificate_from_a_clock_that_was_ahead_is_made_anew(hub: Hub) -> None:
    assert hub.keeper().keep(NOW - timedelta(days=20)) == Work(None, Why.FROM_THE_FUTURE)


def test_an_asked_new_authority_keeps_the_old_key_beside_it(hub: Hub) -> None:
    before = hub.places.authority.read_bytes()

    hub.keeper().keep(NOW, all_new(with_authority=True))

    assert hub.places.authority.with_name("before.pem").read_bytes() == before
    assert hub.judge(hub.places.serving)[0]


def test_a_damaged_authority_is_said_and_not_replaced(hub: Hub) -> None:
    hub.places.authority.write_bytes(b"damaged")

    with pytest.raises(RefusedError, match=r"certificate\.damaged"):
        hub.keeper(wanted("192.168.7.3")).keep(NOW)


def test_a_lost_key_is_made_anew(hub: Hub) -> None:
    hub.places.serving.unlink()

    assert hub.keeper().keep(NOW) == Work(None, Why.FIRST)
    assert hub.judge(hub.places.serving)[0]


def test_self_signed_needs_no_authority(tmp_path: Path) -> None:
    hub = Hub(tmp_path)

    hub.keeper(wanted(kind=Kind.SELF_SIGNED)).keep(NOW)

    assert not hub.places.authority.exists()
    made = hub.serving()
    assert made.subject == made.issuer
    made.verify_directly_issued_by(made)


def test_the_step_from_self_signed_to_an_authority_is_taken(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.keeper(wanted(kind=Kind.SELF_SIGNED)).keep(NOW)

    assert hub.keeper().keep(NOW) == Work(Why.FIRST, Why.OTHER_ISSUER)
    assert hub.judge(hub.places.serving)[0]
