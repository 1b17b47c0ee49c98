"""UserTopic: the base class of the topics that the user's own access token authorizes."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.errors import NOT_AUTHORIZED, Phrases, cognito_errors

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

# If the user was deleted, disabled or reset, Cognito says so; to our client it only matters that the token has ended.
_TOKEN_ENDED = NOT_AUTHORIZED | {
    "User is disabled": errors.TokenRevoked,
    "Incorrect username or password": errors.WrongPassword,
}


@dataclass(frozen=True)
class UserTopic:
    """Cognito operations of one topic, for the user whose access token this is.

    The token needs the scope `aws.cognito.signin.user.admin`.
    """

    client: "CognitoIdentityProviderClient"
    access_token: SecretStr

    def token(self) -> dict[str, Any]:
        """The parameter that authorizes every call."""
        return {"AccessToken": self.access_token.get_secret_value()}


def user_errors(**overrides: type[errors.AppError] | Phrases) -> AbstractContextManager[None]:
    """Translate Cognito's errors for a call with an access token."""
    return cognito_errors(
        **overrides,
        NotAuthorizedException=_TOKEN_ENDED,
        UserNotFoundException=errors.TokenRevoked,
        UserNotConfirmedException=errors.TokenRevoked,
        PasswordResetRequiredException=errors.TokenRevoked,
    )
