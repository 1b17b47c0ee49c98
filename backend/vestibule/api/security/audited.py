"""Write an audit event for an endpoint: `dependencies=[Audited]` at the endpoint, or at a router for all of its own."""

from fastapi import Depends, Request

from vestibule.api.security.bearer import own_user
from vestibule.api.security.client_ip import get_client_ip
from vestibule.audit import AuditEvent
from vestibule.errors import AppError


async def start_event(request: Request) -> None:
    """Start the event of this request. A user name in the path is its subject."""
    request.state.audit_event = AuditEvent(
        get_client_ip(request), actor=await _authenticated(request), subject=request.path_params.get("username")
    )


start_event.audited = True  # type: ignore[attr-defined]  # read by StrictRoute, which does not import this package


async def _authenticated(request: Request) -> str | None:
    """The user of a valid token. It runs first, because the token is refused after a sign-out."""
    if "authorization" not in request.headers:
        return None
    try:
        return (await own_user.authenticate(request)).sub
    except AppError:
        return None


Audited = Depends(start_event)
