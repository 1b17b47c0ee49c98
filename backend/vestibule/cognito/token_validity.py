"""How long the tokens of an app client are valid: its description has a number and a unit for each kind."""

from collections.abc import Mapping
from typing import Any, Literal

TokenKind = Literal["AccessToken", "IdToken", "RefreshToken"]

UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
DEFAULTS: Mapping[TokenKind, tuple[int, str]] = {
    "AccessToken": (1, "hours"),
    "IdToken": (1, "hours"),
    "RefreshToken": (30, "days"),
}
"""Cognito's, where the description has no number or 0, and where it has no unit."""
TOKEN_KINDS = tuple(DEFAULTS)


def validity_seconds(client: Mapping[str, Any], kind: TokenKind) -> int:
    """The validity by the client's description (DescribeUserPoolClient), in seconds."""
    number, unit = DEFAULTS[kind]
    validity = int(client.get(f"{kind}Validity") or 0)
    if not validity:
        return number * UNIT_SECONDS[unit]
    return validity * UNIT_SECONDS[(client.get("TokenValidityUnits") or {}).get(kind) or unit]
