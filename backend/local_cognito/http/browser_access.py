"""From which pages a browser may use local Cognito: any page that a developer visits can send requests to it.

Pages of other origins cannot read the outbox, because no CORS header allows it. A page whose name starts to mean this
machine (DNS rebinding) is of the same origin; only its name in Host gives it away.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# RFC 9110 section 7.2, without what no URL of a browser has.
HOST = re.compile(r"(?:\[(?P<ip>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+?)\.?)(?::\d*)?", re.ASCII)
UNKNOWN_HOST = (
    "Local Cognito shows its pages only under names that it knows. Open it as localhost, or add the name in the address"
    " to LOCAL_COGNITO_ALLOWED_HOSTS.\n"
)


class KnownHosts:
    """The names of this server: localhost, IP addresses (they cannot be rebound), and those of the settings."""

    def __init__(self, urls: Iterable[str | None], names: Iterable[str]) -> None:
        hosts = [urlsplit(url).hostname or "" for url in urls if url]
        self._names = {name.lower() for name in (*hosts, *names)}

    def __contains__(self, host: str) -> bool:
        name = _name(host)
        return _is_localhost(name) or _ip(name) is not None or name in self._names


class KnownOrigins:
    """The websites that may administer the pool: the app's, and all on this machine."""

    def __init__(self, app_urls: Iterable[str]) -> None:
        self._origins = {url.rstrip("/").lower() for url in app_urls}

    def __contains__(self, origin: str) -> bool:
        scheme, _, host = origin.lower().partition("://")
        name = _name(host)
        ip = _ip(name)
        is_local = _is_localhost(name) or (ip is not None and ip.is_loopback)
        return scheme in ("http", "https") and (is_local or origin.lower() in self._origins)


class RefuseUnknownHosts:
    """Middleware of the pages for browsers: 403 under a name that is not this server's."""

    def __init__(self, app: ASGIApp, known_hosts: KnownHosts) -> None:
        self._app = app
        self._known_hosts = known_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        hosts = Request(scope).headers.getlist("host")
        is_known = len(hosts) == 1 and hosts[0] in self._known_hosts
        await (self._app if is_known else PlainTextResponse(UNKNOWN_HOST, 403))(scope, receive, send)


def _name(host: str) -> str:
    """The name or address in a Host header, or "" if it is malformed."""
    match = HOST.fullmatch(host.lower())
    return (match["ip"] or match["name"]) if match else ""


def _ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_localhost(name: str) -> bool:
    """Browsers resolve these names themselves."""
    return name == "localhost" or name.endswith(".localhost")
