"""Sign up: create an account, and confirm its address."""

from fastapi import APIRouter, BackgroundTasks

from vestibule.api.deps import LimitsDep, UserPoolDep
from vestibule.api.http.models import AttributeName, AttributeValue, Body, Code, Email, PasswordStr
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.auth.config import NewUserAttributes
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.models import CodeSent, SignedUp
from vestibule.errors import (
    AlreadyConfirmed,
    CodeDeliveryFailed,
    CodeExpired,
    CodeMismatch,
    CognitoUnavailable,
    InvalidAttribute,
    PasswordTooWeak,
    RejectedByPool,
    SignUpDisabled,
    TooManyAttempts,
    TooManyRequests,
    UnknownAttribute,
    UserExists,
)

router = APIRouter(prefix="/auth/sign-up", tags=["sign-up"], route_class=StrictRoute)


class NewAccount(Body):
    """Who signs up; `attributes` are those that `/auth/config` names."""

    email: Email
    password: PasswordStr
    attributes: dict[AttributeName, AttributeValue] = {}


class Confirmation(Body):
    """The code that was sent to the address."""

    email: Email
    code: Code


class Address(Body):
    """The address that a code shall go to."""

    email: Email


@router.post(
    "",
    status_code=201,
    responses=problems(
        UnknownAttribute,
        InvalidAttribute,
        PasswordTooWeak,
        RejectedByPool,
        SignUpDisabled,
        UserExists,
        TooManyRequests,
        CodeDeliveryFailed,
        CognitoUnavailable,
    ),
)
def sign_up(
    account: NewAccount,
    user_pool: UserPoolDep,
    allowed: NewUserAttributes,
    limits: LimitsDep,
    background: BackgroundTasks,
) -> SignedUp:
    """Create an account. An address that has one already is answered alike, and its owner is told by mail."""
    limits.admit("sign-up", account.email)
    refuse_unknown(account.attributes, allowed)
    return user_pool.sign_up(account.email, account.password, account.attributes, later=background.add_task)


@router.post(
    "/confirm",
    status_code=204,
    responses=problems(CodeMismatch, CodeExpired, AlreadyConfirmed, TooManyAttempts, CognitoUnavailable),
)
def confirm_sign_up(confirmation: Confirmation, user_pool: UserPoolDep, limits: LimitsDep) -> None:
    """Prove that the address is one's own, by the code that was sent to it."""
    with limits.attempt("codes", confirmation.email):
        user_pool.confirm_sign_up(confirmation.email, confirmation.code)


@router.post("/resend", responses=problems(TooManyRequests, CodeDeliveryFailed, CognitoUnavailable))
def resend_code(address: Address, user_pool: UserPoolDep, limits: LimitsDep) -> CodeSent:
    """Send the code again; the answer is the same whoever has an account or not."""
    limits.admit("resend", address.email)
    return user_pool.resend_code(address.email)
