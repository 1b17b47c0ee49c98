"""What a provider's claims become in the attributes of a user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from local_cognito.errors import OAuthError
from local_cognito.model import attributes
from local_cognito.model.attribute_schema import FLAGS, VERIFIABLE

if TYPE_CHECKING:
    from local_cognito.model.clients import Client
    from local_cognito.model.identity_providers import IdentityProvider
    from local_cognito.model.pools import Pool

MAX_LENGTH = 2048


def mapped(client: Client, provider: IdentityProvider, claims: Mapping[str, object]) -> dict[str, str]:
    """The attributes that a provider sets at every sign-in, from claims that are present.

    An attribute that the client may not write is skipped. An address is unverified unless its flag is mapped as well.
    """
    values = {
        name: _text(claims[claim])
        for name, claim in provider.mapping.items()
        if name != "username" and claims.get(claim) not in (None, "") and (name in FLAGS or client.may("Write", name))
    }
    for name, value in values.items():
        if len(value) > MAX_LENGTH:
            raise OAuthError("invalid_request", f"{name}: the value is too long.")
    return {f"{name}_verified": "false" for name in VERIFIABLE if name in values} | values


def check_new(pool: Pool, values: Mapping[str, str]) -> None:
    """Raise OAuthError if a required attribute is missing, InvalidParameterException for values not of the schema."""
    if missing := attributes.missing(pool, values):
        raise OAuthError("invalid_request", f"attributes required: [{', '.join(missing)}]")
    attributes.check_values(pool, values)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{','.join(map(_text, value))}]"
    return json.dumps(value) if isinstance(value, dict) else str(value)
