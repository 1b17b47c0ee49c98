"""read_pool: read a user pool completely, as far as the server and the role's permissions allow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vestibule.cognito.provisioning.pool_state import ClientState, IdentityPoolState, PoolState
from vestibule.cognito.transport.aws import IDENTITY, IDP, Aws, CallFailed, Document

PAGE = 60
NOT_READABLE = frozenset(
    # The server lacks the operation (an emulator, an older region)…
    {"NotImplementedException", "UnknownOperationException", "InvalidAction"}
    # … or the role may not call it.
    | {"AccessDeniedException", "AccessDenied", "UnauthorizedException", "NotAuthorizedException"}
)
# The pool has no such thing, or its plan has no such feature.
ABSENT = frozenset(
    {
        "ResourceNotFoundException",
        "FeatureUnavailableInTierException",
        "UserPoolAddOnNotEnabledException",
        "OperationNotEnabledException",
    }
)

EXTRAS = frozenset(
    {
        "GetUserPoolSessionConfiguration",
        "GetUserPoolClientSessionConfiguration",
        "DescribeManagedLoginBrandingByClient",
        "GetUICustomization",
        "GetLogDeliveryConfiguration",
    }
)
"""What few pools have. Cognito may refuse to read it for the pool's other settings, which is no reason to stop."""


def read_pool(aws: Aws, pool_id: str, *, identity_pool_id: str | None = None) -> PoolState:
    """Read the pool. Only DescribeUserPool must succeed (CallFailed); `PoolState.unread` has the other failures."""
    reader = _Reader(aws, pool_id)
    pool = aws.call("DescribeUserPool", UserPoolId=pool_id)["UserPool"]
    return PoolState(
        pool=pool,
        mfa=reader.read("GetUserPoolMfaConfig"),
        session=reader.read("GetUserPoolSessionConfiguration"),
        clients=reader.clients(pool),
        domains=reader.domains(pool),
        providers=reader.providers(),
        resource_servers={
            server["Identifier"]: server
            for server in reader.every("ListResourceServers", "ResourceServers", MaxResults=50)
        },
        groups={group["GroupName"]: group for group in reader.every("ListGroups", "Groups", Limit=PAGE)},
        log_delivery=tuple(
            reader.read("GetLogDeliveryConfiguration").get("LogDeliveryConfiguration", {}).get("LogConfigurations", [])
        ),
        identity_pool=reader.identity_pool(identity_pool_id) if identity_pool_id else None,
        unread=reader.unread,
    )


@dataclass(frozen=True)
class _Reader:
    aws: Aws
    pool_id: str
    unread: dict[str, str] = field(default_factory=dict)
    """AWS's error code by operation."""

    def read(self, operation: str, **request: str) -> Document:
        """The response; empty if there is none, or if it could not be read."""
        return self._call(operation, UserPoolId=self.pool_id, **request)

    def every(self, operation: str, member: str, **page_size: int) -> list[Document]:
        """The items of all pages; none if they could not be read."""
        try:
            return [*self.aws.pages(operation, member, request={"UserPoolId": self.pool_id, **page_size})]
        except CallFailed as error:
            self._note(error)
            return []

    def clients(self, pool: Document) -> tuple[ClientState, ...]:
        classic = pool.get("Domain") or pool.get("CustomDomain")
        ids = [client["ClientId"] for client in self.every("ListUserPoolClients", "UserPoolClients", MaxResults=PAGE)]
        described = [self.read("DescribeUserPoolClient", ClientId=client_id) for client_id in ids]
        return tuple(
            ClientState(
                description=client["UserPoolClient"],
                session=self._of_client("GetUserPoolClientSessionConfiguration", client),
                branding=self._of_client("DescribeManagedLoginBrandingByClient", client).get(
                    "ManagedLoginBranding", {}
                ),
                ui=self._of_client("GetUICustomization", client).get("UICustomization", {}) if classic else {},
            )
            for client in described
            if client
        )

    def _of_client(self, operation: str, client: Mapping[str, Document]) -> Document:
        return self.read(operation, ClientId=client["UserPoolClient"]["ClientId"])

    def domains(self, pool: Document) -> tuple[Document, ...]:
        names = [pool[name] for name in ("Domain", "CustomDomain") if pool.get(name)]
        found = [self._call("DescribeUserPoolDomain", Domain=name).get("DomainDescription", {}) for name in names]
        return tuple(domain for domain in found if domain)

    def providers(self) -> dict[str, Document]:
        names = [
            provider["ProviderName"] for provider in self.every("ListIdentityProviders", "Providers", MaxResults=PAGE)
        ]
        found = {name: self.read("DescribeIdentityProvider", ProviderName=name) for name in names}
        return {name: answer["IdentityProvider"] for name, answer in found.items() if answer}

    def identity_pool(self, identity_pool_id: str) -> IdentityPoolState | None:
        request = {"IdentityPoolId": identity_pool_id}
        description = self._call("DescribeIdentityPool", service=IDENTITY, **request)
        if not description:
            return None
        return IdentityPoolState(description, self._call("GetIdentityPoolRoles", service=IDENTITY, **request))

    def _call(self, operation: str, *, service: str = IDP, **request: str) -> Document:
        if operation in self.unread:  # it would fail for the next client too
            return {}
        try:
            return self.aws.call(operation, service=service, **request)
        except CallFailed as error:
            if error.code not in ABSENT:
                self._note(error)
            return {}

    def _note(self, error: CallFailed) -> None:
        refused = error.operation in EXTRAS and error.code == "InvalidParameterException"
        if error.code not in NOT_READABLE and not refused:
            raise error
        self.unread[error.operation] = error.code
