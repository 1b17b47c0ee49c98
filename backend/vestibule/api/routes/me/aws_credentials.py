"""Temporary AWS credentials of the signed-in user."""

from typing import Annotated

from fastapi import Depends

from vestibule.api.deps import AccountOwner, LimitsDep, SessionCredentialsDep
from vestibule.api.http.problems import raises
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import OpaqueToken, RequestBody
from vestibule.cognito.identity_pool import AwsCredentials
from vestibule.errors import IdTokenInvalid, KeysUnavailable, TokenInvalid
from vestibule.tokens.id_verifier import IdClaims

router = TopicRouter(prefix="/me/aws-credentials", tags=["me"], route_class=StrictRoute)


class AwsCredentialsRequest(RequestBody):
    """The ID token that was issued with the access token. `POST /auth/refresh` returns a new one."""

    id_token: OpaqueToken


class UserAwsCredentials(AwsCredentials):
    """Credentials of the user. `role_arn` is null if the API may not read the roles of the identity pool."""

    role_arn: str | None


@raises(IdTokenInvalid, KeysUnavailable)
async def id_token_of_session(body: AwsCredentialsRequest, owner: AccountOwner, services: ServicesDep) -> IdClaims:
    """Verify the ID token of the request. It must be of the session of the access token."""
    try:
        return await services.verifiers.id_token.verify_of_session(body.id_token.get_secret_value(), owner)
    except TokenInvalid:
        raise IdTokenInvalid(field="id_token") from None


@router.post("", dependencies=[Audited])
def issue_aws_credentials(
    body: AwsCredentialsRequest,
    credentials: SessionCredentialsDep,
    owner: AccountOwner,
    id_token: Annotated[IdClaims, Depends(id_token_of_session)],
    limits: LimitsDep,
    services: ServicesDep,
) -> UserAwsCredentials:
    """Credentials of the user's identity, from the identity pool.

    A session gets the same ones until 75 % of their life, unless the claims of the ID token have changed.
    """
    limits.admit("aws-credentials", owner.sub)
    issued = credentials.get(owner, id_token.all, body.id_token)
    roles = services.cognito.identity_pool_roles.latest() if services.cognito.identity_pool_roles else None
    return UserAwsCredentials(**dict(issued), role_arn=roles.of(id_token.all) if roles else None)
