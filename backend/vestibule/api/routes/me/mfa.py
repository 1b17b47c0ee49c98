"""The signed-in user's second factors: which there are, how to set up an authenticator app, and how to turn one off."""

from contextlib import suppress
from typing import Annotated

from fastapi import BackgroundTasks, Depends, Request
from pydantic import Field

from vestibule.api.deps import AccountOwner, FreshProof, LimitsDep, PoolDescriptionDep, StepUpDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.step_up import session_of
from vestibule.api.services import ServicesDep, services_of
from vestibule.cognito.admin.mfa import RECOVERY_CODES
from vestibule.cognito.authenticator_app import AuthenticatorApp
from vestibule.cognito.fields import DeviceName, RequestBody, TotpCode
from vestibule.cognito.models import MfaMethod, Model, PoolDescription
from vestibule.cognito.user.gateway import UserGateway
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    CodeMismatch,
    FactorRequired,
    FactorUnavailable,
    FeatureUnavailable,
    InvalidRequest,
    Misconfigured,
    StoreUnavailable,
)
from vestibule.mail import MailName
from vestibule.records.step_up import PROOF_SECONDS

router = TopicRouter(prefix="/me/mfa", tags=["mfa"], route_class=StrictRoute)


class MfaMethodStatus(Model):
    """Whether the user can turn this method on, and whether it is on."""

    available: bool
    enabled: bool


class MfaMethods(Model):
    """Every method."""

    totp: MfaMethodStatus
    sms: MfaMethodStatus
    email_otp: MfaMethodStatus


class RecoveryCodesStatus(Model):
    """Whether recovery codes can be made here, and how many are left."""

    available: bool
    remaining: int


class MfaStatus(Model):
    """The second factors. `preferred` is asked for first; without it the user chooses among several at each sign-in."""

    required: bool
    preferred: MfaMethod | None
    methods: MfaMethods
    recovery_codes: RecoveryCodesStatus


class UpdateMfaRequest(RequestBody):
    """The methods to turn on or off, and the one to ask for first. What is left out stays as it is."""

    preferred: MfaMethod | None = None
    enabled: dict[MfaMethod, bool] = {}


class VerifyTotpRequest(RequestBody):
    """The code that the app shows, and a name for the app."""

    code: TotpCode = Field(repr=False)
    device_name: DeviceName | None = None


class Mfa:
    """The second factors of the user who sends the request."""

    errors = (FactorUnavailable, FactorRequired, StoreUnavailable)

    def __init__(
        self,
        cognito: UserGatewayDep,
        pool: PoolDescriptionDep,
        owner: AccountOwner,
        request: Request,
        background: BackgroundTasks,
    ) -> None:
        self._services = services_of(request)
        self._notifications = Notifications(request, background)
        self._username = owner.username or owner.sub
        self.cognito: UserGateway = cognito
        self.pool: PoolDescription = pool
        self.state: MfaState = cognito.mfa.read()

    def read_again(self) -> None:
        """Read the factors after a change, and notify the user of what was turned on or off."""
        before, self.state = self.state, self.cognito.mfa.read()
        for method in sorted(before.enabled ^ self.state.enabled):
            self.notify(method, on=method in self.state.enabled)

    def notify(self, method: MfaMethod, *, on: bool) -> None:
        """Notify the user that a method was turned on or off."""
        name: MailName = "factor_turned_on" if on else "factor_turned_off"
        self._notifications.notify_owner(name, self.cognito, method=method)

    def status(self) -> MfaStatus:
        """The factors as they are now."""
        return MfaStatus(
            required=self.pool.mfa == "required",
            preferred=self.state.preferred,
            methods=MfaMethods(totp=self.method("totp"), sms=self.method("sms"), email_otp=self.method("email_otp")),
            recovery_codes=self._recovery_codes(),
        )

    def _recovery_codes(self) -> RecoveryCodesStatus:
        if RECOVERY_CODES in {attribute.name for attribute in self.pool.attributes}:
            with suppress(FeatureUnavailable):
                return RecoveryCodesStatus(
                    available=True, remaining=self._services.recovery_codes.remaining(self._username)
                )
        return RecoveryCodesStatus(available=False, remaining=0)

    def change(self, wanted: dict[MfaMethod, bool], preferred: MfaMethod | None) -> None:
        """Turn methods on and off. FactorUnavailable or FactorRequired if that cannot be."""
        for method, on in wanted.items():
            if on and method not in self.state.enabled:
                self._check_can_enable(method)
        enabled = self.state.enabled - wanted.keys() | {method for method, on in wanted.items() if on}
        if preferred is not None and preferred not in enabled:
            raise InvalidRequest(field="preferred")
        if self.pool.mfa == "required" and not enabled:
            raise FactorRequired
        first = preferred or (self.state.preferred if self.state.preferred in enabled else None)
        changed = {method: method in enabled for method in self.state.enabled | enabled}
        if changed and (enabled, first) != (self.state.enabled, self.state.preferred):
            if enabled - self.state.enabled:
                self.end_trust()
            self.cognito.mfa.change(changed, first)

    def end_trust(self) -> None:
        """No browser replaces a factor that was set up after it was trusted: somebody else may have trusted theirs."""
        self._services.records.trust_endings.end(self._username)

    def method(self, method: MfaMethod) -> MfaMethodStatus:
        """Whether a method can be turned on, and whether it is on."""
        offered = method in self.pool.mfa_methods and self.state.has_password
        can_be_set_up = method == "totp" or method in self.state.reachable
        return MfaMethodStatus(available=offered and can_be_set_up, enabled=method in self.state.enabled)

    def _check_can_enable(self, method: MfaMethod) -> None:
        """Without a password, a second factor would leave the user without a way to sign in."""
        if method not in self.state.reachable or not self.method(method).available:
            raise FactorUnavailable(field=f"enabled.{method}")


