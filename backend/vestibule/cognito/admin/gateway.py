"""AdminGateway: everything that the backend may do with its IAM role, by topic."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vestibule.cognito.admin.identities import Identities
from vestibule.cognito.admin.mfa import Mfa
from vestibule.cognito.admin.pool import Pool
from vestibule.cognito.admin.recovery import Recovery
from vestibule.cognito.admin.role import RoleClient
from vestibule.cognito.admin.users import Users

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class AdminGateway:
    """Cognito as the backend's IAM role uses it. Everything here needs AWS credentials."""

    role: "RoleClient[CognitoIdentityProviderClient]"
    pool_id: str
    client_id: str

    @cached_property
    def users(self) -> Users:
        """Manage users."""
        return Users(self.role, self.pool_id)

    @cached_property
    def recovery(self) -> Recovery:
        """Recover accounts."""
        return Recovery(self.role, self.pool_id)

    @cached_property
    def identities(self) -> Identities:
        """Link identities at providers."""
        return Identities(self.role, self.pool_id)

    @cached_property
    def mfa(self) -> Mfa:
        """Remove lost factors."""
        return Mfa(self.role, self.pool_id)

    @cached_property
    def pool(self) -> Pool:
        """Describe the pool."""
        return Pool(self.role, self.pool_id, self.client_id)
