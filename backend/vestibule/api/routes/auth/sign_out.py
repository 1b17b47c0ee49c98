"""Sign out of this session, or of all sessions."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from vestibule.api.deps import AppGatewayDep, user_gateway_of
from vestibule.api.http.problems import raises
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.bearer import current_user, expired_user
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import OpaqueToken, RequestBody
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import TokenExpired, TokenInvalid, TokenMissing
from vestibule.revocations import Revocations
from vestibule.tokens.claims import AccessClaims

router = APIRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class SignOutRequest(RequestBody):
    """`everywhere` ends all of the user's sessions, not only this one.

    `refresh_token` is for clients that store it themselves; browsers have it in the cookie.
    """

    everywhere: bool = False
    refresh_token: OpaqueToken | None = None


@dataclass(frozen=True)
class SignOut:
    """A sign-out whose token was checked: `user` is None if only the cookie names the session."""

    body: SignOutRequest
    user: AccessClaims | None


@raises(*current_user.errors)
async def authorized_sign_out(
    request: Request, cookie: RefreshCookieDep, body: SignOutRequest | None = None
) -> SignOut:
    """Check the token. To end all sessions a valid token is required; to end one, the cookie is enough.

    An expired token beside the cookie still names the session, whose newer access tokens must end as well.
    """
    body = body or SignOutRequest()
    try:
        return SignOut(body, await current_user(request))
    except (TokenMissing, TokenInvalid) as error:
        if body.everywhere or not cookie.tokens:
            raise
        return SignOut(body, await expired_user(request) if isinstance(error, TokenExpired) else None)


BEARER_OR_COOKIE: dict[str, object] = {"security": [{current_user.scheme_name: []}, {}]}


@router.post("/sign-out", status_code=204, dependencies=[Audited], openapi_extra=BEARER_OR_COOKIE)
def sign_out(
    request: Request,
    sign_out: Annotated[SignOut, Depends(authorized_sign_out)],
    cookie: RefreshCookieDep,
    cognito: AppGatewayDep,
    services: ServicesDep,
) -> None:
    """End this session, or all of the user's. Their access tokens are refused immediately, by every replica.

    After a 503 or 504 the session has ended here, but Cognito or another replica does not know it yet.
    """
    cookie.clear()
    try:
        if sign_out.user and sign_out.body.everywhere:
            _end_all_sessions(sign_out.user, user_gateway_of(request, services), services.revocations)
        elif sign_out.user:
            services.revocations.revoke_session(sign_out.user)
    finally:  # revoke the refresh token at Cognito even if some replicas could not be told
        for refresh_token in filter(None, (*cookie.tokens, sign_out.body.refresh_token)):
            cognito.refresh.revoke(refresh_token)


def _end_all_sessions(user: AccessClaims, gateway: UserGateway, revocations: Revocations) -> None:
    """Revoke before the call, because Cognito may be unavailable, and after it, for tokens issued meanwhile."""
    try:
        revocations.revoke_user(user.sub)
    finally:
        gateway.sessions.sign_out_everywhere()
    revocations.revoke_user(user.sub)
