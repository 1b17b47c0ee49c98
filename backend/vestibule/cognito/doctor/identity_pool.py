"""IdentityPool: what cognito-identity reports about the identity pool (signed calls)."""

from typing import Any

from vestibule.cognito.doctor.fact import fact
from vestibule.cognito.doctor.fault import NotRead
from vestibule.cognito.doctor.reading import reading
from vestibule.cognito.transport.aws import IDENTITY, Aws


class IdentityPool:
    """Facts of the identity pool. `id` is None if the settings name none: then there is nothing to check."""

    def __init__(self, aws: Aws | None, pool_id: str | None) -> None:
        self._aws = aws
        self.id = pool_id

    @fact
    def description(self) -> dict[str, Any]:
        """DescribeIdentityPool."""
        return self._read("DescribeIdentityPool")

    @fact
    def roles(self) -> dict[str, Any]:
        """Roles and role mappings (GetIdentityPoolRoles)."""
        return self._read("GetIdentityPoolRoles")

    def _read(self, operation: str) -> dict[str, Any]:
        if self._aws is None:
            raise NotRead(f"{operation} needs AWS credentials, and COGNITO_ADMIN is off")
        with reading():
            return self._aws.call(operation, service=IDENTITY, IdentityPoolId=self.id)
