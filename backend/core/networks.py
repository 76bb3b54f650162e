"""Network addresses, no finer than a purpose needs."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

COARSE = {4: 24, 6: 48}
"""How much of an address says which network it is in, and not which machine."""


def coarse(host: str) -> str:
    """The network around an address or a network; nothing for what is neither.

    Such as 203.0.113.0/24.
    """
    address = _address(host.partition("/")[0])
    if address is None:
        return ""
    return str(ip_network((address, COARSE[address.version]), strict=False))


def shown(network: str) -> str:
    """A coarse network as people may read it, such as `203.0.113.…`."""
    if not network:
        return ""
    first = ip_network(network).network_address
    if isinstance(first, IPv6Address):
        return ":".join(first.exploded.split(":")[:3]) + ":…"
    return str(first).rpartition(".")[0] + ".…"


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
