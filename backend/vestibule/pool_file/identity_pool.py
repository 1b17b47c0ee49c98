"""The identity pool: AWS credentials for users."""

from typing import Literal

from pydantic import Field, model_validator

from vestibule.pool_file.table import Arn, Table


class IdentityPool(Table):
    """The identity pool that gives users AWS credentials."""

    name: str = Field(min_length=1, max_length=128, pattern=r"^[\w\s+=,.@-]+$")
    authenticated_role_arn: Arn
    guest_role_arn: Arn | None = None
    """The role of guests. Without it there are no credentials for guests."""
    server_side_token_check: bool = True
    """Whether Cognito refuses tokens that were revoked."""
    role_from_token: bool = False
    """Whether members of a group with a role get that role instead."""
    without_group: Literal["AuthenticatedRole", "Deny"] = "AuthenticatedRole"
    """What users get whose token names no role, if role_from_token is on."""

    @model_validator(mode="after")
    def _fallback(self) -> "IdentityPool":
        if self.without_group == "Deny" and not self.role_from_token:
            raise ValueError("without_group needs role_from_token = true")
        return self
