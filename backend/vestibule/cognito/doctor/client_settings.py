"""What an app client's description says, in terms that several checks need."""

from vestibule.cognito.token_validity import UNIT_SECONDS

USER_FLOWS = frozenset({"USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "ADMIN_USER_PASSWORD_AUTH"})

MINUTE, HOUR, DAY = UNIT_SECONDS["minutes"], UNIT_SECONDS["hours"], UNIT_SECONDS["days"]


def flows_of(client: object) -> frozenset[str]:
    """The client's flows, without the prefix of the newer names."""
    flows = client.get("ExplicitAuthFlows", []) if isinstance(client, dict) else []
    return frozenset(str(flow).removeprefix("ALLOW_") for flow in flows)
