"""The outcome of a sign-in: tokens, or a challenge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vestibule.cognito.id_token import user_of
from vestibule.cognito.models import SignedIn, Tokens

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef

# Names of challenges that are not in Cognito's list: exceptions that it raises in place of a challenge, and our own.
USER_NOT_CONFIRMED = "UserNotConfirmedException"
PASSWORD_RESET_REQUIRED = "PasswordResetRequiredException"  # noqa: S105  an exception's name
ASK_PASSWORD = "password"  # noqa: S105  a challenge's name
MAILED_CODE = "mailed_code"  # Cognito's EMAIL_OTP in place of the password, not after it
SIMULATED_CODE = "simulated_code"  # the same for a user who cannot sign in with one; none is sent


# A member of Cognito's responses that we keep with the ChallengeParameters: the first factors to choose from.
AVAILABLE_CHALLENGES = "AvailableChallenges"


@dataclass(frozen=True)
class PendingChallenge:
    """A challenge that the user has to answer before they are signed in.

    `name` is Cognito's ChallengeName or one of the names above. `session` is Cognito's, or empty.
    """

    name: str
    username: str
    session: str = field(default="", repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)


AuthOutcome = SignedIn | PendingChallenge


def tokens_of(result: "AuthenticationResultTypeTypeDef") -> Tokens:
    """Tokens from an AuthenticationResult; LookupError, TypeError or ValueError if it is unusable."""
    return Tokens.model_validate(_token_fields(result))


def outcome_of(response: Mapping[str, Any], username: str) -> AuthOutcome:
    """The outcome of InitiateAuth or RespondToAuthChallenge; LookupError, TypeError or ValueError if it is unusable.

    Cognito names the user by USER_ID_FOR_SRP or USERNAME, which the next answer's secret hash is computed with.
    """
    if name := response.get("ChallengeName"):
        parameters, session = response.get("ChallengeParameters", {}), response["Session"]
        parameters = {AVAILABLE_CHALLENGES: json.dumps(response.get(AVAILABLE_CHALLENGES, [])), **parameters}
        username = parameters.get("USER_ID_FOR_SRP", parameters.get("USERNAME", username))
        "".join((name, username, session))  # TypeError where Cognito sent something other than text
        return PendingChallenge(name, username, session, parameters)
    return signed_in_of(response["AuthenticationResult"])


def signed_in_of(result: "AuthenticationResultTypeTypeDef") -> SignedIn:
    """A session from an AuthenticationResult; LookupError, TypeError or ValueError if it is unusable."""
    fields = _token_fields(result)
    return SignedIn.model_validate({**fields, "user": user_of(fields["id_token"])})


def _token_fields(result: "AuthenticationResultTypeTypeDef") -> dict[str, Any]:
    return {
        "access_token": _printable(result["AccessToken"]),
        "id_token": _printable(result["IdToken"]),
        "expires_in": result["ExpiresIn"],
        "refresh_token": _printable(result["RefreshToken"]) if "RefreshToken" in result else None,
    }


def _printable(token: str) -> str:
    """The token, if it fits in a header or a cookie; TypeError or ValueError otherwise."""
    if not token.isascii() or not token.isprintable():
        raise ValueError("not a token")
    return token
