"""Where access points may be: in the village's own network and nowhere else."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.lan_address import is_own, lan_address
from hub.errors import RefusedError


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  192.168.1.11 ", "192.168.1.11"),
        ("10.0.0.1", "10.0.0.1"),
        ("172.31.255.1", "172.31.255.1"),
        ("169.254.3.4", "169.254.3.4"),
        ("FD77:0::11", "fd77::11"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("AP-Nha-Van-Hoa", "ap-nha-van-hoa"),
        ("ap1.local", "ap1.local"),
        ("ap1.lan.", "ap1.lan"),
    ],
)
def test_addresses_of_the_network_are_kept_in_their_usual_form(written: str, kept: str) -> None:
    assert lan_address(written) == kept
    assert lan_address(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "8.8.8.8", "172.32.0.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "224.0.0.1", "::1", "::",
        "255.255.255.255", "2001:db8::1", "::ffff:8.8.8.8", "google.com", "ap1.example.vn",
    ],
)  # fmt: skip
def test_nobody_makes_the_hub_knock_at_strangers(written: str) -> None:
    with pytest.raises(RefusedError) as refused:
        lan_address(written)

    assert refused.value.key == "wifi_point.outside"


@pytest.mark.parametrize(
    "written",
    [
        "192.168.1", "192.168.1.300", "1234", "nhà-văn-hóa", "a b", "http://192.168.1.1",
        "192.168.1.1:80", "192.168.1.0/24", "-ap.local", "ap..local", "a" * 64, "fe80::1%a/b",
        "x." * 60 + "local",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(RefusedError) as refused:
        lan_address(written)

    assert refused.value.key == "wifi_point.address"


@pytest.mark.property
@given(st.one_of(st.ip_addresses().map(str), st.text(max_size=30)))
def test_whatever_is_written_is_refused_or_own_or_a_name(written: str) -> None:
    try:
        kept = lan_address(written)
    except RefusedError:
        return
    try:
        address = ip_address(kept)
    except ValueError:
        assert kept == "" or "." not in kept or kept.rpartition(".")[2].isalpha()
    else:
        assert is_own(address)
        assert not address.is_global
