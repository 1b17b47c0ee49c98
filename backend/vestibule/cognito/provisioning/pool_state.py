"""PoolState: everything that AWS reports about a user pool and its parts, in AWS's own documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vestibule.cognito.transport.aws import Document


@dataclass(frozen=True)
class ClientState:
    """An app client. A document is empty if AWS has none, or if it could not be read (`PoolState.unread`)."""

    description: Document = field(repr=False)
    """UserPoolClientType (DescribeUserPoolClient). Has the client's secret."""
    session: Document
    """GetUserPoolClientSessionConfiguration."""
    branding: Document
    """ManagedLoginBrandingType of managed login (DescribeManagedLoginBrandingByClient)."""
    ui: Document
    """UICustomizationType of the classic hosted UI (GetUICustomization)."""

    @property
    def id(self) -> str:
        """The client id."""
        return str(self.description["ClientId"])

    @property
    def name(self) -> str:
        """Its name, which need not be unique in the pool."""
        return str(self.description.get("ClientName", ""))

    @property
    def has_secret(self) -> bool:
        """Whether it is a confidential client."""
        return bool(self.description.get("ClientSecret") or self.description.get("ClientSecretArn"))


@dataclass(frozen=True)
class IdentityPoolState:
    """An identity pool and its roles."""

    description: Document
    """DescribeIdentityPool."""
    roles: Document
    """GetIdentityPoolRoles: Roles, RoleMappings."""


@dataclass(frozen=True)
class PoolState:
    """A user pool with its parts. Documents have AWS's names and shapes."""

    pool: Document
    """UserPoolType (DescribeUserPool)."""
    mfa: Document
    """GetUserPoolMfaConfig."""
    session: Document
    """GetUserPoolSessionConfiguration."""
    clients: tuple[ClientState, ...]
    """Oldest first, as far as AWS reports it."""
    domains: tuple[Document, ...]
    """DomainDescriptionType: the prefix domain and the custom domain, where the pool has them."""
    providers: Mapping[str, Document] = field(repr=False)
    """IdentityProviderType by name. ProviderDetails has the providers' secrets."""
    resource_servers: Mapping[str, Document]
    """ResourceServerType by identifier."""
    groups: Mapping[str, Document]
    """GroupType by name."""
    log_delivery: tuple[Document, ...]
    """LogConfigurationType."""
    identity_pool: IdentityPoolState | None
    unread: Mapping[str, str]
    """What could not be read: AWS's error code by operation. The server lacks it, or the role may not call it."""

    @property
    def id(self) -> str:
        """The pool's id."""
        return str(self.pool["Id"])

    def client(self, client_id: str) -> ClientState | None:
        """The app client with this id."""
        return next((client for client in self.clients if client.id == client_id), None)
