"""Setting up an authenticator app, with an access token or during a sign-in that must set up MFA."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.crypto import totp
from local_cognito.errors import (
    CodeMismatchException,
    EnableSoftwareTokenMFAException,
    ExpiredCodeException,
    InvalidParameterException,
    SoftwareTokenMFANotFoundException,
)
from local_cognito.model import challenge_sessions, mfa_config, mfa_preferences, software_tokens, tokens, users
from local_cognito.model.mfa_config import TOTP
from local_cognito.operations.challenges import mfa_setup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool


def associate_software_token(context: Context, request: t.AssociateSoftwareTokenRequestTypeDef) -> Output:
    """AssociateSoftwareToken. With a Session, the secret belongs to that sign-in until it is verified."""
    _check_one_authorization(request)
    with context.storage.write() as db:
        if "AccessToken" in request:
            bearer = tokens.authenticate_known(context, db, request["AccessToken"])
            _check_offered(bearer.client.pool)
            return {"SecretCode": software_tokens.start_setup(db, bearer.user.sub)}
        client, opened, _ = mfa_setup.opened(db, request["Session"], context.now)
        _check_offered(client.pool)
        secret = totp.new_secret()
        challenge_sessions.use(db, request["Session"])
        session = challenge_sessions.create(
            db, client, mfa_setup.with_progress(opened, {"secret": secret}), context.now
        )
        return {"SecretCode": secret, "Session": session}


def verify_software_token(context: Context, request: t.VerifySoftwareTokenRequestTypeDef) -> Output:
    """VerifySoftwareToken. A wrong code leaves the session and the secret usable.

    With an access token and no set-up in progress, the code is one of the app in use: applications ask for it before
    sensitive changes.
    """
    _check_one_authorization(request)
    code, name = request["UserCode"], request.get("FriendlyDeviceName")
    with context.storage.write() as db:
        if "AccessToken" in request:
            bearer = tokens.authenticate(context, db, request["AccessToken"])
            _check_offered(bearer.client.pool)
            secret = software_tokens.pending_secret(db, bearer.user.sub)
            if secret is None and software_tokens.is_registered(db, bearer.user.sub):
                _redeem(db, bearer.user.sub, code, context.now)
            else:
                software_tokens.complete_setup(db, bearer.user.sub, secret, code, name, context.now)
            return {"Status": "SUCCESS"}
        client, opened, user = mfa_setup.opened(db, request["Session"], context.now)
        _check_offered(client.pool)
        secret = mfa_setup.progress(opened).get("secret")
        software_tokens.complete_setup(db, user.sub, secret, code, name, context.now)
        challenge_sessions.use(db, request["Session"])
        session = challenge_sessions.create(
            db, client, mfa_setup.with_progress(opened, {"verified": TOTP}), context.now
        )
        return {"Status": "SUCCESS", "Session": session}


def admin_delete_software_token(context: Context, request: t.AdminDeleteSoftwareTokenRequestTypeDef) -> Output:
    """AdminDeleteSoftwareToken: the user's next sign-in asks for another factor, or for the set-up of one."""
    with context.storage.write() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        software_tokens.delete(db, user.sub)
        mfa_preferences.disable(db, user.sub, TOTP)
    return {}


def _redeem(db: sqlite3.Connection, sub: str, code: str, now: float) -> None:
    try:
        software_tokens.redeem(db, sub, code, now)
    except (CodeMismatchException, ExpiredCodeException) as error:  # the operation has one error for both
        raise EnableSoftwareTokenMFAException from error


def _check_one_authorization(request: Mapping[str, object]) -> None:
    if ("AccessToken" in request) == ("Session" in request):
        raise InvalidParameterException("Exactly one of AccessToken and Session must be given.")


def _check_offered(pool: Pool) -> None:
    if TOTP not in mfa_config.allowed_factors(pool):
        raise SoftwareTokenMFANotFoundException
