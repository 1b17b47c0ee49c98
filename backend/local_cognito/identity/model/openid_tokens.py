"""OpenID tokens of identities: the classic flow hands them to STS, and a developer's backend to its clients."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from local_cognito.context import Context
from local_cognito.crypto import jwt
from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.model import keys
from local_cognito.identity.model.user_pool_tokens import check_expiry

if TYPE_CHECKING:
    from local_cognito.identity.model.identities import Identity

PROVIDER = "cognito-identity.amazonaws.com"
ISSUER = f"https://{PROVIDER}"
TAGS = "https://aws.amazon.com/tags"
MINUTES = 60
CLASSIC_SECONDS = 10 * MINUTES


def issue(
    context: Context,
    identity: Identity,
    methods: Sequence[str],
    *,
    seconds: int = CLASSIC_SECONDS,
    tags: Mapping[str, str] | None = None,
) -> str:
    """A token for an identity. `methods` are the claim `amr`; `tags` become those of the STS session."""
    now = int(context.now)
    claims: dict[str, object] = {
        "sub": identity.id,
        "aud": identity.pool_id,
        "amr": [*methods],
        "iss": ISSUER,
        "iat": now,
        "exp": now + seconds,
        "jti": str(uuid.uuid4()),
    }
    if tags:
        claims[TAGS] = {"principal_tags": {name: [value] for name, value in tags.items()}}
    return jwt.encode(keys.service_key(context), claims)


def verify(context: Context, db: sqlite3.Connection, pool_id: str, token: str) -> dict[str, object]:
    """The claims of a token of this identity pool; raises NotAuthorizedException."""
    key = keys.existing(db)
    if key is None or not jwt.is_signed_by(key, token):
        raise NotAuthorizedException("Invalid login token. Couldn't verify signed token.")
    claims = jwt.unverified_claims(token)
    if claims["aud"] != pool_id:
        raise NotAuthorizedException("Invalid login token. Incorrect token audience.")
    check_expiry(context, claims)
    return claims
