"""The signed-in user's own account: the profile, its addresses, and its end."""

from typing import Literal, get_args

from fastapi import APIRouter, Depends

from vestibule.api.deps import AccountOwner, CurrentAccount, LimitsDep, RevocationsDep
from vestibule.api.http.models import MAX_USERNAME, AttributeName, AttributeValue, Body, Code, plain_address
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.models import CodeSent, Profile, UpdatedProfile
from vestibule.errors import (
    AddressInUse,
    CodeDeliveryFailed,
    CodeExpired,
    CodeMismatch,
    CognitoUnavailable,
    InsufficientScope,
    InvalidAttribute,
    TokenInvalid,
    TokenRevoked,
    TooManyAttempts,
    TooManyRequests,
    UnknownAttribute,
)

router = APIRouter(
    prefix="/me",
    tags=["me"],
    route_class=StrictRoute,
    responses=problems(TokenInvalid, InsufficientScope, CognitoUnavailable),
)

VerifiableName = Literal["email", "phone_number"]


class ProfileChange(Body):
    """New values by attribute; null takes the value away."""

    attributes: dict[AttributeName, AttributeValue | None]


class AddressCode(Body):
    """The code that was sent to the new address."""

    code: Code


@router.get("")
def read_profile(account: CurrentAccount, owner: AccountOwner) -> Profile:
    """Tell the profile, as Cognito has it now."""
    return account.profile().model_copy(update={"groups": sorted(owner.groups)})


@router.patch(
    "", responses=problems(UnknownAttribute, InvalidAttribute, AddressInUse, TooManyRequests, CodeDeliveryFailed)
)
def change_profile(
    change: ProfileChange, account: CurrentAccount, owner: AccountOwner, services: ServicesDep, limits: LimitsDep
) -> UpdatedProfile:
    """Change attributes that the settings let users edit. A new address counts once its code is entered."""
    refuse_unknown(change.attributes, frozenset(services.settings.editable_attributes))
    if any(change.attributes.get(name) for name in get_args(VerifiableName)):
        limits.admit("resend", owner.sub)
    changes = _with_plain_address(change.attributes)
    return account.update(changes).model_copy(update={"groups": sorted(owner.groups)})


def _with_plain_address(attributes: dict[str, str | None]) -> dict[str, str | None]:
    """The e-mail address as at sign-up: any other would take a name away that its owner can sign in by."""
    email = attributes.get("email")
    if not email:
        return attributes
    try:
        address = plain_address(email)
    except ValueError:
        raise InvalidAttribute(field="attributes.email") from None
    if len(address) > MAX_USERNAME:
        raise InvalidAttribute(field="attributes.email")
    return attributes | {"email": address}


@router.delete("", status_code=204, dependencies=[Depends(same_origin)])
def delete_account(
    owner: AccountOwner, account: CurrentAccount, revocations: RevocationsDep, cookie: RefreshCookieDep
) -> None:
    """Delete the account, for good. Its tokens are refused from now on."""
    try:
        account.delete()
    except TokenRevoked:  # it is gone already: the answer that said so was lost, or another got it
        cookie.clear()
        revocations.revoke_user(owner.sub)
        raise
    cookie.clear()
    revocations.revoke_user(owner.sub)


@router.post("/attributes/{name}/code", responses=problems(TooManyRequests, CodeDeliveryFailed))
def send_code(
    name: VerifiableName, owner: AccountOwner, account: CurrentAccount, services: ServicesDep, limits: LimitsDep
) -> CodeSent:
    """Send a code to the address, to prove that it is one's own."""
    limits.admit("resend", owner.sub)
    return CodeSent(
        delivery=account.send_code(name),
        resend_wait_seconds=services.settings.resend_wait_seconds,
    )


@router.post(
    "/attributes/{name}/verify",
    status_code=204,
    responses=problems(CodeMismatch, CodeExpired, AddressInUse, TooManyAttempts),
)
def verify_address(
    name: VerifiableName, code: AddressCode, owner: AccountOwner, account: CurrentAccount, limits: LimitsDep
) -> None:
    """Prove an address by the code that was sent to it."""
    with limits.attempt("codes", owner.sub):
        account.verify(name, code.code)
