"""Whose request it is: the client's address, and the network that shares its limits."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

IPV6_PREFIX = 64  # what one subscriber is given: whoever holds one address of it holds them all


def client_address(peer: str, forwarded_for: str | None, trusted: Collection[Network]) -> str:
    """The address that the nearest trusted proxy saw.

    `forwarded_for` is X-Forwarded-For, several of them joined by commas. Each trusted proxy appended whom it saw, so
    it is read from the right: the first that is not a trusted proxy is the client, and what stands to its left is
    the client's own invention. What cannot be read ends the walk at the last proxy that could.
    """
    hops = (forwarded_for or "").split(",")
    address = _parsed(peer)
    if address is None:
        return peer
    while hops and _is_in(address, trusted):
        hop = _parsed(hops.pop())
        if hop is None:
            break
        address = hop
    return str(address)


def is_trusted(peer: str, trusted: Collection[Network]) -> bool:
    """Whether this is a proxy of ours; an IPv4 address counts as itself where it comes in the guise of IPv6."""
    address = _parsed(peer)
    return address is not None and _is_in(address, trusted)


def _is_in(address: Address, networks: Collection[Network]) -> bool:
    return any(address in network for network in networks)


def is_named_in(address: str, forwarded_for: str) -> bool:
    """Whether X-Forwarded-For names this very address."""
    return any(str(_parsed(hop)) == address for hop in forwarded_for.split(","))


def network_of(address: str) -> str:
    """What shares a limit: an IPv4 address, or the /64 network of an IPv6 address."""
    parsed = _parsed(address)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False)) if isinstance(parsed, IPv6Address) else address


def _parsed(hop: str) -> Address | None:
    """The address in `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`; IPv4 out of IPv6."""
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
