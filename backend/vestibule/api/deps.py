"""Aliases for the dependencies that endpoints declare in their signatures.

There are no aliases for plain members of the services: endpoints take `services: ServicesDep`.
"""

from typing import Annotated

from fastapi import Depends, Request, Response, Security
from pydantic import SecretStr

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.http.problems import raises
from vestibule.api.security.bearer import bearer_token, current_user, optional_user
from vestibule.api.security.client_ip import get_client_ip
from vestibule.api.security.guards import require_group, require_scope
from vestibule.api.security.rate_limits import Limits
from vestibule.api.security.step_up import StepUp
from vestibule.api.security.trusted_browsers import TrustedBrowserCookie
from vestibule.api.services import services_of
from vestibule.cognito.admin.gateway import AdminGateway
from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.challenges.sessions import ChallengeSessions
from vestibule.cognito.identity_pool import IdentityPool
from vestibule.cognito.models import PoolDescription
from vestibule.cognito.scopes import SELF_SERVICE
from vestibule.cognito.session_credentials import SessionCredentials
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import (
    CodeDeliveryFailed,
    CognitoTimeout,
    CognitoUnavailable,
    FeatureUnavailable,
    Misconfigured,
    StepUpRequired,
    StoreUnavailable,
    TooManyRequests,
)
from vestibule.tokens.claims import AccessClaims

CurrentUser = Annotated[AccessClaims, Security(current_user)]
"""The claims of a valid access token; a request without one is answered 401."""
OptionalUser = Annotated[AccessClaims | None, Security(optional_user)]
"""The claims of a valid access token, or None if the request has no token."""
AccountOwner = Annotated[AccessClaims, Security(require_scope(SELF_SERVICE, own_pool=True))]
AccountScope = Security(require_scope(SELF_SERVICE, own_pool=True))
"""`dependencies=[AccountScope]`: no app that users gave another scope may use their groups."""
Admin = Annotated[AccessClaims, Security(require_group("admins", own_pool=True))]

COGNITO_ERRORS = (TooManyRequests, Misconfigured, CodeDeliveryFailed, CognitoUnavailable, CognitoTimeout)


def user_gateway_of(request: Request) -> UserGateway:
    """The user gateway, authorized by the access token of the request. The token must be verified already."""
    return services_of(request).cognito.user(SecretStr(bearer_token(request).decode()))


@raises(*COGNITO_ERRORS)
def app_gateway_of(request: Request, response: Response) -> AppGateway:
    """The app gateway, for the client IP and the browser of this request, which has one."""
    gateway: AppGateway | None = getattr(request.state, "app_gateway", None)
    if gateway is None:
        browsers = TrustedBrowserCookie(request, response)
        gateway = services_of(request).cognito.app.for_client(get_client_ip(request), browsers)
        request.state.app_gateway = gateway
    return gateway


@raises(*COGNITO_ERRORS)
async def user_gateway(request: Request, _owner: AccountOwner) -> UserGateway:
    """The user gateway of the signed-in user."""
    return user_gateway_of(request)


@raises(*COGNITO_ERRORS)
async def admin_gateway(request: Request) -> AdminGateway:
    """The admin gateway."""
    return services_of(request).cognito.admin


@raises(*COGNITO_ERRORS)
def pool_description(request: Request) -> PoolDescription:
    """The cached description of the user pool, refreshed when it is old."""
    return services_of(request).cognito.pool.current()


@raises(FeatureUnavailable, *COGNITO_ERRORS)
async def identity_pool(request: Request) -> IdentityPool:
    """The identity pool, if the settings have one."""
    pool = services_of(request).cognito.identity_pool
    if pool is None:
        raise FeatureUnavailable
    return pool


@raises(FeatureUnavailable, *COGNITO_ERRORS)
async def session_credentials(request: Request, _owner: AccountOwner) -> SessionCredentials:
    """The AWS credentials of sessions, if the settings have an identity pool."""
    credentials = services_of(request).session_credentials
    if credentials is None:
        raise FeatureUnavailable
    return credentials


AppGatewayDep = Annotated[AppGateway, inline_dependency(app_gateway_of)]
UserGatewayDep = Annotated[UserGateway, Depends(user_gateway)]
AdminGatewayDep = Annotated[AdminGateway, Depends(admin_gateway)]
IdentityPoolDep = Annotated[IdentityPool, Depends(identity_pool)]
SessionCredentialsDep = Annotated[SessionCredentials, Depends(session_credentials)]
PoolDescriptionDep = Annotated[PoolDescription, Depends(pool_description)]
LimitsDep = Annotated[Limits, inline_dependency(Limits)]


@raises(*COGNITO_ERRORS)
def challenge_sessions_of(request: Request, response: Response) -> ChallengeSessions:
    """The challenges of users at the client IP of this request."""
    return ChallengeSessions(services_of(request).cognito.cipher, app_gateway_of(request, response))


ChallengesDep = Annotated[ChallengeSessions, inline_dependency(challenge_sessions_of)]


@raises(StepUpRequired, StoreUnavailable)
async def step_up(request: Request, owner: AccountOwner, cognito: UserGatewayDep) -> StepUp:
    """The proof of identity of this session, for endpoints that need it only sometimes."""
    return StepUp(owner, cognito, services_of(request).records.step_up_proofs)


StepUpDep = Annotated[StepUp, Depends(step_up)]


def require_step_up(step_up: StepUpDep) -> None:
    """Require a fresh proof of identity."""
    step_up.require()


FreshProof = Depends(require_step_up)
"""`dependencies=[FreshProof]` at an endpoint that makes a sensitive change."""
