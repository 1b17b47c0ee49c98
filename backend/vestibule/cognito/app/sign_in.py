"""SignIn: start a session with a password, and answer Cognito's challenges."""

import json
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.device_auth import DEVICE_SRP_AUTH, DeviceAuth, DeviceRefused
from vestibule.cognito.app.lockouts import Lockouts
from vestibule.cognito.app.outcome import (
    BEGUN_OTHERWISE,
    BEGUN_WITH_CODE,
    PASSWORD_RESET_REQUIRED,
    USER_NOT_CONFIRMED,
    AuthOutcome,
    PendingChallenge,
    on_device,
    outcome_of,
)
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.devices import NO_TRUSTED_BROWSERS, TrustedBrowsers, TrustedDevice
from vestibule.cognito.errors import INVALID_PARAMETER, cognito_errors
from vestibule.cognito.passwords import password_forms

WEB_AUTHN = "WEB_AUTHN"
SIMULATED_SESSION_BYTES = 512  # of a form that Cognito reads, and refuses
REFUSALS = (errors.InvalidRequest, errors.NotAuthenticated, errors.Forbidden, errors.TooManyAttempts)


class _NotConfirmed(errors.InvalidCredentials):
    """The password is right, but the address is not confirmed."""

    challenge = USER_NOT_CONFIRMED


class _ResetRequired(errors.InvalidCredentials):
    """An administrator reset the password."""

    challenge = PASSWORD_RESET_REQUIRED


