"""What endpoints ask for in their signatures."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Annotated, Literal

from fastapi import Depends, Request, Security
from fastapi.openapi.models import OAuth2, OAuthFlowPassword, OAuthFlows
from fastapi.security.base import SecurityBase
from pydantic import SecretStr

from vestibule.api.security.client_address import address_of_client
from vestibule.api.state import ServicesDep
from vestibule.cognito.admin.pool import PoolDescriptions
from vestibule.cognito.admin.users import UserAdmin
from vestibule.cognito.app.user_pool import UserPool
from vestibule.cognito.user.account import Account
from vestibule.errors import InsufficientScope, MissingGroup, TokenInvalid, TokenMissing, TooManyRequests
from vestibule.limits import Attempt
from vestibule.revocations.revocations import Revocations
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims

SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin"

TOKEN_URL = "/api/auth/token"  # noqa: S105  an address

Match = Literal["any", "all"]


class Bearer(SecurityBase):
    """Who holds a good access token; the one dependency between a request and its user.

    It is OpenAPI's security scheme too, so that the docs' Authorize button signs in. A single async node on purpose:
    each further level of dependencies, and above all a hop to a thread, costs more than the verification.
    """

    def __init__(self) -> None:
        self.model = OAuth2(flows=OAuthFlows(password=OAuthFlowPassword(tokenUrl=TOKEN_URL, refreshUrl=TOKEN_URL)))
        self.scheme_name = "account"

    async def __call__(self, request: Request) -> AccessClaims:
        """The token's claims, or a BearerError."""
        services: Services = request.app.state["services"]  # as an attribute it would take five times as long
        return await services.verifier.verify_access(bearer_token(request))


class InGroup(Bearer):
    """Who holds a good access token and is in any, or all, of the groups (`MissingGroup`)."""

    def __init__(self, groups: Collection[str], match: Match) -> None:
        super().__init__()
        self._groups = frozenset(groups)
        self._match = match

    async def __call__(self, request: Request) -> AccessClaims:
        """The token's claims, once the groups are seen to."""
        claims = await super().__call__(request)
        if not _matches(self._groups, claims.groups, self._match):
            raise MissingGroup
        return claims


class WithScope(Bearer):
    """Who holds a good access token that has any, or all, of the scopes (`InsufficientScope`)."""

    def __init__(self, scopes: Collection[str], match: Match) -> None:
        super().__init__()
        self._scopes = frozenset(scopes)
        self._match = match

    async def __call__(self, request: Request) -> AccessClaims:
        """The token's claims, once the scopes are seen to."""
        claims = await super().__call__(request)
        if not _matches(self._scopes, claims.scopes, self._match):
            raise InsufficientScope(*sorted(self._scopes))
        return claims


def _matches(wanted: frozenset[str], present: Collection[str], match: Match) -> bool:
    return wanted.issubset(present) if match == "all" else not wanted.isdisjoint(present)


def bearer_token(request: Request) -> bytes:
    """The one bearer token of the Authorization header: TokenMissing when there is none, TokenInvalid for two."""
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


async def optional_user(request: Request) -> AccessClaims | None:
    """The user where a token was sent, and it is good; a bad one is refused all the same."""
    if "authorization" not in request.headers:
        return None
    return await current_user(request)


def require_group(*groups: str, match: Match = "any") -> InGroup:
    """`Annotated[AccessClaims, Security(require_group("admins"))]`: members only."""
    return InGroup(groups, match)


def require_scope(*scopes: str, match: Match = "all") -> WithScope:
    """`Annotated[AccessClaims, Security(require_scope("reports/read"))]`: tokens with these scopes only."""
    return WithScope(scopes, match)


CurrentUser = Annotated[AccessClaims, Security(current_user)]
OptionalUser = Annotated[AccessClaims | None, Security(optional_user)]
AccountOwner = Annotated[AccessClaims, Security(require_scope(SELF_SERVICE_SCOPE))]


def account_of(request: Request, services: Services) -> Account:
    """The account of a user whose token was verified, to be changed by that token."""
    return services.account(SecretStr(bearer_token(request).decode()))


async def current_account(request: Request, services: ServicesDep, _owner: AccountOwner) -> Account:
    """The account of the user, to be changed by their own token."""
    return account_of(request, services)


async def address_of(request: Request, services: ServicesDep) -> str:
    """The client's address: the peer's, or what a trusted proxy says of it."""
    return address_of_client(request, services.settings)


Address = Annotated[str, Depends(address_of)]


class Limits:
    """The limits, as they hold for the address that asks."""

    def __init__(self, services: ServicesDep, address: Address) -> None:
        self._limiter = services.limiter
        self._address = address

    def admit(self, name: str, account: str | None = None) -> None:
        """Count a request, right or wrong; raises TooManyRequests."""
        self._limiter.admit(name, address=self._address, account=account)

    def allow(self, name: str, account: str) -> bool:
        """Count a request that nobody made in so many words; whether it may go on."""
        try:
            self.admit(name, account)
        except TooManyRequests:
            return False
        return True

    def attempt(self, name: str, account: str | None = None) -> AbstractContextManager[Attempt]:
        """Guard a try at a password or a code; raises TooManyAttempts in place of the one that is too many."""
        return self._limiter.attempt(name, address=self._address, account=account)


async def user_pool(services: ServicesDep, address: Address) -> UserPool:
    """The pool, asked in the name of the user's address."""
    limits = Limits(services, address)
    return services.user_pool.seen_from(address, may_mail=lambda account: limits.allow("resend", account))


async def pool_descriptions(services: ServicesDep) -> PoolDescriptions:
    """What the pool allows."""
    return services.pool_descriptions


async def user_admin(services: ServicesDep) -> UserAdmin:
    """The pool, as the backend may administer it."""
    return services.user_admin


async def revocations(services: ServicesDep) -> Revocations:
    """Tokens that were signed out."""
    return services.revocations


CurrentAccount = Annotated[Account, Depends(current_account)]
LimitsDep = Annotated[Limits, Depends()]
UserPoolDep = Annotated[UserPool, Depends(user_pool)]
PoolDescriptionsDep = Annotated[PoolDescriptions, Depends(pool_descriptions)]
UserAdminDep = Annotated[UserAdmin, Depends(user_admin)]
RevocationsDep = Annotated[Revocations, Depends(revocations)]
