"""Administration, for the group `admins`: who may sign in, and who is no more."""

from fastapi import APIRouter

from vestibule.api.deps import Admin, RevocationsDep, UserAdminDep
from vestibule.api.http.models import Username
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.errors import CognitoUnavailable, MissingGroup, NotFound, TokenInvalid

router = APIRouter(
    prefix="/users",
    tags=["users"],
    route_class=StrictRoute,
    responses=problems(TokenInvalid, MissingGroup, NotFound, CognitoUnavailable),
)


@router.post("/{username}/disable", status_code=204)
def disable_user(username: Username, _admin: Admin, user_admin: UserAdminDep, revocations: RevocationsDep) -> None:
    """Let a user neither sign in nor go on: their tokens are refused from now on, by every replica."""
    sub = user_admin.sub_of(username)
    try:
        user_admin.disable(username)
    finally:  # though Cognito's answer be lost, it may have done it
        revocations.revoke_user(sub)


@router.post("/{username}/enable", status_code=204)
def enable_user(username: Username, _admin: Admin, user_admin: UserAdminDep) -> None:
    """Let a user sign in again. The tokens of before stay refused."""
    user_admin.enable(username)


@router.delete("/{username}", status_code=204)
def delete_user(username: Username, _admin: Admin, user_admin: UserAdminDep, revocations: RevocationsDep) -> None:
    """Delete a user, for good. Their tokens are refused from now on, by every replica."""
    sub = user_admin.sub_of(username)
    try:
        user_admin.delete(username)
    finally:
        revocations.revoke_user(sub)
