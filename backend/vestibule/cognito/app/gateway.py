"""AppGateway: the operations that the app client authorizes, by topic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from vestibule.cognito.app.app_client import AppClient
from vestibule.cognito.app.codes import Codes
from vestibule.cognito.app.device_auth import DeviceAuth
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.app.mfa import SetUpMfa
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.app.password import Password
from vestibule.cognito.app.refresh import Refresh
from vestibule.cognito.app.sign_in import SignIn
from vestibule.cognito.app.sign_up import SignUp
from vestibule.cognito.app.step_up import StepUp
from vestibule.cognito.devices import NO_TRUSTED_BROWSERS, TrustedBrowsers
from vestibule.cognito.models import FirstFactor
from vestibule.records import Ownership

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class AppGateway:
    """Cognito's operations for our app client. None needs AWS credentials.

    `first_factors` are those of the pool, whichever of them a user has.
    """

    client: "CognitoIdentityProviderClient"
    app: AppClient
    lockouts: Lockouts
    resend_wait_seconds: int
    ownership: Ownership
    issuer: str
    first_factors: Callable[[], Sequence[FirstFactor]]
    clock: Callable[[], float]
    browsers: TrustedBrowsers = NO_TRUSTED_BROWSERS

    def for_client(self, client_ip: str, browsers: TrustedBrowsers) -> Self:
        """The same gateway for requests of a user at `client_ip`, whose browser is perhaps trusted."""
        return replace(self, app=replace(self.app, client_ip=client_ip), browsers=browsers)

    @property
    def begins_with_triggers(self) -> bool:
        """Whether the pool's triggers begin a sign-in without a password: there is no choice, and no flow for one."""
        return set(self.first_factors()) == {"password", "custom"}

    def begin_sign_in(self, username: str) -> AuthOutcome:
        """Begin a sign-in without a password: the user chooses a factor, or answers the pool's triggers."""
        if self.begins_with_triggers:
            return self.sign_in.begin_custom(username)
        return self.sign_in.begin(username)

    @cached_property
    def codes(self) -> Codes:
        """Send codes."""
        return Codes(self.client, self.app, self.resend_wait_seconds)

    @cached_property
    def sign_up(self) -> SignUp:
        """Create and confirm accounts."""
        return SignUp(self.client, self.app, self.codes, self.ownership)

    @cached_property
    def sign_in(self) -> SignIn:
        """Start sessions."""
        devices = DeviceAuth(self.client, self.app, self.clock)
        return SignIn(self.client, self.app, self.lockouts, devices, self.browsers)

    @cached_property
    def step_up(self) -> StepUp:
        """Check proofs of identity."""
        return StepUp(self.sign_in.without_trust(), self.refresh)

    @cached_property
    def mfa(self) -> SetUpMfa:
        """Set up a second factor during a sign-in."""
        return SetUpMfa(self.client, self.app, self.issuer)

    @cached_property
    def password(self) -> Password:
        """Reset passwords."""
        return Password(self.client, self.app, self.codes, self.ownership)

    @cached_property
    def refresh(self) -> Refresh:
        """Continue and end sessions."""
        return Refresh(self.client, self.app)
