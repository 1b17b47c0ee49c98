"""The IP address of the client, and whether a trusted proxy forwarded the request."""

from typing import cast

from fastapi import Request

from vestibule.api.services import services_of
from vestibule.limits import client_ip_of, is_trusted, real_peer
from vestibule.settings import Settings

PEER_IS_GENUINE = "vestibule.peer_is_genuine"
"""ASGI scope key: `client` holds the real peer, since our own server protocol does not apply X-Forwarded-For."""
CLIENT_IP = "vestibule.client_ip"
"""ASGI scope key: what `get_client_ip` returned for this request."""


def is_trusted_proxy(request: Request, settings: Settings) -> bool:
    """Whether the peer is one of TRUSTED_PROXIES. Only then are Host and X-Forwarded-* trusted."""
    return is_trusted(_peer(request), settings.trusted_proxies)


def get_client_ip(request: Request) -> str:
    """Return the peer's IP address, or the one that a trusted proxy forwards.

    It is cached in the scope, because a sign-in needs it nine times.
    """
    known = request.scope.get(CLIENT_IP)
    if known is None:
        trusted = services_of(request).settings.trusted_proxies
        known = request.scope[CLIENT_IP] = client_ip_of(_peer(request), _forwarded_for(request), trusted)
    return cast("str", known)


def _peer(request: Request) -> str:
    peer = request.client.host if request.client else ""
    return peer if PEER_IS_GENUINE in request.scope else real_peer(peer, _forwarded_for(request))


def _forwarded_for(request: Request) -> str:
    return ",".join(request.headers.getlist("x-forwarded-for"))
