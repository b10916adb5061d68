"""The kernel's tables of routes as they are on a real machine."""

from __future__ import annotations

import pytest

from wifi.way import default_gateway, interface_to, routes_4, routes_6

TABLE_4 = """\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t01014D0A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t00004D0A\t00000000\t0001\t0\t0\t100\t0000FFFF\t0\t0\t0
eth1\t00014D0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
eth2\t00024D0A\t00000000\t0201\t0\t0\t0\t00FFFFFF\t0\t0\t0
wlan0\t0000A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
"""
TABLE_6 = """\
fd770000000000000000000000000000 40 00000000000000000000000000000000 00 \
00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
fe800000000000000000000000000000 40 00000000000000000000000000000000 00 \
00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 \
fe80000000000000021122fffe334455 00000400 00000001 00000000 00000003     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 \
00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
"""
ALL = [*routes_4(TABLE_4), *routes_6(TABLE_6)]


@pytest.mark.parametrize(
    ("address", "interface"),
    [
        ("10.77.1.9", "eth1"),
        ("10.77.9.9", "eth0"),
        ("192.168.0.9", "wlan0"),
        ("172.16.0.9", "eth0"),
        ("10.77.2.9", "eth0"),
        ("fd77::9", "eth0"),
        ("fe80::9%wlan3", "wlan3"),
    ],
)
def test_the_nearest_and_cheapest_route_is_taken(address: str, interface: str) -> None:
    assert interface_to(ALL, address) == interface


def test_without_a_route_there_is_no_way() -> None:
    assert interface_to([], "192.168.1.1") is None
    assert interface_to(routes_6(TABLE_6), "192.168.1.1") is None


def test_the_gateway_is_that_of_the_cheapest_default_route() -> None:
    assert default_gateway(ALL) == "10.77.1.1"
    assert default_gateway(routes_6(TABLE_6)) == "fe80::211:22ff:fe33:4455%eth0"
    assert default_gateway([]) == ""


def test_a_table_that_is_empty_or_odd_has_no_routes() -> None:
    assert routes_4("") == routes_6("") == []
    assert routes_4("Iface Destination\neth0 00000000\n") == []
