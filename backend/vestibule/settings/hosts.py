"""What a URL's host is: this machine in any spelling, AWS, or another."""

import re
import socket
import unicodedata
from ipaddress import IPv6Address, ip_address
from urllib.parse import unquote, urlsplit

_LOCAL_NAMES = re.compile(r"(?:.+\.)?localhost(?:6|4)?(?:\.localdomain(?:6|4)?)?|ip6-l(?:ocalhost|oopback)")
_COGNITO_HOST = re.compile(r"(?:[a-z0-9-]+[.-])*cognito-idp(?:-fips)?\.[a-z0-9-]+(?:\.vpce)?\.amazonaws\.com(?:\.cn)?")


def host_of(url: str) -> str:
    """The host of a URL in one spelling: no percent escapes, full-width characters, upper case or final dot."""
    return unicodedata.normalize("NFKC", unquote(urlsplit(url).hostname or "")).casefold().rstrip(".")


def is_loopback(url: str) -> bool:
    """Whether the URL leads to this machine: loopback, unspecified and link-local addresses in any notation."""
    host = host_of(url)
    if _LOCAL_NAMES.fullmatch(host):
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        try:  # 127.1, 2130706433, 0x7f.1 and 0177.0.0.1, which resolvers accept as well
            address = ip_address(socket.inet_aton(host))
        except (OSError, ValueError):
            return False
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return address.is_loopback or address.is_unspecified or address.is_link_local


def is_https(url: str) -> bool:
    """Whether the URL's scheme is https."""
    return urlsplit(url).scheme == "https"


def is_cognito(url: str) -> bool:
    """Whether the URL's host is Cognito's at AWS."""
    return _COGNITO_HOST.fullmatch(host_of(url)) is not None
