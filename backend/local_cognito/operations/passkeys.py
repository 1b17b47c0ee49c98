"""A user's own passkeys. Administrators cannot list or delete them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.crypto import webauthn
from local_cognito.errors import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
)
from local_cognito.model import mfa_config, passkeys, tokens
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cognito_idp import type_defs as t


def start_web_authn_registration(context: Context, request: t.StartWebAuthnRegistrationRequestTypeDef) -> Output:
    """StartWebAuthnRegistration. Replaces a registration that was started earlier."""
    with context.storage.write() as db:
        bearer = tokens.authenticate_known(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        mfa_config.check_tier(pool, "Passkey")
        party = passkeys.relying_party(pool)
        existing = _below_limit(db, user.sub)
        challenge = passkeys.start_registration(db, user.sub, bearer.client.id, context.now)
        name = user.attributes.get("email", user.username)
        options = webauthn.creation_options(party, challenge, user.sub, name, [passkey.id for passkey in existing])
    return {"CredentialCreationOptions": options}


def complete_web_authn_registration(context: Context, request: t.CompleteWebAuthnRegistrationRequestTypeDef) -> Output:
    """CompleteWebAuthnRegistration. A credential that is refused leaves the registration open."""
    credential = cast("Mapping[str, object]", request["Credential"])
    with context.storage.write() as db:
        bearer = tokens.authenticate_known(context, db, request["AccessToken"])
        user, pool = bearer.user, bearer.client.pool
        party = passkeys.relying_party(pool)
        challenge = passkeys.pending_registration(db, user.sub, bearer.client.id, context.now)
        registered = webauthn.verify_registration(party, challenge, credential)
        _below_limit(db, user.sub)
        if passkeys.find(db, pool.id, registered.id):
            raise InvalidParameterException("The credential is already registered.")
        passkeys.end_registration(db, user.sub)
        passkeys.insert(db, pool, user.sub, registered, party.id, context.now)
    return {}


def list_web_authn_credentials(context: Context, request: t.ListWebAuthnCredentialsRequestTypeDef) -> Output:
    """ListWebAuthnCredentials."""
    with context.storage.read() as db:
        found = passkeys.of_user(db, tokens.authenticate_known(context, db, request["AccessToken"]).user.sub)
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    return {"Credentials": [passkey.describe() for passkey in shown]} | next_page(token)


def delete_web_authn_credential(context: Context, request: t.DeleteWebAuthnCredentialRequestTypeDef) -> Output:
    """DeleteWebAuthnCredential."""
    with context.storage.write() as db:
        bearer = tokens.authenticate_known(context, db, request["AccessToken"])
        if not passkeys.delete(db, bearer.user.sub, request["CredentialId"]):
            raise ResourceNotFoundException("The credential does not exist.")
    return {}


def _below_limit(db: sqlite3.Connection, sub: str) -> list[passkeys.Passkey]:
    existing = passkeys.of_user(db, sub)
    if len(existing) >= passkeys.MAX_PER_USER:
        raise LimitExceededException(f"A user can have at most {passkeys.MAX_PER_USER} passkeys.")
    return existing