MfaDep = Annotated[Mfa, Depends()]  # in a thread: it reads from Cognito


@router.get("")
def read_mfa(mfa: MfaDep) -> MfaStatus:
    """The second factors that are on, and those that can be turned on."""
    return mfa.status()


@router.put("", dependencies=[Audited])
def update_mfa(body: UpdateMfaRequest, mfa: MfaDep, step_up: StepUpDep) -> MfaStatus:
    """Turn second factors on or off, and choose which one is asked for first. Turning one off needs a step-up."""
    if any(not on and method in mfa.state.enabled for method, on in body.enabled.items()):
        step_up.require()
    mfa.change(body.enabled, body.preferred)
    mfa.read_again()
    return mfa.status()


@router.post("/totp", dependencies=[Audited])
def begin_totp(mfa: MfaDep, step_up: StepUpDep) -> AuthenticatorApp:
    """Begin to set up an authenticator app: returns its secret. It counts once a code is verified.

    Replacing an app needs a step-up, because the earlier one stops working.
    """
    if "totp" in mfa.state.enabled:
        step_up.require()
    if not mfa.method("totp").available:
        raise FactorUnavailable
    return mfa.cognito.mfa.begin_totp(mfa.state.account)


@router.post("/totp/verify", status_code=204, dependencies=[Audited], responses=problems(CodeMismatch))
def verify_totp(
    body: VerifyTotpRequest,
    owner: AccountOwner,
    mfa: MfaDep,
    limits: LimitsDep,
    step_up: StepUpDep,
    services: ServicesDep,
) -> None:
    """Register the app that shows this code, and ask for its codes from the next sign-in on.

    For a step-up in this session, its codes count only if the session began, or had a step-up, at most five minutes
    before.
    """
    proofs, session = services.records.step_up_proofs, session_of(owner)
    has_just_begun = services.clock() - (owner.auth_time or 0) <= PROOF_SECONDS
    proven = has_just_begun or step_up.is_given()
    if not proven:  # before Cognito accepts the app, which a parallel request could use
        proofs.app_was_set_up(owner.sub, session, proven=False)
    with limits.attempt("codes", owner.sub):
        mfa.cognito.mfa.verify_totp(body.code, body.device_name)
    if proven:
        proofs.app_was_set_up(owner.sub, session, proven=True)
    mfa.end_trust()
    enabled: dict[MfaMethod, bool] = {**dict.fromkeys(mfa.state.enabled, True), "totp": True}
    mfa.cognito.mfa.change(enabled, mfa.state.preferred or "totp")
    mfa.notify("totp", on=True)


@router.delete("/totp", status_code=204, dependencies=[Audited, FreshProof])
def delete_totp(owner: AccountOwner, mfa: MfaDep, services: ServicesDep) -> None:
    """Turn off the authenticator app, and forget its secret if the API has AWS credentials."""
    if mfa.pool.mfa == "required" and mfa.state.enabled <= {"totp"}:
        raise FactorRequired
    if mfa.pool.mfa != "required":  # there Cognito refuses to turn off a factor; the role may delete it
        mfa.change({"totp": False}, None)
        with suppress(Misconfigured):
            services.cognito.admin.mfa.delete_totp(owner.username or owner.sub)
    else:
        services.cognito.admin.mfa.delete_totp(owner.username or owner.sub)
    if "totp" in mfa.state.enabled:
        mfa.notify("totp", on=False)
