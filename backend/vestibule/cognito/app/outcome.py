"""The outcome of a sign-in: tokens, or a challenge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from vestibule.cognito.devices import bind_refresh_token
from vestibule.cognito.id_token import claims_of, user_of
from vestibule.cognito.models import SessionDevice, SignedIn, Tokens

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef

# Names of challenges that are not in Cognito's list: exceptions that it raises in place of a challenge, and our own.
USER_NOT_CONFIRMED = "UserNotConfirmedException"
PASSWORD_RESET_REQUIRED = "PasswordResetRequiredException"  # noqa: S105  an exception's name
ASK_PASSWORD = "password"  # noqa: S105  a challenge's name
MAILED_CODE = "mailed_code"  # Cognito's EMAIL_OTP in place of the password, not after it
# A sign-in without a password that Cognito began with a challenge of its choice, as it may for users who do not exist.
BEGUN_WITH_CODE, BEGUN_OTHERWISE = "begun_with_code", "begun_otherwise"
SENT_CODES = ("SMS_MFA", "EMAIL_OTP", BEGUN_WITH_CODE)
SIMULATED_CODE = "simulated_code"  # the same for a user who cannot sign in with one; none is sent


# A member of Cognito's responses that we keep with the ChallengeParameters: the first factors to choose from.
AVAILABLE_CHALLENGES = "AvailableChallenges"
# A parameter of ours for EMAIL_OTP: the code is the first to the address that the user named in MFA_SETUP.
IS_SET_UP = "IS_SET_UP"


@dataclass(frozen=True)
class PendingChallenge:
    """A challenge that the user has to answer before they are signed in.

    `name` is Cognito's ChallengeName or one of the names above. `session` is Cognito's, or empty.
    """

    name: str
    username: str
    session: str = field(default="", repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_sent_code(self) -> bool:
        """Whether Cognito has sent a code that nobody asked for by name: it follows the password, or a user's name."""
        return self.name in SENT_CODES


AuthOutcome = SignedIn | PendingChallenge


def tokens_of(result: "AuthenticationResultTypeTypeDef", device_key: str | None) -> Tokens:
    """Tokens from an AuthenticationResult; LookupError, TypeError or ValueError if it is unusable.

    `device_key` is that of the session, where the pool tracks devices.
    """
    return Tokens.model_validate(_token_fields(result, device_key))


def outcome_of(response: Mapping[str, Any], username: str) -> AuthOutcome:
    """The outcome of InitiateAuth or RespondToAuthChallenge; LookupError, TypeError or ValueError if it is unusable.

    Cognito names the user by USER_ID_FOR_SRP or USERNAME, which the next answer's secret hash is computed with.
    """
    if name := response.get("ChallengeName"):
        parameters = response.get("ChallengeParameters", {})
        session = response.get("Session", "") if name.startswith("DEVICE_") else response["Session"]
        parameters = {AVAILABLE_CHALLENGES: json.dumps(response.get(AVAILABLE_CHALLENGES, [])), **parameters}
        username = parameters.get("USER_ID_FOR_SRP", parameters.get("USERNAME", username))
        "".join((name, username, session))  # TypeError where Cognito sent something other than text
        return PendingChallenge(name, username, session, parameters)
    return signed_in_of(response["AuthenticationResult"])


def signed_in_of(result: "AuthenticationResultTypeTypeDef") -> SignedIn:
    """A session from an AuthenticationResult; LookupError, TypeError or ValueError if it is unusable."""
    device = _device_of(result)
    fields = _token_fields(result, device.key if device else None)
    return SignedIn.model_validate({**fields, "user": user_of(fields["id_token"]), "device": device})


def _device_of(result: "AuthenticationResultTypeTypeDef") -> SessionDevice | None:
    """The device that the session is bound to, where the pool tracks devices; only a new one has a group key."""
    if new := result.get("NewDeviceMetadata"):
        return SessionDevice(key=new["DeviceKey"], group_key=new["DeviceGroupKey"])
    key = claims_of(result["AccessToken"]).get("device_key")
    return SessionDevice(key=key) if isinstance(key, str) else None


def on_device(outcome: AuthOutcome, device_key: str) -> AuthOutcome:
    """The outcome of a sign-in with the key of a known device: the session is bound to it, if the token says it not."""
    if not isinstance(outcome, SignedIn) or outcome.device is not None:
        return outcome
    token = outcome.refresh_token
    bound = SecretStr(bind_refresh_token(token.get_secret_value(), device_key)) if token else None
    return outcome.model_copy(update={"device": SessionDevice(key=device_key), "refresh_token": bound})


def _token_fields(result: "AuthenticationResultTypeTypeDef", device_key: str | None) -> dict[str, Any]:
    refresh_token = _printable(result["RefreshToken"]) if "RefreshToken" in result else None
    return {
        "access_token": _printable(result["AccessToken"]),
        "id_token": _printable(result["IdToken"]),
        "expires_in": result["ExpiresIn"],
        "refresh_token": bind_refresh_token(refresh_token, device_key) if refresh_token else None,
    }


def _printable(token: str) -> str:
    """The token, if it fits in a header or a cookie; TypeError or ValueError otherwise."""
    if not token.isascii() or not token.isprintable():
        raise ValueError("not a token")
    return token
