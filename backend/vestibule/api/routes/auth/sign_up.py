"""Sign up: create an account and confirm its address."""

from fastapi import BackgroundTasks
from pydantic import Field

from vestibule.api.deps import AppGatewayDep, LimitsDep, PoolDescriptionDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.auth.config import NewUserAttributes
from vestibule.api.security.audited import Audited
from vestibule.api.services import ServicesDep
from vestibule.api.sign_ins.address_proof import AddressProofDep
from vestibule.cognito.attribute_values import normalize_attributes, without_blank
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.fields import (
    AttributeName,
    AttributeValue,
    Code,
    Email,
    NewEmail,
    NewPasswordStr,
    PasswordStr,
    RequestBody,
)
from vestibule.cognito.models import CodeSent, SignUpResult
from vestibule.errors import (
    CodeMismatch,
    InvalidAttribute,
    PasswordTooWeak,
    RejectedByPool,
    SignUpDisabled,
    UnknownAttribute,
    UserExists,
)

router = TopicRouter(prefix="/auth/sign-up", tags=["sign-up"], route_class=StrictRoute, dependencies=[Audited])


class SignUpRequest(RequestBody):
    """The new account. `attributes` are those that `/auth/config` lists."""

    email: NewEmail
    password: NewPasswordStr
    attributes: dict[AttributeName, AttributeValue] = Field(default={}, examples=[{"name": "Ada"}])


class ConfirmSignUpRequest(RequestBody):
    """The code that was sent to the address.

    `password` is the one that the user chose. It matters only if somebody else signed up with the same address: the
    account then gets this password, or, if that is not possible, the first sign-in asks for a new one.
    """

    email: Email
    code: Code = Field(repr=False)
    password: PasswordStr | None = None


class ResendCodeRequest(RequestBody):
    """The address to send a new code to."""

    email: Email


@router.post(
    "",
    status_code=201,
    responses=problems(UnknownAttribute, InvalidAttribute, PasswordTooWeak, RejectedByPool, SignUpDisabled, UserExists),
)
def sign_up(
    body: SignUpRequest,
    cognito: AppGatewayDep,
    services: ServicesDep,
    allowed: NewUserAttributes,
    pool: PoolDescriptionDep,
    limits: LimitsDep,
    background: BackgroundTasks,
) -> SignUpResult:
    """Create an account. The response is the same if the address has one already; its owner then gets an e-mail."""
    refuse_unknown(body.attributes, allowed)
    attributes = without_blank(normalize_attributes(body.attributes, pool))
    phone_number = attributes.get("phone_number")
    limits.admit("sign-up", body.email, recipients=[phone_number] if phone_number else [])
    try:
        return cognito.sign_up.create(body.email, body.password, attributes)
    except UserExists:
        if services.settings.reveal_existing_users:
            raise
    background.add_task(cognito.codes.notify_owner, body.email)  # in the background: its time would reveal the account
    return cognito.sign_up.simulated_result(body.email)


@router.post("/confirm", status_code=204, responses=problems(CodeMismatch))
def confirm_sign_up(body: ConfirmSignUpRequest, proof: AddressProofDep, limits: LimitsDep) -> None:
    """Confirm the address with the code that was sent to it."""
    with limits.attempt("codes", body.email):
        proof.confirm(body.email, body.code, body.password)


@router.post("/resend")
def resend_code(body: ResendCodeRequest, cognito: AppGatewayDep, limits: LimitsDep) -> CodeSent:
    """Send the code again. The response is the same whether or not the address has an account."""
    limits.admit("resend", body.email)
    cognito.sign_up.resend_code(body.email)
    return cognito.codes.sent_to(body.email)
