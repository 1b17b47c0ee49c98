"""The IP address of the client, and the network that shares its limits."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK = "127.0.0.1"
IPV6_PREFIX = 64  # a subscriber gets a whole /64, so a client that has one of its addresses has them all


def client_ip_of(peer: str, forwarded_for: str | None, trusted: Collection[Network]) -> str:
    """The client's IP address as the nearest trusted proxy saw it.

    `forwarded_for` is X-Forwarded-For, several headers joined by commas. Each trusted proxy appended what it saw, so it
    is read from the right: the first address that is no trusted proxy is the client. What stands to its left was
    made up by the client. An entry that cannot be parsed ends the walk at the last proxy that could.
    """
    hops = (forwarded_for or "").split(",")
    client_ip = _parsed(peer)
    if client_ip is None:
        return peer
    while hops and _is_in(client_ip, trusted):
        hop = _parsed(hops.pop())
        if hop is None:
            break
        client_ip = hop
    return str(client_ip)


def is_trusted(peer: str, trusted: Collection[Network]) -> bool:
    """Whether the peer is a trusted proxy. An IPv4 address counts as itself when it is mapped into IPv6."""
    parsed = _parsed(peer)
    return parsed is not None and _is_in(parsed, trusted)


def _is_in(ip: IpAddress, networks: Collection[Network]) -> bool:
    return any(ip in network for network in networks)


def real_peer(peer: str, forwarded_for: str) -> str:
    """The connected peer, even if uvicorn's own command has replaced it with an address from X-Forwarded-For.

    It does so for every connection from its own machine, whatever our settings say, and takes the last hop that is not
    the machine itself, as it stands there: an address, or any other text.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",")]
    named = next((hop for hop in reversed(hops) if _host(hop) != LOOPBACK), "")
    return LOOPBACK if named and peer in (named, _host(named)) else peer


def network_of(client_ip: str) -> str:
    """The network that shares a limit: an IPv4 address, or the /64 network of an IPv6 address."""
    parsed = _parsed(client_ip)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False)) if isinstance(parsed, IPv6Address) else client_ip


def _parsed(hop: str) -> IpAddress | None:
    """The address in `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`; IPv4 if mapped into IPv6."""
    try:
        parsed = ip_address(_host(hop.strip()).partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _host(hop: str) -> str:
    """The hop without its port."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
