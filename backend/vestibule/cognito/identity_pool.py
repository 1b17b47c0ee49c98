"""IdentityPool: temporary AWS credentials for users and guests.

The enhanced flow: GetId, then GetCredentialsForIdentity. Neither call is signed.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr

from vestibule import errors
from vestibule.cognito.errors import Phrases, cognito_errors
from vestibule.cognito.models import Model

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

# Only what the user can change is their error; a pool that does not know our app client is the operator's.
NOT_AUTHORIZED: Phrases = {
    "Unauthenticated access is not supported": errors.FeatureUnavailable,
    "role mapping rules": errors.NotAllowed,
    "is forbidden": errors.NotAllowed,
    "Issuer doesn't match": errors.Misconfigured,
    "Invalid login token": errors.IdTokenInvalid,
    "": errors.Misconfigured,
}


class AwsCredentials(Model):
    """Temporary credentials of an identity. Its id is the user's prefix in S3, if the role's policy has one."""

    identity_id: str = Field(min_length=1)
    access_key_id: str = Field(min_length=1, repr=False)
    secret_access_key: str = Field(min_length=1, repr=False)
    session_token: str = Field(min_length=1, repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class IdentityPool:
    """Calls to one identity pool. `provider` is the user pool's name as a sign-in provider."""

    client: "CognitoIdentityClient"
    pool_id: str
    provider: str

    def identity_of(self, id_token: SecretStr) -> str:
        """The identity of a user (GetId). It never changes."""
        with identity_pool_errors():
            return self.client.get_id(IdentityPoolId=self.pool_id, **self._logins(id_token))["IdentityId"]

    def credentials(self, identity_id: str, id_token: SecretStr) -> AwsCredentials:
        """New credentials of a user (GetCredentialsForIdentity)."""
        return self._credentials(identity_id, self._logins(id_token))

    def guest_credentials(self, identity_id: str | None) -> AwsCredentials:
        """New credentials of a guest. Without an identity, a new one is made.

        NotAllowed for the identity of a user and for one that does not exist, without revealing which.
        """
        if identity_id is not None:
            return self._credentials(identity_id, {}, ResourceNotFoundException=errors.NotAllowed)
        with identity_pool_errors():
            identity_id = self.client.get_id(IdentityPoolId=self.pool_id)["IdentityId"]
        return self._credentials(identity_id, {})

    def _credentials(
        self, identity_id: str, logins: dict[str, Any], **overrides: type[errors.AppError]
    ) -> AwsCredentials:
        with identity_pool_errors(**overrides):
            answer = self.client.get_credentials_for_identity(IdentityId=identity_id, **logins)
            credentials = answer["Credentials"]
            return AwsCredentials(
                identity_id=answer["IdentityId"],
                access_key_id=credentials["AccessKeyId"],
                secret_access_key=credentials["SecretKey"],
                session_token=credentials["SessionToken"],
                expires_at=credentials["Expiration"],
            )

    def _logins(self, id_token: SecretStr) -> dict[str, Any]:
        return {"Logins": {self.provider: id_token.get_secret_value()}}


ERRORS: dict[str, type[errors.AppError] | Phrases] = {
    "NotAuthorizedException": NOT_AUTHORIZED,
    "InvalidParameterException": errors.Misconfigured,
    "ValidationException": errors.Misconfigured,
    "InvalidIdentityPoolConfigurationException": errors.Misconfigured,
    "ResourceConflictException": errors.Misconfigured,
    "ExternalServiceException": errors.CognitoUnavailable,
    "LimitExceededException": errors.TooManyRequests,
}


def identity_pool_errors(**overrides: type[errors.AppError]) -> AbstractContextManager[None]:
    """Translate the errors of an identity pool, whose names mean something else than those of a user pool."""
    return cognito_errors(**ERRORS | overrides)