@dataclass(frozen=True)
class SignIn(AppTopic):
    """Start a session with a password, and answer Cognito's challenges."""

    lockouts: Lockouts
    devices: DeviceAuth
    browsers: TrustedBrowsers = NO_TRUSTED_BROWSERS

    def without_trust(self) -> Self:
        """The same, but the second factor is asked for in a trusted browser too."""
        return replace(self, browsers=NO_TRUSTED_BROWSERS)

    def with_password(self, username: str, password: SecretStr, *, max_wait: float = 0) -> AuthOutcome:
        """Start a session (InitiateAuth, USER_PASSWORD_AUTH). A trusted browser replaces the second factor.

        If Cognito locked the user out for at most `max_wait` seconds, wait and try again: an attacker who
        guesses passwords makes Cognito lock out the owner too, who should only have to wait for a moment.
        """
        try:
            return self._attempt(username, password)
        except errors.TooManyAttempts as error:
            wait = error.retry_after or 0
            if not 0 < wait <= max_wait:
                raise
        time.sleep(wait)
        return self._attempt(username, password)

    def begin(self, username: str) -> AuthOutcome:
        """Ask which first factors the user has (InitiateAuth, USER_AUTH); FeatureUnavailable if that is not allowed.

        For unknown users Cognito simulates them. It may also begin with a challenge: the choice then comes after it.
        For users of a provider, whom it refuses, they are simulated here.
        """
        try:
            outcome = self._begin("USER_AUTH", username)
        except errors.InvalidCredentials:
            return PendingChallenge(BEGUN_OTHERWISE, username, session=secrets.token_urlsafe(SIMULATED_SESSION_BYTES))
        if not isinstance(outcome, PendingChallenge) or outcome.name == "SELECT_CHALLENGE":
            return outcome
        return replace(outcome, name=BEGUN_WITH_CODE if outcome.name == "EMAIL_OTP" else BEGUN_OTHERWISE)

    def begin_custom(self, username: str) -> AuthOutcome:
        """Begin with what the pool's triggers ask (InitiateAuth, CUSTOM_AUTH); FeatureUnavailable if it has none."""
        return self._begin("CUSTOM_AUTH", username)

    def respond(self, challenge_name: str, username: str, session: str, responses: Mapping[str, str]) -> AuthOutcome:
        """Answer a challenge of Cognito's (RespondToAuthChallenge); SessionInvalid if its session has ended."""
        with cognito_errors():
            response = self.client.respond_to_auth_challenge(
                ClientId=self.app.client_id,
                ChallengeName=cast("Any", challenge_name),
                Session=session,
                ChallengeResponses={**self.app.for_auth(username), **responses},
                **self.app.context(),
            )
            return outcome_of(cast("dict[str, Any]", response), username)

    def imitate(self, challenge_name: str, username: str, session: str, responses: Mapping[str, str]) -> None:
        """Send an answer that Cognito refuses, so that the response takes as long as for other users."""
        with suppress(*REFUSALS):
            self.respond(challenge_name, username, session, responses)

    def begin_passkey(self, username: str) -> PendingChallenge:
        """Ask for a passkey (InitiateAuth, USER_AUTH); FactorUnavailable if Cognito accepts none of this user now."""
        try:
            outcome = self._begin("USER_AUTH", username, PREFERRED_CHALLENGE=WEB_AUTHN)
        except errors.FeatureUnavailable as error:
            raise errors.FactorUnavailable(field="method") from error
        if not isinstance(outcome, PendingChallenge) or outcome.name != WEB_AUTHN:
            raise errors.FactorUnavailable(field="method")
        return outcome

    def with_passkey(self, username: str, session: str, credential: Mapping[str, Any]) -> AuthOutcome:
        """Answer with a passkey (RespondToAuthChallenge); PasskeyRejected if it is not one of the user's."""
        try:
            return self.respond(WEB_AUTHN, username, session, {"CREDENTIAL": json.dumps(credential)})
        except (errors.NotAllowed, errors.InvalidRequest) as error:
            # InvalidRequest itself is about the credential; its subclasses, such as SessionInvalid, are not.
            if isinstance(error, errors.InvalidRequest) and type(error) is not errors.InvalidRequest:
                raise
            raise errors.PasskeyRejected(field="credential") from error

    def _begin(self, flow: Literal["USER_AUTH", "CUSTOM_AUTH"], username: str, **preference: str) -> AuthOutcome:
        with cognito_errors(
            InvalidParameterException=INVALID_PARAMETER | {"": errors.FeatureUnavailable},
            FeatureUnavailableInTierException=errors.FeatureUnavailable,
        ):
            response = self.client.initiate_auth(
                ClientId=self.app.client_id,
                AuthFlow=flow,
                AuthParameters={**self.app.for_auth(username), **preference},
                **self.app.context(),
            )
            return outcome_of(cast("dict[str, Any]", response), username)

    def _attempt(self, username: str, password: SecretStr) -> AuthOutcome:
        """Try the password once, and count the outcome for Cognito's lockout."""
        try:
            outcome = self._in_each_form(username, password)
        except (_NotConfirmed, _ResetRequired) as error:
            return PendingChallenge(error.challenge, username)
        except (errors.InvalidCredentials, errors.TooManyAttempts) as error:
            self.lockouts.failed(username, error)
            raise
        self.lockouts.succeeded(username)
        return outcome

    def _in_each_form(self, username: str, password: SecretStr) -> AuthOutcome:
        """Try each Unicode form that the password may have been stored in."""
        first, *others = password_forms(password)
        try:
            return self._in_this_browser(username, first)
        except (_NotConfirmed, _ResetRequired):
            raise
        except errors.InvalidCredentials:
            if not others:
                raise
        return self._in_this_browser(username, others[0])

    def _in_this_browser(self, username: str, password: str) -> AuthOutcome:
        """Try it with the device that this browser is, if it is trusted. Forget the trust if Cognito has ended it."""
        device = self.browsers.find(username)
        if device is not None:
            try:
                return self._on_device(device, username, password)
            except DeviceRefused:
                self.browsers.forget(username)
        return self._send_password(username, password)

    def _on_device(self, device: TrustedDevice, username: str, password: str) -> AuthOutcome:
        outcome = self._send_password(username, password, DEVICE_KEY=device.key)
        if isinstance(outcome, PendingChallenge) and outcome.name == DEVICE_SRP_AUTH:
            # Cognito need not name the user in this challenge, and an alias does not do in the answer.
            outcome = self.devices.prove(device, device.username or outcome.username, outcome.session)
        return on_device(outcome, device.key)

    def _send_password(self, username: str, password: str, **device: str) -> AuthOutcome:
        of_device: dict[str, type[errors.AppError]] = {"ResourceNotFoundException": DeviceRefused} if device else {}
        with cognito_errors(
            **of_device,
            UserNotConfirmedException=_NotConfirmed,
            PasswordResetRequiredException=_ResetRequired,
            InvalidParameterException=INVALID_PARAMETER | {"": errors.InvalidCredentials},
        ):
            response = self.client.initiate_auth(
                ClientId=self.app.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={**self.app.for_auth(username), "PASSWORD": password, **device},
                **self.app.context(),
            )
            return outcome_of(cast("dict[str, Any]", response), username)
