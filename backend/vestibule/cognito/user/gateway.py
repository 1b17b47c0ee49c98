"""UserGateway: everything that a user may do with their own access token, by topic."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import SecretStr

from vestibule.cognito.user.attributes import UserAttributes
from vestibule.cognito.user.devices import UserDevices
from vestibule.cognito.user.mfa import UserMfa
from vestibule.cognito.user.passkeys import UserPasskeys
from vestibule.cognito.user.password import UserPassword
from vestibule.cognito.user.profile import UserProfile
from vestibule.cognito.user.sessions import UserSessions

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class UserGateway:
    """Cognito as the user whose access token this is. Calls are not signed: the token authorizes them."""

    client: "CognitoIdentityProviderClient"
    access_token: SecretStr
    issuer: str

    @cached_property
    def profile(self) -> UserProfile:
        """The user's attributes."""
        return UserProfile(self.client, self.access_token)

    @cached_property
    def attributes(self) -> UserAttributes:
        """Verification of the user's addresses."""
        return UserAttributes(self.client, self.access_token)

    @cached_property
    def password(self) -> UserPassword:
        """The user's password."""
        return UserPassword(self.client, self.access_token)

    @cached_property
    def mfa(self) -> UserMfa:
        """The user's second factors."""
        return UserMfa(self.client, self.access_token, self.issuer)

    @cached_property
    def passkeys(self) -> UserPasskeys:
        """The user's passkeys."""
        return UserPasskeys(self.client, self.access_token)

    @cached_property
    def devices(self) -> UserDevices:
        """The user's devices."""
        return UserDevices(self.client, self.access_token)

    @cached_property
    def sessions(self) -> UserSessions:
        """The user's sessions."""
        return UserSessions(self.client, self.access_token)
