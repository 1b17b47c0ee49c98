"""Attribute names. The API uses them without the prefix `custom:`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vestibule.errors import UnknownAttribute

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

# OpenID Connect Core 1.0, section 5.1, and `identities`: every pool has these. Cognito prefixes others with `custom:`.
STANDARD_ATTRIBUTES = frozenset(
    (
        *("sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile"),
        *("picture", "website", "email", "email_verified", "gender", "birthdate", "zoneinfo", "locale"),
        *("phone_number", "phone_number_verified", "address", "updated_at"),
        "identities",
    )
)

HIDDEN_ATTRIBUTES = frozenset({"updated_at"})  # set by Cognito, not by users

_PREFIX = "custom:"


def to_cognito_name(name: str) -> str:
    """`agentName` → `custom:agentName`."""
    return name if name in STANDARD_ATTRIBUTES else _PREFIX + name


def from_cognito_name(name: str) -> str:
    """`custom:agentName` → `agentName`. A name that is a standard attribute's too keeps its prefix."""
    bare = name.removeprefix(_PREFIX)
    return name if bare in STANDARD_ATTRIBUTES else bare


def to_cognito(attributes: Mapping[str, str]) -> "list[AttributeTypeTypeDef]":
    """`{name: value}` as Cognito's list of pairs."""
    return [{"Name": to_cognito_name(name), "Value": value} for name, value in attributes.items()]


def from_cognito(pairs: list[Any]) -> dict[str, str]:
    """Cognito's list of pairs as `{name: value}`."""
    return {
        from_cognito_name(pair["Name"]): pair.get("Value", "")
        for pair in pairs
        if pair["Name"] not in HIDDEN_ATTRIBUTES
    }


def pairs_by_name(pairs: list[Any]) -> dict[str, str]:
    """Cognito's list of pairs as a dictionary, by Cognito's names."""
    return {pair["Name"]: pair.get("Value", "") for pair in pairs}


def equality_filter(name: str, value: str) -> str:
    """The filter of ListUsers for users whose attribute has this value."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name} = "{quoted}"'


def refuse_unknown(attributes: Mapping[str, object], allowed: frozenset[str]) -> None:
    """UnknownAttribute if users must not set one of the attributes: prevents mass assignment."""
    for name in attributes:
        if name not in allowed:
            raise UnknownAttribute(field=f"attributes.{name}" if name.isidentifier() else "attributes")
