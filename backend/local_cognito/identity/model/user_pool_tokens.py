"""ID tokens of user pools, as logins."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from local_cognito.context import Context
from local_cognito.crypto import jwt
from local_cognito.errors import NotAuthorizedException
from local_cognito.model import sessions, users


def provider_name(pool_id: str) -> str:
    """The provider name of a user pool. It does not depend on the issuer that local_cognito is set to."""
    return f"cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"


def verify(context: Context, db: sqlite3.Connection, provider: str, token: str) -> dict[str, object]:
    """The claims of an ID token of this provider; raises NotAuthorizedException."""
    claims = _read(token)
    pool_id = provider.rpartition("/")[2]
    issuers = {context.issuer(pool_id, issuer_type) for issuer_type in ("ORIGINAL", "UPDATED")}
    if provider != provider_name(pool_id) or claims.get("iss") not in issuers:
        raise NotAuthorizedException("Invalid login token. Issuer doesn't match providerName")
    # An access token names its client in client_id, so it ends here.
    if not isinstance(claims.get("aud"), str):
        raise NotAuthorizedException("Invalid login token. Missing a required claim: aud")
    key = context.keyring.of_pool(db, pool_id).get("id")
    if key is None or not jwt.is_signed_by(key, token):
        raise NotAuthorizedException("Invalid login token. Couldn't verify signed token.")
    check_expiry(context, claims)
    return claims


def check_expiry(context: Context, claims: Mapping[str, object]) -> None:
    """Raise NotAuthorizedException for an expired token."""
    expires, now = int(str(claims["exp"])), int(context.now)
    if expires <= now:
        raise NotAuthorizedException(f"Invalid login token. Token expired: {expires} >= {now}")


def check_not_revoked(db: sqlite3.Connection, claims: Mapping[str, object]) -> None:
    """Raise NotAuthorizedException if the session was signed out, or the user is disabled or deleted."""
    session = sessions.find(db, str(claims["event_id"]))
    user = users.by_sub(db, str(claims["sub"]))
    if session is None or session.revoked is not None or user is None or not user.enabled:
        raise NotAuthorizedException("Invalid login token. The token was revoked, or its user is disabled or deleted.")


def _read(token: str) -> dict[str, object]:
    try:
        return jwt.unverified_claims(token)
    except (ValueError, RecursionError) as error:
        raise NotAuthorizedException("Invalid login token. Not a valid OpenId Connect identity token.") from error
