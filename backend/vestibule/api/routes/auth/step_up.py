"""Prove again who you are, before a sensitive change."""

import json
from typing import Annotated, Any, Literal

from fastapi import BackgroundTasks, Request, Response
from pydantic import Field

from vestibule.api.deps import AccountOwner, LimitsDep, UserGatewayDep, app_gateway_of
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.redirects import RedirectsDep
from vestibule.api.security.step_up import StepUpMethod, methods_of, session_of
from vestibule.api.services import ServicesDep, services_of
from vestibule.cognito.fields import Code, NextPath, OpaqueToken, PasswordStr, RequestBody, TotpCode
from vestibule.cognito.fields.redirect import HOME
from vestibule.cognito.models import CodeDelivery, Model
from vestibule.cognito.user.gateway import UserGateway
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    CodeExpired,
    CodeMismatch,
    FactorUnavailable,
    PasskeyRejected,
    SessionInvalid,
    TokenInvalid,
    WrongPassword,
)

PASSKEY_SECONDS = 180

options = TopicRouter(prefix="/auth/step-up", tags=["session"], route_class=StrictRoute)
proofs = TopicRouter(prefix="/auth/step-up", tags=["session"], route_class=UnionRoute)


class PasswordProof(RequestBody):
    """The password."""

    method: Literal["password"]
    password: PasswordStr


class TotpProof(RequestBody):
    """The code that the authenticator app shows."""

    method: Literal["totp"]
    code: TotpCode = Field(repr=False)


class EmailOtpProof(RequestBody):
    """The code that `/auth/step-up/options` sent to the user's e-mail address."""

    method: Literal["email_otp"]
    code: Code = Field(repr=False)


class PasskeyProof(RequestBody):
    """The browser's answer (`AuthenticationResponseJSON`) to what `/auth/step-up/options` returned."""

    method: Literal["passkey"]
    session: OpaqueToken
    credential: dict[str, Any]


Proof = PasswordProof | TotpProof | PasskeyProof | EmailOtpProof


class StepUpOptionsRequest(RequestBody):
    """The method to start. `next` is the path to go to after a redirect."""

    method: Literal["email_otp", "passkey", "redirect"]
    next: NextPath | None = None


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


class RedirectOptions(Model):
    """Where to send the browser. The same session finishes it at `/auth/oauth/callback`."""

    method: Literal["redirect"] = "redirect"
    authorize_url: str


StepUpOptions = Annotated[EmailOtpOptions | PasskeyOptions | RedirectOptions, Field(discriminator="method")]


class StepUpResult(Model):
    """For how many seconds sensitive changes are open to this session."""

    expires_in: int


class ProofCheck:
    """Checks proofs of the user who sends the request."""

    def __init__(
        self,
        owner: AccountOwner,
        user: UserGatewayDep,
        request: Request,
        response: Response,
        background: BackgroundTasks,
    ) -> None:
        services = services_of(request)
        self._notifications = Notifications(request, background)
        self.user: UserGateway = user
        self._owner = owner
        self._username = owner.username or owner.sub
        self._app = app_gateway_of(request, response).step_up
        self._proofs = services.records.step_up_proofs
        self._cipher = services.step_up_cipher

    def available(self, method: StepUpMethod) -> MfaState:
        """The user's factors; FactorUnavailable if the user cannot use the method."""
        state = self.user.mfa.read()
        if method not in methods_of(self._owner, state, self._proofs):
            raise FactorUnavailable(field="method")
        return state

    def begin_passkey(self) -> PasskeyOptions:
        """Ask for a passkey. The answer counts for this user and this session."""
        pending = self._app.begin_passkey(self._username)
        state = {"cognito": pending.session, "username": pending.username, **self._bound_to()}
        return PasskeyOptions(
            session=self._cipher.encrypt(state, lifetime=PASSKEY_SECONDS),
            expires_in=PASSKEY_SECONDS,
            options=json.loads(pending.parameters["CREDENTIAL_REQUEST_OPTIONS"]),
        )

    def check(self, proof: Proof) -> bool:
        """Raise the method's error unless the proof is right. Returns whether a message was sent."""
        if isinstance(proof, PasswordProof):
            return self._app.check_password(self._username, proof.password)
        if isinstance(proof, TotpProof):
            self.user.mfa.verify_totp(proof.code, None)
        elif isinstance(proof, PasskeyProof):
            state = self._cipher.decrypt(proof.session.get_secret_value())
            if not self._bound_to().items() <= state.items():
                raise SessionInvalid(field="session")
            self._app.check_passkey(self._owner.sub, state["username"], state["cognito"], proof.credential)
        else:
            self._check_mailed_code(proof.code)
        return False

    def _check_mailed_code(self, code: str) -> None:
        """CodeMismatch also if the code was sent to a new address: it changes the address, and proves nothing.

        `methods_of` does not know of a change that was made past this API, or while the store was unavailable.
        """
        before = self.user.profile.read()
        self.user.attributes.verify("email", code)
        after = self.user.profile.read()
        if after.email != before.email:
            self._notifications.notify_of_address(before, after)
            raise CodeMismatch(field="code")

    def _bound_to(self) -> dict[str, str]:
        return {"sub": self._owner.sub, "session": session_of(self._owner)}


ProofCheckDep = Annotated[ProofCheck, inline_dependency(ProofCheck)]


@options.post("/options", dependencies=[Audited], responses=problems(FactorUnavailable))
def start_step_up(
    body: StepUpOptionsRequest,
    owner: AccountOwner,
    check: ProofCheckDep,
    limits: LimitsDep,
    redirects: RedirectsDep,
    response: Response,
) -> StepUpOptions:
    """Start a method that needs it.

    Send a code to the user's verified e-mail address, ask for a passkey, or have the user sign in again with the
    provider that created the account.
    """
    state = check.available(body.method)
    if body.method == "redirect":
        provider = state.provider or ""
        url = redirects.begin(
            response, provider=provider, next_path=body.next or HOME, purpose="step_up", owner=owner, again=True
        )
        return RedirectOptions(authorize_url=url)
    if body.method == "passkey":
        return check.begin_passkey()
    limits.admit("resend", owner.sub)
    return EmailOtpOptions(delivery=check.user.attributes.send_code("email"))


@proofs.post(
    "",
    dependencies=[Audited],
    responses=problems(WrongPassword, CodeMismatch, CodeExpired, PasskeyRejected, SessionInvalid, FactorUnavailable),
)
def step_up(
    body: Annotated[Proof, Field(discriminator="method")],
    owner: AccountOwner,
    check: ProofCheckDep,
    services: ServicesDep,
    limits: LimitsDep,
) -> StepUpResult:
    """Prove who you are. The proof counts for this session alone, for five minutes."""
    session = session_of(owner)
    if not session:  # the app client issues tokens that name no session
        raise TokenInvalid
    check.available(body.method)
    with limits.attempt("sign-in" if isinstance(body, PasswordProof) else "codes", owner.sub) as attempt:
        if check.check(body):
            attempt.has_sent_message()
        if isinstance(body, TotpProof) and not services.records.step_up_proofs.use_code(owner.sub, body.code):
            raise CodeExpired(field="code")
    return StepUpResult(expires_in=services.records.step_up_proofs.add(owner.sub, session, body.method))
