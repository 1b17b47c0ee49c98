"""The signed-in user's profile: read it, change it, delete the account."""

from contextlib import suppress
from typing import get_args

from fastapi import Depends
from pydantic import Field

from vestibule.api.deps import AccountOwner, FreshProof, LimitsDep, PoolDescriptionDep, StepUpDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.me.attributes import VerifiableAttribute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.attribute_values import normalize_attributes
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.fields import AttributeName, AttributeValue, RequestBody
from vestibule.cognito.models import AccountProfile, UpdatedProfile
from vestibule.errors import InvalidAttribute, StoreUnavailable, TokenRevoked, UnknownAttribute

router = TopicRouter(prefix="/me", tags=["me"], route_class=StrictRoute)


class UpdateProfileRequest(RequestBody):
    """New values by attribute name; null deletes the value."""

    attributes: dict[AttributeName, AttributeValue | None] = Field(examples=[{"name": "Ada"}])


@router.get("")
def read_profile(cognito: UserGatewayDep, owner: AccountOwner) -> AccountProfile:
    """The profile as stored in Cognito."""
    return cognito.profile.read().model_copy(update={"groups": sorted(owner.groups)})


@router.patch("", dependencies=[Audited], responses=problems(UnknownAttribute, InvalidAttribute))
def update_profile(
    body: UpdateProfileRequest,
    cognito: UserGatewayDep,
    owner: AccountOwner,
    services: ServicesDep,
    pool: PoolDescriptionDep,
    limits: LimitsDep,
    step_up: StepUpDep,
    notifications: NotificationsDep,
) -> UpdatedProfile:
    """Change attributes that the settings let users edit. A new address replaces the old one when it is verified.

    A change of an address needs a step-up.
    The response does not reveal whether the address belongs to another account; then no code is sent.
    """
    refuse_unknown(body.attributes, frozenset(services.settings.editable_attributes))
    changes = normalize_attributes(body.attributes, pool)
    before = None
    if not changes.keys().isdisjoint(get_args(VerifiableAttribute)):
        step_up.require()
        before = notifications.profile_for_later(cognito)
    if recipients := [address for name in get_args(VerifiableAttribute) if (address := changes.get(name))]:
        limits.admit("resend", owner.sub, recipients)
    updated = cognito.profile.update(changes)
    notifications.notify_of_address(before, updated)
    for delivery in updated.code_deliveries:
        destination = delivery.destination if delivery.attribute in updated.simulated else None
        services.records.address_changes.begin(owner.sub, delivery.attribute, simulated_destination=destination)
    return updated.model_copy(update={"groups": sorted(owner.groups)})


@router.delete("", status_code=204, dependencies=[Audited, Depends(same_origin), FreshProof])
def delete_account(
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    cookie: RefreshCookieDep,
    notifications: NotificationsDep,
) -> None:
    """Delete the account permanently; needs a step-up. Its tokens are refused immediately."""
    profile = notifications.profile_for_later(cognito)
    try:
        cognito.profile.delete()
    except TokenRevoked:  # the account is deleted already: the first response was lost, or another request was faster
        cookie.clear()
        services.revocations.revoke_user(owner.sub)
        raise
    notifications.notify_profile("account_deleted", profile)
    with suppress(StoreUnavailable):  # the account is deleted, and its records expire
        services.records.forget(owner.sub)
    cookie.clear()
    services.revocations.revoke_user(owner.sub)
