"""Prove again who you are, before a sensitive change."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from vestibule.api.deps import AccountOwner, AppGatewayDep, LimitsDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.step_up import StepUpMethod, methods_of, session_of
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import Code, OpaqueToken, PasswordStr, RequestBody, TotpCode
from vestibule.cognito.models import CodeDelivery, Model
from vestibule.cognito.user.gateway import UserGateway
from vestibule.errors import (
    CodeExpired,
    CodeMismatch,
    FactorUnavailable,
    PasskeyRejected,
    SessionInvalid,
    StoreUnavailable,
    TokenInvalid,
    WrongPassword,
)

PASSKEY_SECONDS = 180

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


class PasskeyProof(RequestBody):
    """The browser's answer (`AuthenticationResponseJSON`) to what `/auth/step-up/options` returned."""

    method: Literal["passkey"]
    session: OpaqueToken
    credential: dict[str, Any]


Proof = PasswordProof | TotpProof | PasskeyProof | EmailOtpProof


class StepUpOptionsRequest(RequestBody):
    """The method to start."""

    method: Literal["email_otp", "passkey"]


class EmailOtpOptions(Model):
    """Where the code was sent."""

    method: Literal["email_otp"] = "email_otp"
    delivery: CodeDelivery


class PasskeyOptions(Model):
    """`options` are those of `navigator.credentials.get`; `session` belongs to the answer, for `expires_in` seconds."""

    method: Literal["passkey"] = "passkey"
    session: str = Field(repr=False)
    expires_in: int
    options: dict[str, Any]


StepUpOptions = Annotated[EmailOtpOptions | PasskeyOptions, Field(discriminator="method")]


class StepUpResult(Model):
    """For how many seconds sensitive changes are open to this session."""

    expires_in: int


class ProofCheck:
    """Checks proofs of the user who sends the request."""

    def __init__(self, owner: AccountOwner, user: UserGatewayDep, app: AppGatewayDep, services: ServicesDep) -> None:
        self.user: UserGateway = user
        self._owner = owner
        self._username = owner.username or owner.sub
        self._app = app.step_up
        self._proofs = services.step_up_proofs
        self._cipher = services.step_up_cipher

    def available(self, method: StepUpMethod) -> None:
        """FactorUnavailable if the user cannot use the method."""
        if method not in methods_of(self._owner, self.user.mfa.read(), self._proofs):
            raise FactorUnavailable(field="method")

    def begin_passkey(self) -> PasskeyOptions:
        """Ask for a passkey. The answer counts for this user and this session."""
        pending = self._app.begin_passkey(self._username)
        state = {"cognito": pending.session, "username": pending.username, **self._bound_to()}
        return PasskeyOptions(
            session=self._cipher.encrypt(state, lifetime=PASSKEY_SECONDS),
            expires_in=PASSKEY_SECONDS,
            options=json.loads(pending.parameters["CREDENTIAL_REQUEST_OPTIONS"]),
        )

    def check(self, proof: Proof) -> None:
        """Raise the method's error unless the proof is right."""
        if isinstance(proof, PasswordProof):
            self._app.check_password(self._username, proof.password)
        elif isinstance(proof, TotpProof):
            self.user.mfa.verify_totp(proof.code, None)
        elif isinstance(proof, PasskeyProof):
            state = self._cipher.decrypt(proof.session.get_secret_value())
            if not self._bound_to().items() <= state.items():
                raise SessionInvalid(field="session")
            self._app.check_passkey(self._owner.sub, state["username"], state["cognito"], proof.credential)
        else:
            self.user.attributes.verify("email", proof.code)

    def _bound_to(self) -> dict[str, str]:
        return {"sub": self._owner.sub, "session": session_of(self._owner)}


@options.post("/options", dependencies=[Audited], responses=problems(FactorUnavailable))
def start_step_up(
    body: StepUpOptionsRequest, owner: AccountOwner, check: Annotated[ProofCheck, Depends()], limits: LimitsDep
) -> StepUpOptions:
    """Start a method that needs it: send a code to the user's verified e-mail address, or ask for a passkey."""
    check.available(body.method)
    if body.method == "passkey":
        return check.begin_passkey()
    limits.admit("resend", owner.sub)
    return EmailOtpOptions(delivery=check.user.attributes.send_code("email"))


@proofs.post(
    "",
    dependencies=[Audited],
    responses=problems(
        WrongPassword, CodeMismatch, CodeExpired, PasskeyRejected, SessionInvalid, FactorUnavailable, StoreUnavailable
    ),
)
def step_up(
    body: Annotated[Proof, Field(discriminator="method")],
    owner: AccountOwner,
    check: Annotated[ProofCheck, Depends()],
    services: ServicesDep,
    limits: LimitsDep,
) -> StepUpResult:
    """Prove who you are. The proof counts for this session alone, for five minutes."""
    session = session_of(owner)
    if not session:  # the app client issues tokens that name no session
        raise TokenInvalid
    check.available(body.method)
    with limits.attempt("password" if isinstance(body, PasswordProof) else "codes", owner.sub):
        check.check(body)
        if isinstance(body, TotpProof) and not services.step_up_proofs.use_code(owner.sub, body.code):
            raise CodeExpired(field="code")
    return StepUpResult(expires_in=services.step_up_proofs.add(owner.sub, session, body.method))


for routes in (options, proofs):
    router.include_router(routes)
