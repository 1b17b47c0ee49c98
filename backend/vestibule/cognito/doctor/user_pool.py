"""UserPool: what Cognito's API reports about the pool, its app clients and its providers (signed calls)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from vestibule.cognito.doctor.fact import fact
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.reading import NotFound, reading
from vestibule.cognito.transport.aws import IDP, Aws

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

PAGE = 60
MAX_CLIENTS = 100  # Cognito allows about five calls a second, and a pool may have thousands
HIDDEN = "(hidden)"


class UserPool:
    """Facts of one pool, each read when it is first used.

    `aws` is None if there may be no signed calls (COGNITO_ADMIN=off). `client_ids` are ours, the API's own first.
    """

    def __init__(
        self, aws: Aws | None, pool_id: str, client_ids: tuple[str, ...], *, max_clients: int = MAX_CLIENTS
    ) -> None:
        self._aws = aws
        self._max_clients = max_clients
        self.id = pool_id
        self.client_ids = client_ids
        self._described: dict[str, t.UserPoolClientTypeTypeDef] = {}

    @fact
    def description(self) -> "t.UserPoolTypeTypeDef":
        """DescribeUserPool."""
        return cast("t.UserPoolTypeTypeDef", self._read("DescribeUserPool")["UserPool"])

    @fact
    def mfa(self) -> "t.GetUserPoolMfaConfigResponseTypeDef":
        """GetUserPoolMfaConfig."""
        return cast("t.GetUserPoolMfaConfigResponseTypeDef", self._read("GetUserPoolMfaConfig"))

    @fact
    def client(self) -> "t.UserPoolClientTypeTypeDef":
        """The app client of the API (DescribeUserPoolClient)."""
        return self.described(self.client_ids[0])

    def clients(self) -> "Iterator[tuple[str, t.UserPoolClientTypeTypeDef]]":
        """The app clients by id, ours first. NotRead at the end if the pool has more than are read."""
        for client_id in self._all_client_ids[: self._max_clients]:
            yield client_id, self.described(client_id)
        if len(self._all_client_ids) > self._max_clients:
            raise NotRead(f"the pool has {len(self._all_client_ids)} app clients; {self._max_clients} were read")

    @fact
    def _all_client_ids(self) -> tuple[str, ...]:
        """ListUserPoolClients."""
        listed = self._every("ListUserPoolClients", "UserPoolClients", MaxResults=PAGE)
        return tuple(dict.fromkeys([*self.client_ids, *(client["ClientId"] for client in listed)]))

    def described(self, client_id: str) -> "t.UserPoolClientTypeTypeDef":
        """An app client (DescribeUserPoolClient)."""
        if client_id not in self._described:
            client = self._read("DescribeUserPoolClient", ClientId=client_id)["UserPoolClient"]
            # No check needs the secret itself: how Cognito refuses a sign-in shows whether ours is right.
            hidden = {"ClientSecret": HIDDEN} if "ClientSecret" in client else {}
            self._described[client_id] = cast("t.UserPoolClientTypeTypeDef", client | hidden)
        return self._described[client_id]

    @fact
    def providers(self) -> "Mapping[str, t.IdentityProviderTypeTypeDef]":
        """Every identity provider by its name (ListIdentityProviders, DescribeIdentityProvider)."""
        names = [each["ProviderName"] for each in self._every("ListIdentityProviders", "Providers", MaxResults=PAGE)]
        return {name: self._read("DescribeIdentityProvider", ProviderName=name)["IdentityProvider"] for name in names}

    @fact
    def domains(self) -> "tuple[t.DomainDescriptionTypeTypeDef, ...]":
        """The pool's domains, the custom one first (DescribeUserPoolDomain)."""
        names = [self.description.get("CustomDomain"), self.description.get("Domain")]
        return tuple(self._call("DescribeUserPoolDomain", Domain=name)["DomainDescription"] for name in names if name)

    @fact
    def groups(self) -> "Mapping[str, t.GroupTypeTypeDef]":
        """Every group by its name (ListGroups)."""
        listed = cast("list[t.GroupTypeTypeDef]", self._every("ListGroups", "Groups", Limit=PAGE))
        return {group["GroupName"]: group for group in listed if "GroupName" in group}

    @fact
    def has_branding(self) -> bool:
        """Whether managed login has a style for the API's client (DescribeManagedLoginBrandingByClient)."""
        try:
            self._read("DescribeManagedLoginBrandingByClient", ClientId=self.client_ids[0])
        except NotFound:
            return False
        return True

    @fact
    def limits_managed_sessions(self) -> bool:
        """Whether the client sets how long managed login keeps users signed in, which needs session tracking.

        (GetUserPoolSessionConfiguration, GetUserPoolClientSessionConfiguration.)
        """
        if self._read("GetUserPoolSessionConfiguration").get("UserSessionTracking") != "ENABLED":
            return False
        return bool(self._read("GetUserPoolClientSessionConfiguration", ClientId=self.client_ids[0]).get("SSOSession"))

    @fact
    def log_sources(self) -> frozenset[str]:
        """The event sources whose logs are delivered (GetLogDeliveryConfiguration)."""
        delivery = self._read("GetLogDeliveryConfiguration").get("LogDeliveryConfiguration", {})
        return frozenset(each["EventSource"] for each in delivery.get("LogConfigurations", []))

    def _read(self, operation: str, **request: object) -> dict[str, Any]:
        return self._call(operation, UserPoolId=self.id, **request)

    def _call(self, operation: str, **request: object) -> dict[str, Any]:
        with reading():
            return self._signed(operation).call(operation, service=IDP, **request)

    def _every(self, operation: str, member: str, **page_size: int) -> list[dict[str, Any]]:
        with reading():
            return [*self._signed(operation).pages(operation, member, {"UserPoolId": self.id, **page_size})]

    def _signed(self, operation: str) -> Aws:
        if self._aws is None:
            raise NotRead(f"{operation} needs AWS credentials, and COGNITO_ADMIN is off")
        return self._aws
