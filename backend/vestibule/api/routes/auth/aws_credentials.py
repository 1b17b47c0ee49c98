"""Temporary AWS credentials of guests, if the identity pool has guests."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from vestibule.api.deps import IdentityPoolDep, LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.same_origin import same_origin
from vestibule.cognito.fields import RequestBody
from vestibule.cognito.identity_pool import AwsCredentials
from vestibule.errors import NotAllowed

router = TopicRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class GuestCredentialsRequest(RequestBody):
    """`identity_id` is that of an earlier answer, for new credentials of the same guest."""

    identity_id: Annotated[str, Field(max_length=55, pattern=r"^[A-Za-z0-9_-]+:[0-9a-f-]+$")] | None = None


@router.post("/aws-credentials", dependencies=[Audited], responses=problems(NotAllowed))
def issue_guest_credentials(
    identity_pool: IdentityPoolDep, limits: LimitsDep, body: GuestCredentialsRequest | None = None
) -> AwsCredentials:
    """Credentials of a guest: of a new one, or of the one that is named."""
    limits.admit("guest-credentials")
    return identity_pool.guest_credentials(body.identity_id if body else None)
