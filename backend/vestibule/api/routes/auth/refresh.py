"""Refresh a session."""

from fastapi import Depends, Response
from pydantic import ConfigDict

from vestibule.api.deps import LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.sign_ins.session_renewal import SessionRenewalDep
from vestibule.cognito.fields import RequestBody
from vestibule.cognito.models import Tokens
from vestibule.errors import SessionEnded

router = TopicRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class RefreshRequest(RequestBody):
    """`optional`: the client does not know whether it has a session, and having none is no error."""

    model_config = ConfigDict(extra="ignore")

    optional: bool = False


@router.post(
    "/refresh",
    response_model=Tokens,
    responses={204: {"description": "`optional` was set, and there is no refresh cookie."}, **problems(SessionEnded)},
)
def refresh(
    limits: LimitsDep, renewal: SessionRenewalDep, cookie: RefreshCookieDep, body: RefreshRequest | None = None
) -> Tokens | Response:
    """New tokens for the refresh token in the cookie. Only `session-ended` means that the session has ended."""
    limits.admit("refresh")
    if body is not None and body.optional and not cookie.tokens:
        return Response(status_code=204)
    try:
        return cookie.set(cookie.exchange(renewal.renew))
    except SessionEnded:
        cookie.clear()
        raise
