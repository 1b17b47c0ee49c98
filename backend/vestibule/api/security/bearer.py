"""Bearer authentication: from the Authorization header to verified claims."""

from fastapi import Request
from fastapi.openapi.models import HTTPBearer, OAuth2, OAuthFlowPassword, OAuthFlows
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from vestibule.api.http.problems import ensure_handler
from vestibule.api.services import services_of
from vestibule.errors import (
    AppError,
    InsufficientScope,
    KeysUnavailable,
    StoreUnavailable,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    TokenRevoked,
)
from vestibule.tokens.claims import AccessClaims

SCHEME = "account"
TOKEN_URL = "/api/auth/token"  # noqa: S105  a URL, not a secret
PASSWORD_FLOW = OAuth2(flows=OAuthFlows(password=OAuthFlowPassword(tokenUrl=TOKEN_URL, refreshUrl=TOKEN_URL)))
"""The scheme in our own application, where the docs' Authorize button can sign in."""


class Bearer(SecurityBase):
    """Dependency that returns the claims of a valid access token, or raises a BearerError.

    It is also the security scheme in OpenAPI. It is one async node, because each further dependency level, and above
    all a thread hop, costs more than the verification itself. With `own_pool`, tokens of ADDITIONAL_POOLS are refused:
    the account endpoints call Cognito about users of our own pool only.
    """

    errors: tuple[type[AppError], ...] = (
        *(TokenMissing, TokenInvalid, TokenExpired, TokenRevoked),
        *(KeysUnavailable, StoreUnavailable),
    )

    def __init__(self, *, own_pool: bool = False) -> None:
        self._own_pool = own_pool
        self.model = HTTPBearer(bearerFormat="JWT", description="An access token of the user pool.")
        self.scheme_name = SCHEME

    async def __call__(self, connection: HTTPConnection, required: SecurityScopes) -> AccessClaims:
        """Authenticate a request or a WebSocket, and make sure that errors become problems in any application.

        `required` are the scopes of FastAPI's `Security(…, scopes=[…])`, here and in what depends on this.
        """
        try:
            claims = await self.authenticate(connection)
            if required.scopes and not claims.scopes.issuperset(required.scopes):
                raise InsufficientScope(*sorted({*required.scopes}))
        except AppError:
            ensure_handler(connection)
            raise
        return claims

    async def authenticate(self, connection: HTTPConnection) -> AccessClaims:
        """Verify the token of the request."""
        services = services_of(connection)
        verifier = services.verifiers.own if self._own_pool else services.verifiers.access
        return await verifier.verify_access(bearer_token(connection))


def bearer_token(connection: HTTPConnection) -> bytes:
    """Return the token of the Authorization header. TokenMissing if there is none, TokenInvalid if there are two."""
    credentials: bytes | None = None
    for name, value in connection.scope["headers"]:
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
own_user = Bearer(own_pool=True)


class OptionalBearer(SecurityBase):
    """Dependency that returns the claims of a valid access token, or None without an Authorization header.

    Anything else in that header is an error. OpenAPI shows the scheme, so that clients send the token that they have.
    """

    errors = Bearer.errors

    def __init__(self) -> None:
        self.model = current_user.model
        self.scheme_name = current_user.scheme_name

    async def __call__(self, connection: HTTPConnection, required: SecurityScopes) -> AccessClaims | None:
        """Authenticate a request or a WebSocket, if it wants to be."""
        if "authorization" not in connection.headers:
            return None
        return await current_user(connection, required)


optional_user = OptionalBearer()


async def expired_user(request: Request) -> AccessClaims:
    """Return the claims of a token that is valid except that it may have expired. TokenInvalid otherwise."""
    return await services_of(request).verifiers.own.verify_expired_access(bearer_token(request))
