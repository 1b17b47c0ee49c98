"""Aliases for the dependencies that endpoints declare in their signatures."""

from typing import Annotated

from fastapi import Depends, Request, Security
from pydantic import SecretStr

from vestibule.api.http.problems import raises
from vestibule.api.security.bearer import bearer_token, current_user, optional_user
from vestibule.api.security.client_address import ClientAddress
from vestibule.api.security.guards import require_group, require_scope
from vestibule.api.security.rate_limits import Limits
from vestibule.api.services import ServicesDep
from vestibule.cognito.admin.pool import PoolDescriptions
from vestibule.cognito.admin.users import UserAdmin
from vestibule.cognito.app.user_pool import UserPool
from vestibule.cognito.user.account import Account
from vestibule.errors import CodeDeliveryFailed, CognitoTimeout, CognitoUnavailable, Misconfigured, TooManyRequests
from vestibule.revocations import Revocations
from vestibule.services import Services
from vestibule.tokens.claims import AccessClaims

SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin"

CurrentUser = Annotated[AccessClaims, Security(current_user)]
OptionalUser = Annotated[AccessClaims | None, Security(optional_user)]
AccountOwner = Annotated[AccessClaims, Security(require_scope(SELF_SERVICE_SCOPE))]
Admin = Annotated[AccessClaims, Security(require_group("admins"))]

COGNITO_ERRORS = (TooManyRequests, Misconfigured, CodeDeliveryFailed, CognitoUnavailable, CognitoTimeout)


def account_of(request: Request, services: Services) -> Account:
    """The account gateway, authorized by the access token of the request. The token must be verified already."""
    return services.account(SecretStr(bearer_token(request).decode()))


@raises(*COGNITO_ERRORS)
async def current_account(request: Request, services: ServicesDep, _owner: AccountOwner) -> Account:
    """The account gateway of the signed-in user."""
    return account_of(request, services)


@raises(*COGNITO_ERRORS)
async def user_pool(services: ServicesDep, client_address: ClientAddress) -> UserPool:
    """The app gateway, for the client address of this request."""
    limits = Limits(services, client_address)
    return services.user_pool.seen_from(client_address, may_mail=lambda account: limits.allow("resend", account))


@raises(*COGNITO_ERRORS)
async def pool_descriptions(services: ServicesDep) -> PoolDescriptions:
    """The cached description of the user pool."""
    return services.pool_descriptions


@raises(*COGNITO_ERRORS)
async def user_admin(services: ServicesDep) -> UserAdmin:
    """The admin gateway."""
    return services.user_admin


async def revocations(services: ServicesDep) -> Revocations:
    """The revocation list."""
    return services.revocations


CurrentAccount = Annotated[Account, Depends(current_account)]
LimitsDep = Annotated[Limits, Depends()]
UserPoolDep = Annotated[UserPool, Depends(user_pool)]
PoolDescriptionsDep = Annotated[PoolDescriptions, Depends(pool_descriptions)]
UserAdminDep = Annotated[UserAdmin, Depends(user_admin)]
RevocationsDep = Annotated[Revocations, Depends(revocations)]
