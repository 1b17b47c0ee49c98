"""Sign-out: the tokens of one session, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UnauthorizedException,
    UnsupportedOperationException,
    UnsupportedTokenTypeException,
    UserNotFoundException,
)
from local_cognito.model import tokens
from local_cognito.operations import clients, refresh

if TYPE_CHECKING:
    import sqlite3

    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context
    from local_cognito.model.users import User


def revoke_token(context: Context, request: t.RevokeTokenRequestTypeDef) -> Answer:
    """RevokeToken: voids all that came from the token's sign-in; an unknown token is no error (RFC 7009)."""
    if request["Token"].count("."):
        raise UnsupportedTokenTypeException
    with context.storage.write() as db:
        try:
            client = clients.find(db, request["ClientId"])
            refresh.check_secret(client, request.get("ClientSecret"))
        except ResourceNotFoundException as error:
            raise InvalidParameterException(str(error)) from error
        except NotAuthorizedException as error:
            raise UnauthorizedException(str(error)) from error
        if not client.revokes_tokens:
            raise UnsupportedOperationException("Token revocation is not enabled for this app client.")
        token = refresh.find(db, request["Token"])
        if token is not None and token.session.client_id != client.id:
            raise UnauthorizedException("The token was not issued to this app client.")
        if token is not None:
            tokens.revoke_session(db, token.session.event_id, context.now)
    return {}


def global_sign_out(context: Context, request: t.GlobalSignOutRequestTypeDef) -> Answer:
    """GlobalSignOut: voids every token of the user."""
    with context.storage.write() as db:
        user = _user_of(context, db, request["AccessToken"])
        tokens.revoke_all(db, user.sub, context.now)
    return {}


def _user_of(context: Context, db: sqlite3.Connection, access_token: str) -> User:
    try:
        return tokens.authenticate(context, db, access_token).user
    except UserNotFoundException as error:  # GlobalSignOut has no such error
        raise NotAuthorizedException("Access Token has been revoked") from error
