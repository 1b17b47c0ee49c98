"""Identities: the accounts at providers that a user signs in with.

ID tokens have a claim `identities`, a list whose members are all strings. GetUser and AdminGetUser have an attribute of
that name, a JSON text with real booleans and numbers.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from vestibule.cognito.models import Model

ATTRIBUTE = "identities"
MILLISECONDS = 1000

LABELS = {"SignInWithApple": "Apple", "LoginWithAmazon": "Amazon"}


class Identity(Model):
    """An account at a provider. `primary`: it created the user, who has no password. `linked_at` is in seconds."""

    provider: str
    primary: bool
    linked_at: int | None = None
    subject: str = Field(exclude=True, repr=False)


def provider_label(provider: str) -> str:
    """What people call a provider."""
    return LABELS.get(provider, provider)


def identities_in_claims(claims: Mapping[str, Any]) -> tuple[Identity, ...]:
    """The identities in an ID token; LookupError, TypeError or ValueError if they are malformed."""
    return tuple(map(_identity, claims.get(ATTRIBUTE, [])))


def identities_in_attributes(attributes: Mapping[str, str]) -> tuple[Identity, ...]:
    """The identities among a user's attributes; LookupError, TypeError or ValueError if they are malformed."""
    return tuple(map(_identity, json.loads(attributes.get(ATTRIBUTE) or "[]")))


def primary_identity(identities: tuple[Identity, ...]) -> Identity | None:
    """The identity that created the user; None if they have an account of the pool, perhaps with identities."""
    return next((identity for identity in identities if identity.primary), None)


def primary_provider(identities: tuple[Identity, ...]) -> str | None:
    """The provider of the primary identity."""
    primary = primary_identity(identities)
    return primary.provider if primary else None


def _identity(member: Mapping[str, Any]) -> Identity:
    created = member.get("dateCreated")
    return Identity(
        provider=member["providerName"],
        subject=member["userId"],
        primary=member["primary"] in (True, "true"),
        linked_at=None if created is None else int(created) // MILLISECONDS,
    )
