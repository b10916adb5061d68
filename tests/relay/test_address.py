"""Addresses: what is one, whose host may be asked, and what no server may talk the hub into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.relay import Host, RelayPermits
from hub.errors import RefusedError
from hub.relay.address import Address, check_host, check_ip, check_stream, follow, parse

VOV = Host("stream.vov.vn")


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    return caught.value.key


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://stream.vov.vn/vov1", Address("http", "stream.vov.vn", 80, "/vov1")),
        ("https://Stream.VOV.vn:8443", Address("https", "stream.vov.vn", 8443, "/")),
        ("http://10.0.0.5:8000/a?b=c#d", Address("http", "10.0.0.5", 8000, "/a?b=c")),
        ("http://[::1]:8000/x", Address("http", "::1", 8000, "/x")),
        ("http://đài.vn/ă", Address("http", "xn--i-rfa0m.vn", 80, "/%C4%83")),
        ("http://stream.vov.vn./x", Address("http", "stream.vov.vn", 80, "/x")),
    ],
)
def test_an_address_is_taken_apart(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "relay.scheme"),
        ("stream.vov.vn/vov1", "relay.scheme"),
        ("file:///etc/passwd", "relay.scheme"),
        ("ftp://stream.vov.vn/", "relay.scheme"),
        ("concat:http://a|http://b", "relay.scheme"),
        ("http:///x", "relay.not_an_address"),
        ("http://a b/", "relay.not_an_address"),
        ("http://stream.vov.vn\\@10.0.0.1/", "relay.not_an_address"),
        ("http://a\r\nHost: b/", "relay.not_an_address"),
        ("http://a:99999/", "relay.not_an_address"),
        ("http://a:0/", "relay.not_an_address"),
        ("http://[::1/", "relay.not_an_address"),
        ("http://a.vn/" + "x" * 3000, "relay.not_an_address"),
        ("http://user:secret@stream.vov.vn/", "relay.credentials"),
        ("http://@stream.vov.vn/", "relay.credentials"),
    ],
)
def test_what_is_no_address_of_a_stream_is_refused(text: str, key: str) -> None:
    assert refusal(text) == key


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(RefusedError) as caught:
        parse("http://user:secret@stream.vov.vn/")

    assert "secret" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse(text)
    except RefusedError:
        return
    assert address.target.isascii()
    assert not {"\r", "\n", " "} & set(address.target + address.host)


@pytest.mark.parametrize(
    ("url", "hosts", "is_allowed"),
    [
        ("http://stream.vov.vn/x", (VOV,), True),
        ("https://stream.vov.vn:8443/x", (VOV,), True),
        ("http://stream.vov.vn:8000/x", (Host("stream.vov.vn", 8000),), True),
        ("http://stream.vov.vn/x", (Host("stream.vov.vn", 8000),), False),
        ("http://evil-stream.vov.vn/x", (VOV,), False),
        ("http://stream.vov.vn.evil.com/x", (VOV,), False),
        ("http://vov.vn/x", (VOV,), False),
        ("http://stream.vov.vn/x", (), False),
    ],
)
def test_only_hosts_of_the_list_may_be_asked(
    url: str, hosts: tuple[Host, ...], is_allowed: bool
) -> None:
    if is_allowed:
        check_host(parse(url), hosts)
        return
    with pytest.raises(RefusedError, match=r"relay\.host_not_listed"):
        check_host(parse(url), hosts)


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.9.9.9", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "ff02::1", "::"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1", "::10.1.2.3", "fec0::1"),
    ],
)
def test_an_address_that_is_not_public_is_refused_whatever_name_led_there(ip: str) -> None:
    with pytest.raises(RefusedError, match=r"relay\.private"):
        check_ip(parse("http://stream.vov.vn/"), ip, (VOV,))


def test_a_private_address_that_stands_in_the_list_is_asked() -> None:
    check_ip(parse("http://radio.xa:8000/"), "10.1.2.3", (Host("radio.xa"), Host("10.1.2.3")))
    check_ip(parse("http://[::1]:8000/"), "::1", (Host("::1", 8000),))


@pytest.mark.parametrize("ip", ["203.113.131.1", "2405:4800::1"])
def test_a_public_address_is_asked(ip: str) -> None:
    check_ip(parse("http://stream.vov.vn/"), ip, (VOV,))


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("http://other.vn/x", "relay.other_host"),
        ("//other.vn/x", "relay.other_host"),
        ("http://127.0.0.1/x", "relay.other_host"),
        ("file:///etc/passwd", "relay.scheme"),
        ("data:text/plain,x", "relay.scheme"),
        ("http://stream.vov.vn@other.vn/", "relay.credentials"),
    ],
)
def test_no_server_sends_the_hub_elsewhere(reference: str, key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        follow(parse("http://stream.vov.vn/live/a.m3u8"), reference)

    assert caught.value.key == key


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("b.ts", "http://stream.vov.vn/live/b.ts"),
        ("/b.ts?x=1", "http://stream.vov.vn/b.ts?x=1"),
        ("https://stream.vov.vn/b.ts", "https://stream.vov.vn/b.ts"),
        ("../../../b.ts", "http://stream.vov.vn/b.ts"),
    ],
)
def test_within_its_host_a_server_may_refer_to_what_it_likes(reference: str, url: str) -> None:
    assert str(follow(parse("http://stream.vov.vn/live/a.m3u8"), reference)) == url


@pytest.mark.parametrize(
    "reference", ["http://stream.vov.vn/b.ts", "http://stream.vov.vn:443/b.ts"]
)
def test_a_safe_station_does_not_lead_to_an_unsafe_address(reference: str) -> None:
    with pytest.raises(RefusedError) as caught:
        follow(parse("https://stream.vov.vn/live/a.m3u8"), reference)

    assert caught.value.key == "relay.unlocked"


def test_a_stream_is_a_device_of_the_configuration_or_an_allowed_address() -> None:
    permits = RelayPermits((VOV,), {"fm": "hw:1"})

    check_stream("device:fm", permits)
    check_stream("http://stream.vov.vn/", permits)
    for text, key in (
        ("device:mic", "relay.no_device"),
        ("http://10.0.0.1/", "relay.host_not_listed"),
    ):
        with pytest.raises(RefusedError, match=key):
            check_stream(text, permits)
