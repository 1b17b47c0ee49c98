"""Passwords: forgotten and reset, or changed."""

from fastapi import APIRouter

from vestibule.api.deps import AccountOwner, CurrentAccount, LimitsDep, UserPoolDep
from vestibule.api.http.models import Body, Code, Email, PasswordStr
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.cognito.models import CodeSent
from vestibule.errors import (
    CodeDeliveryFailed,
    CodeExpired,
    CodeMismatch,
    CognitoUnavailable,
    InsufficientScope,
    PasswordReused,
    PasswordTooWeak,
    TokenInvalid,
    TooManyAttempts,
    TooManyRequests,
    WrongPassword,
)

router = APIRouter(tags=["password"], route_class=StrictRoute)


class Forgotten(Body):
    """Whose password was forgotten."""

    email: Email


class Reset(Body):
    """The code that was sent, and the password that shall be."""

    email: Email
    code: Code
    password: PasswordStr


class Change(Body):
    """The password that is, and the one that shall be."""

    current_password: PasswordStr
    new_password: PasswordStr


@router.post("/auth/password/forgot", responses=problems(TooManyRequests, CodeDeliveryFailed, CognitoUnavailable))
def forgot_password(forgotten: Forgotten, user_pool: UserPoolDep, limits: LimitsDep) -> CodeSent:
    """Send a code to reset the password; the answer is the same whoever has an account or not."""
    limits.admit("forgot", forgotten.email)
    return user_pool.forgot_password(forgotten.email)


@router.post(
    "/auth/password/reset",
    status_code=204,
    responses=problems(CodeMismatch, CodeExpired, PasswordTooWeak, PasswordReused, TooManyAttempts, CognitoUnavailable),
)
def reset_password(reset: Reset, user_pool: UserPoolDep, limits: LimitsDep) -> None:
    """Set a new password, by the code that was sent."""
    with limits.attempt("codes", reset.email):
        user_pool.reset_password(reset.email, reset.code, reset.password)


@router.put(
    "/me/password",
    status_code=204,
    responses=problems(
        WrongPassword,
        PasswordTooWeak,
        PasswordReused,
        TokenInvalid,
        InsufficientScope,
        TooManyAttempts,
        CognitoUnavailable,
    ),
)
def change_password(change: Change, owner: AccountOwner, account: CurrentAccount, limits: LimitsDep) -> None:
    """Replace the password by another."""
    with limits.attempt("password", owner.sub):
        account.change_password(change.current_password, change.new_password)
