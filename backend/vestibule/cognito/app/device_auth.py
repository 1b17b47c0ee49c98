"""DeviceAuth: a trusted browser proves itself in place of the second factor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from vestibule import errors
from vestibule.cognito import srp
from vestibule.cognito.app.outcome import AuthOutcome, outcome_of
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.devices import TrustedDevice
from vestibule.cognito.errors import NOT_AUTHORIZED, cognito_errors

DEVICE_SRP_AUTH = "DEVICE_SRP_AUTH"
DEVICE_PASSWORD_VERIFIER = "DEVICE_PASSWORD_VERIFIER"  # noqa: S105  a challenge's name


class DeviceRefused(errors.NotAllowed):
    """Cognito does not know the device, or its proof was wrong: the second factor is needed."""


@dataclass(frozen=True)
class DeviceAuth(AppTopic):
    """Answers the challenges of a device. `clock` gives seconds since 1970."""

    clock: Callable[[], float]

    def prove(self, device: TrustedDevice, username: str, session: str) -> AuthOutcome:
        """Prove the device's password (RespondToAuthChallenge, twice); DeviceRefused if Cognito refuses it."""
        exchange = srp.Exchange()
        start = {"SRP_A": exchange.public, "DEVICE_KEY": device.key}
        response = self._respond(DEVICE_SRP_AUTH, username, session, start)
        with cognito_errors():
            parameters = response["ChallengeParameters"]
            answer = _proof(exchange, device, parameters, srp.timestamp_of(self.clock()))
            next_session = response.get("Session", "")
        finished = self._respond(DEVICE_PASSWORD_VERIFIER, username, next_session, answer)
        with cognito_errors():
            return outcome_of(finished, username)

    def _respond(self, name: str, username: str, session: str, answer: Mapping[str, str]) -> dict[str, Any]:
        opened: dict[str, Any] = {"Session": session} if session else {}
        refused = dict.fromkeys(("Incorrect username or password", "Invalid session", ""), DeviceRefused)
        with cognito_errors(
            ResourceNotFoundException=DeviceRefused,
            InvalidParameterException=DeviceRefused,
            NotAuthorizedException={**NOT_AUTHORIZED, **refused},
        ):
            response = self.client.respond_to_auth_challenge(
                ClientId=self.app.client_id,
                ChallengeName=cast("Any", name),
                ChallengeResponses={**self.app.for_auth(username), **answer},
                **opened,
                **self.app.context(),
            )
            return cast("dict[str, Any]", response)


def _proof(
    exchange: srp.Exchange, device: TrustedDevice, parameters: Mapping[str, str], timestamp: str
) -> dict[str, str]:
    realm, name, password = device.group_key, device.key, device.password.get_secret_value()
    key = exchange.key(realm, name, password, salt=parameters["SALT"], server_public=parameters["SRP_B"])
    block = parameters["SECRET_BLOCK"]
    return {
        "PASSWORD_CLAIM_SIGNATURE": srp.sign(key, realm, name, block, timestamp),
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "TIMESTAMP": timestamp,
        "DEVICE_KEY": name,
    }
