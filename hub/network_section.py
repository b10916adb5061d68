"""The section ``[network]``: https, and how phones find the hub."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from hub.toml_table import Table


@dataclass(frozen=True, slots=True)
class Network:
    """How phones find the hub and whether they may use https.

    Attributes:
        https_port: 1 to 65535; 0 = no https.
        certificate: "authority": the hub's own authority vouches, which phones can install;
            "self-signed": nobody does.
        ranges: Addresses that the authority may vouch for; empty = the private blocks in which
            the hub is when the authority is made.
        announce: Tell the network the hub's name (mDNS).
    """

    https_port: int = 8443
    certificate: str = "authority"
    ranges: tuple[str, ...] = ()
    announce: bool = True


def network_of(table: Table) -> Network:
    """The section ``[network]``."""
    standard = Network()
    ranges = table.texts("ranges", ())
    for each in ranges:
        try:
            ipaddress.ip_network(each)
        except ValueError:
            table.problem("config.bad_range", value=each[:60])
    network = Network(
        https_port=table.integer("https_port", standard.https_port, 0, 65_535),
        certificate=table.choice("certificate", "authority", ("authority", "self-signed")),
        ranges=ranges,
        announce=table.flag("announce", default=standard.announce),
    )
    table.done()
    return network
