"""PoolFile: a user pool with everything that belongs to it, as `pool.toml` declares it."""

from typing import Annotated, Literal

from pydantic import Field

from vestibule.pool_file.clients import Client
from vestibule.pool_file.delivery import Email, Messages, Sms
from vestibule.pool_file.factors import Mfa
from vestibule.pool_file.groups import Group
from vestibule.pool_file.identity_pool import IdentityPool
from vestibule.pool_file.managed_login import Branding, Domain, Provider, ResourceServer
from vestibule.pool_file.table import Arn, Table
from vestibule.pool_file.triggers import Triggers
from vestibule.pool_file.users import (
    Attribute,
    CustomAttribute,
    Devices,
    PasswordPolicy,
    Recovery,
    Sessions,
    SignIn,
    StandardAttribute,
)

NAME = r"^[\w\s+=,.@-]+$"
CustomName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,20}$")]
"""Without `custom:`."""
ClientName = Annotated[str, Field(max_length=128, pattern=NAME)]
ProviderName = Annotated[str, Field(pattern=r"^[^_\s][^\s]*$", max_length=32)]
GroupName = Annotated[str, Field(pattern=r"^\S+$", max_length=128)]
ResourceServerName = Annotated[str, Field(max_length=256, pattern=NAME)]


class PoolFile(Table):
    """A user pool with its app clients, managed login, groups and identity pool."""

    name: str = Field(max_length=128, pattern=NAME)
    """The pool's name. `vestibule pool apply` finds a pool that it created by this name."""
    tier: Literal["LITE", "ESSENTIALS", "PLUS"] = "ESSENTIALS"
    """The feature plan, which has a price."""
    tags: dict[str, str] = {}
    """Tags of the pool, for costs and permissions."""
    threat_protection: Literal["OFF", "AUDIT", "ENFORCED"] = "OFF"
    """Needs the plan PLUS."""
    notification_log_group_arn: Arn | None = None
    """The CloudWatch log group that gets mail and SMS that could not be delivered."""
    sign_in: SignIn = SignIn()
    attributes: dict[StandardAttribute, Attribute] = {}
    """Standard attributes that are required, immutable or limited."""
    custom_attributes: dict[CustomName, CustomAttribute] = Field({}, max_length=50)
    password_policy: PasswordPolicy = PasswordPolicy()
    mfa: Mfa = Mfa()
    recovery: Recovery = Recovery()
    sessions: Sessions | None = None
    """Without it, the pool keeps what it has."""
    devices: Devices | None = None
    email: Email = Email()
    sms: Sms | None = None
    messages: Messages = Messages()
    triggers: Triggers = Triggers()
    clients: dict[ClientName, Client] = Field(min_length=1)
    domain: Domain | None = None
    branding: Branding = Branding()
    providers: dict[ProviderName, Provider] = {}
    resource_servers: dict[ResourceServerName, ResourceServer] = {}
    groups: dict[GroupName, Group] = {}
    identity_pool: IdentityPool | None = None
