"""Attribute names: `custom:` is Cognito's matter, and stays inside."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vestibule.errors import UnknownAttribute

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

# OpenID Connect Core 1.0, section 5.1: what every pool has. Anything else is the pool's own, and prefixed by Cognito.
STANDARD_ATTRIBUTES = frozenset(
    (
        *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
        *("picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale"),
        *("phone_number", "phone_number_verified", "address", "updated_at"),
    )
)

NOT_TOLD = frozenset({"updated_at"})  # when an attribute changed is none that users have

_PREFIX = "custom:"


def inside(name: str) -> str:
    """`agentName` → `custom:agentName`, as Cognito has it."""
    return name if name in STANDARD_ATTRIBUTES else _PREFIX + name


def outside(name: str) -> str:
    """`custom:agentName` → `agentName`, as everyone else has it; never into the name of a standard one."""
    bare = name.removeprefix(_PREFIX)
    return name if bare in STANDARD_ATTRIBUTES else bare


def to_cognito(attributes: Mapping[str, str]) -> "list[AttributeTypeTypeDef]":
    """`{name: value}` as Cognito's list of pairs."""
    return [{"Name": inside(name), "Value": value} for name, value in attributes.items()]


def from_cognito(pairs: list[Any]) -> dict[str, str]:
    """Cognito's list of pairs as `{name: value}`."""
    return {outside(pair["Name"]): pair.get("Value", "") for pair in pairs if pair["Name"] not in NOT_TOLD}


def refuse_unknown(attributes: Mapping[str, object], allowed: frozenset[str]) -> None:
    """Stop at the first attribute that users may not set: no mass assignment (`UnknownAttribute`)."""
    for name in attributes:
        if name not in allowed:
            raise UnknownAttribute(field=f"attributes.{name}" if name.isidentifier() else "attributes")
