"""Sign out of this session, or of all sessions."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from pydantic import SecretStr

from vestibule.api.deps import AppGatewayDep, user_gateway_of
from vestibule.api.http.problems import raises
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.bearer import expired_user, own_user
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import OpaqueToken, RequestBody
from vestibule.cognito.scopes import SELF_SERVICE
from vestibule.errors import (
    InsufficientScope,
    SessionEnded,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)
from vestibule.session_ends import end_all_sessions, end_session_of, refuse_session
from vestibule.tokens.claims import AccessClaims

router = TopicRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class SignOutRequest(RequestBody):
    """`everywhere` ends all of the user's sessions, not only this one.

    `refresh_token` is for clients that store it themselves; browsers have it in the cookie.
    """

    everywhere: bool = False
    refresh_token: OpaqueToken | None = None


@dataclass(frozen=True)
class SignOut:
    """A sign-out whose access token was checked: `user` is None if only `refresh_tokens` name the session."""

    body: SignOutRequest
    user: AccessClaims | None
    refresh_tokens: tuple[SecretStr, ...]


@raises(*own_user.errors, InsufficientScope)
async def authorized_sign_out(
    request: Request, cookie: RefreshCookieDep, body: SignOutRequest | None = None
) -> SignOut:
    """Check the access token. To end all sessions a valid one is required; to end one, a refresh token is enough.

    Without the scope of the account, a token of another app ends its own session only.

    An expired access token beside it still names the session, whose newer access tokens must end as well.
    """
    body = body or SignOutRequest()
    refresh_tokens = (*cookie.tokens, *filter(None, [body.refresh_token]))
    try:
        user: AccessClaims | None = await own_user.authenticate(request)
    except (TokenMissing, TokenInvalid) as error:
        if body.everywhere or not refresh_tokens:
            raise
        user = await expired_user(request) if isinstance(error, TokenExpired) else None
    if body.everywhere and user is not None and SELF_SERVICE not in user.scopes:
        raise InsufficientScope(SELF_SERVICE)
    return SignOut(body, user, refresh_tokens)


BEARER_OR_COOKIE: dict[str, object] = {"security": [{own_user.scheme_name: []}, {}]}


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
    user = sign_out.user
    if user is None:
        for refresh_token in sign_out.refresh_tokens:
            with suppress(SessionEnded):
                end_session_of(services, cognito.refresh, refresh_token)
        return
    try:
        if sign_out.body.everywhere:
            at_cognito = user_gateway_of(request).sessions.sign_out_everywhere
            end_all_sessions(services, user.sub, user.username or user.sub, at_cognito=at_cognito)
        else:
            refuse_session(services, user)
    finally:  # revoke the refresh token at Cognito even if some replicas could not be notified
        for refresh_token in sign_out.refresh_tokens:
            cognito.refresh.revoke(refresh_token)
