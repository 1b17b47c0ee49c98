"""Whose page a request comes from: a cookie is used by our own pages only."""

from fastapi import Request

from vestibule.api.security.client_address import is_trusted_proxy
from vestibule.errors import OriginRefused
from vestibule.settings import Settings

LOOPBACK = ("127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}


def refuse_foreign_page(request: Request, settings: Settings) -> None:
    """Browsers tell with every POST whose page it is; what tells nothing is no browser, and has no one else's cookie.

    No page can write Origin or Sec-Fetch-Site itself.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin in settings.cors_origins or site == "same-origin":
        return
    if origin is None and site in (None, "none"):
        return
    if origin not in _own_origins(request, settings):
        raise OriginRefused


def _own_origins(request: Request, settings: Settings) -> set[str]:
    """The origins at which this very request reached us.

    The Host header is believed from a trusted proxy only: a name that an attacker points at our address makes a
    browser send that name.
    """
    host, port = request.scope.get("server") or ("", None)
    said = request.headers.get("x-forwarded-proto")
    if is_trusted_proxy(request, settings):
        return {f"{said or request.url.scheme}://{request.headers.get('host', '')}"}
    scheme = "http" if said else request.url.scheme  # uvicorn's own command may have believed what was said
    names = {host, "localhost"} if host in LOOPBACK else {host}
    suffix = "" if port in (None, DEFAULT_PORTS.get(scheme)) else f":{port}"
    return {f"{scheme}://{name}{suffix}" for name in names}
