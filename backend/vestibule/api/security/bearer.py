"""Bearer authentication: from the Authorization header to verified claims."""

from fastapi import Request
from fastapi.openapi.models import OAuth2, OAuthFlowPassword, OAuthFlows
from fastapi.security.base import SecurityBase

from vestibule.api.http.problems import raises
from vestibule.errors import (
    AppError,
    KeysUnavailable,
    StoreUnavailable,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    TokenRevoked,
)
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims

TOKEN_URL = "/api/auth/token"  # noqa: S105  a URL, not a secret


class Bearer(SecurityBase):
    """Dependency that returns the claims of a valid access token, or raises a BearerError.

    It is also the security scheme in OpenAPI, so the Authorize button of the docs signs in. It is one async node,
    because each further dependency level, and above all a thread hop, costs more than the verification itself.
    """

    errors: tuple[type[AppError], ...] = (
        *(TokenMissing, TokenInvalid, TokenExpired, TokenRevoked),
        *(KeysUnavailable, StoreUnavailable),
    )

    def __init__(self) -> None:
        self.model = OAuth2(flows=OAuthFlows(password=OAuthFlowPassword(tokenUrl=TOKEN_URL, refreshUrl=TOKEN_URL)))
        self.scheme_name = "account"

    async def __call__(self, request: Request) -> AccessClaims:
        """Verify the token of the request."""
        services: Services = request.app.state["services"]  # attribute access on State takes five times as long
        return await services.verifier.verify_access(bearer_token(request))


def bearer_token(request: Request) -> bytes:
    """Return the token of the Authorization header. TokenMissing if there is none, TokenInvalid if there are two."""
    credentials: bytes | None = None
    for name, value in request.scope["headers"]:
        if name == b"authorization":
            if credentials is not None:
                raise TokenInvalid
            credentials = value
    if credentials is None:
        raise TokenMissing
    scheme, _, token = credentials.strip(b" \t").partition(b" ")
    if scheme.lower() != b"bearer" or not token:
        raise TokenMissing
    return token.lstrip(b" ")


current_user = Bearer()


async def expired_user(request: Request) -> AccessClaims:
    """Return the claims of a token that is valid except that it may have expired. TokenInvalid otherwise."""
    services: Services = request.app.state.services
    return await services.verifier.verify_expired_access(bearer_token(request))


@raises(*Bearer.errors)
async def optional_user(request: Request) -> AccessClaims | None:
    """Return the claims of a valid token, or None if no token was sent. An invalid token is an error."""
    if "authorization" not in request.headers:
        return None
    return await current_user(request)
