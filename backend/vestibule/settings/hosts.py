"""Classification of a URL's host: this machine in any spelling, AWS, or another."""

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote, urlsplit

_LOCAL_NAMES = re.compile(r"(?:.+\.)?localhost(?:6|4)?(?:\.localdomain(?:6|4)?)?|ip6-l(?:ocalhost|oopback)")
_COGNITO_HOST = re.compile(r"(?:[a-z0-9-]+[.-])*cognito-idp(?:-fips)?\.[a-z0-9-]+(?:\.vpce)?\.amazonaws\.com(?:\.cn)?")
# IPv6 networks whose last 32 bits are an IPv4 address: compatible, mapped, translated, NAT64.
_CONTAIN_IPV4 = tuple(map(IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))


def host_of(url: str) -> str:
    """The host of a URL in one spelling, as resolvers read it (IDNA).

    It has no percent escapes, full-width or invisible characters, ideographic full stops, upper case or final dot.
    """
    host = unicodedata.normalize("NFKC", unquote(urlsplit(url).hostname or "")).replace("\u3002", ".")
    return "".join(char for char in host if unicodedata.category(char) != "Cf").casefold().rstrip(".")


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine: loopback, unspecified and link-local addresses in any notation."""
    host = host_of(url)
    if _LOCAL_NAMES.fullmatch(host):
        return True
    try:
        ip = ip_address(host.partition("%")[0])
    except ValueError:
        try:  # 127.1, 2130706433, 0x7f.1 and 0177.0.0.1, which resolvers accept as well
            ip = ip_address(socket.inet_aton(host))
        except (OSError, ValueError):
            return False
    return any(known.is_loopback or known.is_unspecified or known.is_link_local for known in (ip, _ipv4_in(ip)))


def _ipv4_in(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address contains; else the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if any(ip in network for network in _CONTAIN_IPV4):
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.sixtofour or ip


def is_https(url: str) -> bool:
    """Whether the URL's scheme is https."""
    return urlsplit(url).scheme == "https"


def is_cognito(url: str) -> bool:
    """Whether the URL's host is Cognito's at AWS."""
    return _COGNITO_HOST.fullmatch(host_of(url)) is not None
