"""Manage users, for the group `admins`: with a token of the account, not of an app that the user gave another scope."""

from contextlib import suppress

from vestibule.api.deps import AccountScope, Admin, AdminGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import Username
from vestibule.errors import NotFound, StoreUnavailable
from vestibule.session_ends import refuse_all_sessions

router = TopicRouter(
    prefix="/users",
    tags=["users"],
    route_class=StrictRoute,
    dependencies=[Audited, AccountScope],
    responses=problems(NotFound),
)


@router.post("/{username}/disable", status_code=204)
def disable_user(username: Username, _admin: Admin, cognito: AdminGatewayDep, services: ServicesDep) -> None:
    """Prevent sign-ins as this user, and refuse their tokens immediately, on every replica.

    None of their browsers is trusted any more.
    """
    sub = cognito.users.sub_of(username)
    try:
        cognito.users.disable(username)
    finally:  # Cognito may have disabled the user even if its response was lost
        refuse_all_sessions(services, sub, sub, username)


@router.post("/{username}/enable", status_code=204)
def enable_user(username: Username, _admin: Admin, cognito: AdminGatewayDep) -> None:
    """Allow sign-ins as this user again. Earlier tokens stay refused."""
    cognito.users.enable(username)


@router.delete("/{username}", status_code=204)
def delete_user(username: Username, _admin: Admin, cognito: AdminGatewayDep, services: ServicesDep) -> None:
    """Delete a user permanently, and refuse their tokens immediately, on every replica."""
    sub = cognito.users.sub_of(username)
    try:
        cognito.users.delete(username)
    finally:
        services.revocations.revoke_user(sub)
    with suppress(StoreUnavailable):  # the user is deleted, and their records expire
        services.records.forget(sub)
