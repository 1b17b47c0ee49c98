"""Who is connected to us, and for whom."""

from fastapi import Request

from vestibule.limits import client_address, is_trusted, real_peer
from vestibule.settings import Settings

AS_CONNECTED = "vestibule.as_connected"
"""In a scope: the server has left in `client` who is connected."""


def is_trusted_proxy(request: Request, settings: Settings) -> bool:
    """Whether a proxy of ours sends this, so that its word on the client, the host and the scheme is believed."""
    return is_trusted(_peer(request), settings.trusted_proxies)


def address_of_client(request: Request, settings: Settings) -> str:
    """The client's address: the peer's, or what a trusted proxy says of it."""
    return client_address(_peer(request), _forwarded_for(request), settings.trusted_proxies)


def _peer(request: Request) -> str:
    peer = request.client.host if request.client else ""
    return peer if AS_CONNECTED in request.scope else real_peer(peer, _forwarded_for(request))


def _forwarded_for(request: Request) -> str:
    return ",".join(request.headers.getlist("x-forwarded-for"))
