"""Reject cross-site requests to endpoints that use the refresh cookie."""

from fastapi import Request

from vestibule.api.http.problems import raises
from vestibule.api.security.client_ip import is_trusted_proxy
from vestibule.api.services import services_of
from vestibule.errors import OriginRefused
from vestibule.settings import Settings

LOOPBACK = ("127.0.0.1", "::1")
DEFAULT_PORTS = {"http": 80, "https": 443}


@raises(OriginRefused)
async def same_origin(request: Request) -> None:
    """Raise OriginRefused unless the request comes from our own page, an allowed origin, or no browser at all.

    Browsers send Origin or Sec-Fetch-Site with every POST, and no page can set them. A request with neither header is
    not from a browser, so it cannot carry a victim's cookie. SameSite=Strict alone does not stop a sister site. No
    browser repeats one of the headers, so a request that does is refused.
    """
    origins, sites = request.headers.getlist("origin"), request.headers.getlist("sec-fetch-site")
    if len(origins) > 1 or len(sites) > 1:
        raise OriginRefused
    origin, site = next(iter(origins), None), next(iter(sites), None)
    settings = services_of(request).settings
    if origin in settings.cors_origins or site == "same-origin":
        return
    if origin is None and site in (None, "none"):
        return
    if origin not in _own_origins(request, settings):
        raise OriginRefused


def _own_origins(request: Request, settings: Settings) -> set[str]:
    """The origins at which this request reached us.

    The Host header is trusted only from a trusted proxy: with DNS rebinding, a browser sends a name that the attacker
    chose.
    """
    host, port = request.scope.get("server") or ("", None)
    forwarded_scheme = request.headers.get("x-forwarded-proto")
    if is_trusted_proxy(request, settings):
        return {f"{forwarded_scheme or request.url.scheme}://{request.headers.get('host', '')}"}
    # uvicorn's own command may have applied X-Forwarded-Proto to the scope already.
    scheme = "http" if forwarded_scheme else request.url.scheme
    names = {host, "localhost"} if host in LOOPBACK else {host}
    suffix = "" if port in (None, DEFAULT_PORTS.get(scheme)) else f":{port}"
    return {f"{scheme}://{name}{suffix}" for name in names}
