"""What an identity gets: temporary AWS credentials, or an OpenID token for STS."""

from __future__ import annotations

import secrets
import sqlite3
import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.identity.model import identities, logins, openid_tokens, pools, resolution, roles

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

    from local_cognito.identity.model.identities import Identity
    from local_cognito.identity.model.logins import VerifiedLogin
    from local_cognito.identity.model.pools import IdentityPool

CREDENTIALS_SECONDS = 3600
ID_ALPHABET = string.ascii_uppercase + string.digits


def get_credentials_for_identity(context: Context, request: t.GetCredentialsForIdentityInputTypeDef) -> Output:
    """GetCredentialsForIdentity. The identity in the output is another one after a merge."""
    with context.storage.write() as db:
        identity = identities.find(db, request["IdentityId"])
        pool = pools.find(db, identity.pool_id)
        verified = logins.verify(context, db, pool, request.get("Logins", {}))
        # The role comes first, because a refusal must not leave a link behind.
        if verified:
            roles.of_user(pool, verified, request.get("CustomRoleArn"))
        identity = _resolve(context, db, pool, identity, verified)
        if not verified:
            roles.of_guest(pool)
    return {"IdentityId": identity.id, "Credentials": _new_credentials(context)}


def get_open_id_token(context: Context, request: t.GetOpenIdTokenInputTypeDef) -> Output:
    """GetOpenIdToken: the classic flow."""
    with context.storage.write() as db:
        identity = identities.find(db, request["IdentityId"])
        pool = pools.find(db, identity.pool_id)
        if not pool.allows_classic_flow:
            raise InvalidParameterException("Basic (classic) flow is not enabled, please use enhanced flow.")
        verified = logins.verify(context, db, pool, request.get("Logins", {}))
        identity = _resolve(context, db, pool, identity, verified)
    kind = "authenticated" if verified else "unauthenticated"
    methods = [kind, *(method for login in verified for method in login.authentication_methods)]
    token = openid_tokens.issue(context, identity, methods, tags=_principal_tags(pool, verified))
    return {"IdentityId": identity.id, "Token": token}


def _resolve(
    context: Context, db: sqlite3.Connection, pool: IdentityPool, identity: Identity, verified: Sequence[VerifiedLogin]
) -> Identity:
    if not verified:
        return resolution.as_guest(pool, identity)
    return resolution.as_user(db, pool, identity, verified, context.now)


def _principal_tags(pool: IdentityPool, verified: Sequence[VerifiedLogin]) -> Mapping[str, str]:
    return {
        tag: str(entry.claims[claim])
        for entry in verified
        if entry.login.provider in pool.principal_tags
        for tag, claim in pool.principal_tags[entry.login.provider].by_tag.items()
        if claim in entry.claims
    }


def _new_credentials(context: Context) -> Mapping[str, object]:
    """Credentials in AWS's form. It is up to the local services, at which they are used, whether to check them."""
    return {
        "AccessKeyId": "ASIA" + "".join(secrets.choice(ID_ALPHABET) for _ in range(16)),
        "SecretKey": secrets.token_urlsafe(30),
        "SessionToken": secrets.token_urlsafe(600),
        "Expiration": int(context.now) + CREDENTIALS_SECONDS,
    }
