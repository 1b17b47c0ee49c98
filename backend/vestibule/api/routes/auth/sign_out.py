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
from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.fields import OpaqueToken, RequestBody
from vestibule.cognito.scopes import SELF_SERVICE
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import (
    ANSWER_LOST,
    AppError,
    InsufficientScope,
    SessionEnded,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)
from vestibule.revocations import Revocations, TokenClaims
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.issued import issued_claims

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
        user: AccessClaims | None = await own_user(request)
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
    if sign_out.user is None:
        for refresh_token in sign_out.refresh_tokens:
            _end_session(refresh_token, cognito, services)
        return
    try:
        if sign_out.body.everywhere:
            _end_all_sessions(sign_out.user, user_gateway_of(request), services.revocations)
            services.records.trust_endings.end(sign_out.user.username or sign_out.user.sub)
            services.records.sessions.end_all(sign_out.user.sub)
        else:
            _revoke(sign_out.user, services)
    finally:  # revoke the refresh token at Cognito even if some replicas could not be notified
        for refresh_token in sign_out.refresh_tokens:
            cognito.refresh.revoke(refresh_token)


def _revoke(claims: TokenClaims, services: Services) -> None:
    """Refuse the session's tokens, and take it off the list of the user's sessions."""
    services.revocations.revoke_session(claims)
    if claims.origin_jti is not None:
        services.records.sessions.end(claims.sub, claims.origin_jti)


def _end_session(refresh_token: SecretStr, cognito: AppGateway, services: Services) -> None:
    """End the session of a refresh token, access tokens included: new ones tell which session it is."""
    try:
        tokens = cognito.refresh.exchange(refresh_token)
    except SessionEnded:  # for a disabled user, too, who may be enabled again
        cognito.refresh.revoke(refresh_token)
        return
    except ANSWER_LOST:  # the token may be replaced, and nobody has the new one
        with suppress(AppError):
            cognito.refresh.revoke(refresh_token)
        raise
    try:
        _revoke(issued_claims(tokens.access_token), services)
    finally:
        cognito.refresh.revoke(tokens.refresh_token or refresh_token)


def _end_all_sessions(user: AccessClaims, gateway: UserGateway, revocations: Revocations) -> None:
    """Revoke before the call, because Cognito may be unavailable, and after it, for tokens issued meanwhile."""
    try:
        revocations.revoke_user(user.sub)
    finally:
        gateway.sessions.sign_out_everywhere()
    revocations.revoke_user(user.sub)
