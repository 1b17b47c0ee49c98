"""What an app client's description says, in terms that several checks need."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from vestibule.cognito.admin.pool import DEFAULT_REFRESH_TOKEN_DAYS, UNITS

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

USER_FLOWS = frozenset({"USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "ADMIN_USER_PASSWORD_AUTH"})

MINUTE, HOUR, DAY = UNITS["minutes"], UNITS["hours"], UNITS["days"]
# Cognito's, also for 0
DEFAULT_SECONDS = {"Access": HOUR, "Id": HOUR, "Refresh": DEFAULT_REFRESH_TOKEN_DAYS * DAY}
DEFAULT_UNITS = {"Access": "hours", "Id": "hours", "Refresh": "days"}

Token = Literal["Access", "Id", "Refresh"]


def flows_of(client: object) -> frozenset[str]:
    """The client's flows, without the prefix of the newer names."""
    flows = client.get("ExplicitAuthFlows", []) if isinstance(client, dict) else []
    return frozenset(str(flow).removeprefix("ALLOW_") for flow in flows)


def validity_of(client: "t.UserPoolClientTypeTypeDef", token: Token) -> int:
    """How long the client's tokens of this kind are valid, in seconds."""
    settings: Mapping[str, object] = {**client}
    validity = int(str(settings.get(f"{token}TokenValidity") or 0))
    units: Mapping[str, object] = {**client.get("TokenValidityUnits", {})}
    unit = str(units.get(f"{token}Token") or DEFAULT_UNITS[token])
    return validity * UNITS[unit] if validity else DEFAULT_SECONDS[token]
