"""Whose page a request comes from: a cookie is used by our own pages only."""

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network

from fastapi import Request

from vestibule.errors import OriginRefused
from vestibule.limits import is_trusted
from vestibule.settings import Settings

LOOPBACK = ("127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}

Networks = Collection[IPv4Network | IPv6Network]


def refuse_foreign_page(request: Request, settings: Settings) -> None:
    """Browsers tell with every POST whose page it is; what tells nothing is no browser, and has no one else's cookie.

    No page can write Origin or Sec-Fetch-Site itself.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin in settings.cors_origins or site == "same-origin":
        return
    if origin is None and site in (None, "none"):
        return
    if origin not in _own_origins(request, settings.trusted_proxies):
        raise OriginRefused


def _own_origins(request: Request, trusted_proxies: Networks) -> set[str]:
    """The origins at which this very request reached us.

    The Host header is believed from a trusted proxy only: a name that an attacker points at our address makes a
    browser send that name.
    """
    host, port = request.scope.get("server") or ("", None)
    scheme = request.url.scheme
    if is_trusted(request.client.host if request.client else "", trusted_proxies):
        scheme = request.headers.get("x-forwarded-proto", scheme)
        return {f"{scheme}://{request.headers.get('host', '')}"}
    names = {host, "localhost"} if host in LOOPBACK else {host}
    suffix = "" if port in (None, DEFAULT_PORTS.get(scheme)) else f":{port}"
    return {f"{scheme}://{name}{suffix}" for name in names}
