"""The OAuth 2.0 token endpoint (RFC 6749): for consumers that are no browser, and for the docs' Authorize button."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from vestibule.api.deps import LimitsDep, UserPoolDep
from vestibule.api.http.models import OpaqueToken, PasswordStr, Username
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.issued_sessions import IssuedSessions, IssuedSessionsDep
from vestibule.api.security.rate_limits import Limits
from vestibule.cognito.app.user_pool import UserPool
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import InvalidRequest, MalformedRequest, NotAuthenticated

NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}  # RFC 6749, section 5.1


class TokenRoute(StrictRoute):
    """A route that words what it cannot read as RFC 6749 does, for clients that know nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """StrictRoute's handler, with its refusals translated."""
        handler = super().get_route_handler()

        async def worded(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                names = ", ".join(sorted({str(fault["loc"][-1]) for fault in error.errors()}))
                return _refuse("invalid_request", f"Cannot be used: {names}.", InvalidRequest.code)
            except MalformedRequest as error:
                return _refuse("invalid_request", "The form cannot be read in one way only.", error.code)

        return worded


router = APIRouter(prefix="/auth", tags=["session"], route_class=TokenRoute)


class TokenRequest(BaseModel):
    """The parameters of RFC 6749, sections 4.3.2 and 6. Others (`client_id`, `scope`) are ignored: ours are fixed."""

    model_config = ConfigDict(hide_input_in_errors=True)

    grant_type: Annotated[str, Field(max_length=100)] = ""
    username: Username | None = None
    password: PasswordStr | None = None
    refresh_token: OpaqueToken | None = None


class TokenAnswer(BaseModel):
    """RFC 6749, section 5.1; with the ID token of OpenID Connect."""

    access_token: str
    id_token: str
    refresh_token: str
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the type's name in RFC 6749


class TokenError(BaseModel):
    """RFC 6749, section 5.2; with our own `code`."""

    error: Literal["invalid_request", "invalid_grant", "unsupported_grant_type"]
    error_description: str
    code: str


@router.post(
    "/token",
    response_model=TokenAnswer,
    responses={400: {"model": TokenError, "description": "RFC 6749, section 5.2"}},
)
def token(
    request: Annotated[TokenRequest, Form()],
    response: Response,
    user_pool: UserPoolDep,
    limits: LimitsDep,
    sessions: IssuedSessionsDep,
) -> TokenAnswer | JSONResponse:
    """Exchange a password, or a refresh token, for tokens (RFC 6749)."""
    response.headers.update(NOT_KEPT)
    if not request.grant_type:
        return _refuse("invalid_request", "grant_type is needed.", InvalidRequest.code)
    grant = GRANTS.get(request.grant_type)
    if grant is None:
        return _refuse("unsupported_grant_type", "Use password or refresh_token.", InvalidRequest.code)
    try:
        return grant(request, user_pool, limits, sessions)
    except NotAuthenticated as error:
        return _refuse("invalid_grant", error.title, error.code)
    except InvalidRequest as error:
        return _refuse("invalid_request", error.detail or error.title, error.code)


def _by_password(
    request: TokenRequest, user_pool: UserPool, limits: Limits, sessions: IssuedSessions
) -> TokenAnswer | JSONResponse:
    if request.username is None or request.password is None:
        raise InvalidRequest("username and password are needed.")
    with limits.attempt("token", request.username) as attempt:
        step = user_pool.sign_in(request.username, request.password)
        if not isinstance(step, SignedIn):
            attempt.not_proof()
    if isinstance(step, SignedIn):
        return _answer(sessions.admit(step), "")
    return _refuse("invalid_grant", "This account has a further step to take: sign in to the app first.", step.kind)


def _by_refresh_token(
    request: TokenRequest, user_pool: UserPool, limits: Limits, sessions: IssuedSessions
) -> TokenAnswer:
    limits.admit("refresh")
    if request.refresh_token is None:
        raise InvalidRequest("refresh_token is needed.")
    tokens = user_pool.refresh(request.refresh_token)
    sessions.check(tokens)
    return _answer(tokens, request.refresh_token.get_secret_value())


GRANTS: dict[str, Callable[[TokenRequest, UserPool, Limits, IssuedSessions], TokenAnswer | JSONResponse]] = {
    "password": _by_password,
    "refresh_token": _by_refresh_token,
}


def _answer(tokens: Tokens, refresh_token: str) -> TokenAnswer:
    """`refresh_token` is the one that goes on being good, where Cognito gave no other."""
    rotated = tokens.refresh_token.get_secret_value() if tokens.refresh_token else refresh_token
    return TokenAnswer(
        access_token=tokens.access_token,
        id_token=tokens.id_token,
        refresh_token=rotated,
        expires_in=tokens.expires_in,
    )


def _refuse(
    error: Literal["invalid_request", "invalid_grant", "unsupported_grant_type"], description: str, code: str
) -> JSONResponse:
    body = TokenError(error=error, error_description=description, code=code)
    return JSONResponse(body.model_dump(), 400, NOT_KEPT)
