"""Reset a forgotten password."""

from fastapi import APIRouter

from vestibule.api.deps import AppGatewayDep, LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.cognito.fields import Code, Email, PasswordStr, RequestBody
from vestibule.cognito.models import CodeSent
from vestibule.errors import CodeExpired, CodeMismatch, PasswordReused, PasswordTooWeak

router = APIRouter(prefix="/auth/password", tags=["password"], route_class=StrictRoute, dependencies=[Audited])


class ForgotPasswordRequest(RequestBody):
    """The address of the account."""

    email: Email


class ResetPasswordRequest(RequestBody):
    """The code that was sent, and the new password."""

    email: Email
    code: Code
    password: PasswordStr


@router.post("/forgot")
def forgot_password(body: ForgotPasswordRequest, cognito: AppGatewayDep, limits: LimitsDep) -> CodeSent:
    """Send a code to reset the password. The answer is the same whether or not the address has an account."""
    limits.admit("forgot", body.email)
    cognito.password.forgot(body.email)
    return cognito.codes.sent_to(body.email)


@router.post("/reset", status_code=204, responses=problems(CodeMismatch, CodeExpired, PasswordTooWeak, PasswordReused))
def reset_password(body: ResetPasswordRequest, cognito: AppGatewayDep, limits: LimitsDep) -> None:
    """Set a new password with the code that was sent."""
    with limits.attempt("codes", body.email):
        cognito.password.reset(body.email, body.code, body.password)
