"""Prove again who you are, before a sensitive change."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from vestibule.api.deps import AccountOwner, AppGatewayDep, LimitsDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.step_up import methods_of, session_of
from vestibule.api.services import ServicesDep
from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.fields import Code, PasswordStr, RequestBody, TotpCode
from vestibule.cognito.models import CodeDelivery, Model
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import (
    CodeExpired,
    CodeMismatch,
    FactorUnavailable,
    StoreUnavailable,
    TokenInvalid,
    WrongPassword,
)

router = APIRouter()
options = APIRouter(prefix="/auth/step-up", tags=["session"], route_class=StrictRoute)
proofs = APIRouter(prefix="/auth/step-up", tags=["session"], route_class=UnionRoute)


class PasswordProof(RequestBody):
    """The password."""

    method: Literal["password"]
    password: PasswordStr


class TotpProof(RequestBody):
    """The code that the authenticator app shows."""

    method: Literal["totp"]
    code: TotpCode


class EmailOtpProof(RequestBody):
    """The code that `/auth/step-up/options` sent to the user's e-mail address."""

    method: Literal["email_otp"]
    code: Code


Proof = PasswordProof | TotpProof | EmailOtpProof


class StepUpOptionsRequest(RequestBody):
    """The method to start."""

    method: Literal["email_otp"]


class StepUpOptions(Model):
    """Where the code was sent."""

    method: Literal["email_otp"] = "email_otp"
    delivery: CodeDelivery


class StepUpResult(Model):
    """For how many seconds sensitive changes are open to this session."""

    expires_in: int


@options.post("/options", dependencies=[Audited], responses=problems(FactorUnavailable))
def start_step_up(
    body: StepUpOptionsRequest, owner: AccountOwner, cognito: UserGatewayDep, limits: LimitsDep
) -> StepUpOptions:
    """Start a method that needs it: send a code to the user's verified e-mail address."""
    _check_available(body.method, cognito)
    limits.admit("resend", owner.sub)
    return StepUpOptions(delivery=cognito.attributes.send_code("email"))


@proofs.post(
    "",
    dependencies=[Audited],
    responses=problems(WrongPassword, CodeMismatch, CodeExpired, FactorUnavailable, StoreUnavailable),
)
def step_up(
    body: Annotated[Proof, Field(discriminator="method")],
    owner: AccountOwner,
    user: UserGatewayDep,
    app: AppGatewayDep,
    services: ServicesDep,
    limits: LimitsDep,
) -> StepUpResult:
    """Prove who you are. The proof counts for this session alone, for five minutes."""
    session = session_of(owner)
    if not session:  # the app client issues tokens that name no session
        raise TokenInvalid
    _check_available(body.method, user)
    with limits.attempt("password" if isinstance(body, PasswordProof) else "codes", owner.sub):
        _check(body, owner.username or owner.sub, user, app)
        if isinstance(body, TotpProof) and not services.step_up_proofs.use_code(owner.sub, body.code):
            raise CodeExpired(field="code")
    return StepUpResult(expires_in=services.step_up_proofs.add(owner.sub, session, body.method))


def _check_available(method: str, user: UserGateway) -> None:
    if method not in methods_of(user.mfa.read()):
        raise FactorUnavailable(field="method")


def _check(proof: Proof, username: str, user: UserGateway, app: AppGateway) -> None:
    if isinstance(proof, PasswordProof):
        app.step_up.check_password(username, proof.password)
    elif isinstance(proof, TotpProof):
        user.mfa.verify_totp(proof.code, None)
    else:
        user.attributes.verify("email", proof.code)


for routes in (options, proofs):
    router.include_router(routes)
