"""Sign-out: revoking one session, or all sessions of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UnauthorizedException,
    UnsupportedOperationException,
    UnsupportedTokenTypeException,
)
from local_cognito.model import clients, refresh_tokens, sessions, tokens, users

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def revoke_token(context: Context, request: t.RevokeTokenRequestTypeDef) -> Output:
    """RevokeToken. Revokes the refresh token's session; an unknown token is not an error (RFC 7009)."""
    if request["Token"].count("."):  # a JWT
        raise UnsupportedTokenTypeException
    with context.storage.write() as db:
        try:
            client = clients.find(db, request["ClientId"])
            client.check_secret(request.get("ClientSecret"))
        # RevokeToken has its own names for these errors.
        except ResourceNotFoundException as error:
            raise InvalidParameterException(str(error)) from error
        except NotAuthorizedException as error:
            raise UnauthorizedException(str(error)) from error
        if not client.revokes_tokens:
            raise UnsupportedOperationException("Token revocation is not enabled for this app client.")
        token = refresh_tokens.find(db, request["Token"])
        if token is not None and token.session.client_id != client.id:
            raise UnauthorizedException("The token was not issued to this app client.")
        if token is not None:
            sessions.revoke(db, token.session.event_id, context.now)
    return {}


def global_sign_out(context: Context, request: t.GlobalSignOutRequestTypeDef) -> Output:
    """GlobalSignOut."""
    with context.storage.write() as db:
        user = tokens.authenticate_known(context, db, request["AccessToken"]).user
        sessions.revoke_all(db, user.sub, context.now)
    return {}


def admin_user_global_sign_out(context: Context, request: t.AdminUserGlobalSignOutRequestTypeDef) -> Output:
    """AdminUserGlobalSignOut."""
    with context.storage.write() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        sessions.revoke_all(db, user.sub, context.now)
    return {}
