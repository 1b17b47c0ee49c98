"""Reset a forgotten password."""

from fastapi import BackgroundTasks
from pydantic import Field

from vestibule.api.deps import AppGatewayDep, LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.services import ServicesDep
from vestibule.api.sign_ins.address_proof import AddressProofDep
from vestibule.cognito.fields import Code, Email, NewPasswordStr, RequestBody
from vestibule.cognito.models import CodeSent
from vestibule.errors import CodeMismatch, NewCodeSent, PasswordReused, PasswordTooWeak

router = TopicRouter(prefix="/auth/password", tags=["password"], route_class=StrictRoute, dependencies=[Audited])


class ForgotPasswordRequest(RequestBody):
    """The address of the account."""

    email: Email


class ResetPasswordRequest(RequestBody):
    """The code that was sent, and the new password."""

    email: Email
    code: Code = Field(repr=False)
    password: NewPasswordStr


@router.post("/forgot")
def forgot_password(
    body: ForgotPasswordRequest,
    cognito: AppGatewayDep,
    services: ServicesDep,
    limits: LimitsDep,
    background: BackgroundTasks,
    notifications: NotificationsDep,
) -> CodeSent:
    """Send a code to reset the password. The response is the same whether or not the address has an account.

    An unconfirmed user is sent the code that confirms the address, which `/auth/password/reset` accepts too. An invited
    user is sent a new invitation, if the API has AWS credentials, and whose account has no password is told by mail how
    they sign in.
    """
    limits.admit("forgot", body.email)
    cognito.password.forgot(body.email)
    background.add_task(cognito.password.help_unconfirmed, body.email)
    background.add_task(services.cognito.admin.recovery.help_invited, body.email)
    notifications.explain_sign_in(body.email)
    return cognito.codes.sent_to(body.email)


@router.post("/reset", status_code=204, responses=problems(CodeMismatch, NewCodeSent, PasswordTooWeak, PasswordReused))
def reset_password(
    body: ResetPasswordRequest, proof: AddressProofDep, limits: LimitsDep, notifications: NotificationsDep
) -> None:
    """Set a new password with the code that was sent. All earlier sessions end."""
    with limits.attempt("codes", body.email):
        proof.reset(body.email, body.code, body.password)
    notifications.notify_username("password_reset", body.email)
