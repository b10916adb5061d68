"""Sections of the configuration that one service each reads."""

from __future__ import annotations

from hub.domain.relay import RelayPermits, host_of
from hub.toml_table import Table


def relay_of(table: Table) -> RelayPermits:
    """The section ``[relay]``."""
    hosts = {entry: host_of(entry) for entry in table.texts("hosts", ())}
    for entry in (entry for entry, host in hosts.items() if host is None):
        table.problem("config.bad_host", value=entry[:60])
    devices = {}
    for each in table.tables("devices"):
        devices[each.name("name")] = each.text("device", "")
        each.done()
    table.done()
    return RelayPermits(tuple(filter(None, hosts.values())), devices)
