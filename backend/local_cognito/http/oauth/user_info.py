"""GET and POST /oauth2/userInfo."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import CognitoError
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.json_responses import json_response
from local_cognito.model import claims, tokens
from local_cognito.model.claims import IDENTITIES

BAD_REQUEST = "Bad OAuth2 request at UserInfo Endpoint"
INVALID = "Access token is expired, disabled, or deleted, or the user has globally signed out."


def user_info(exchange: Exchange) -> Response:
    """The attributes that client and scopes allow, as strings. The only endpoint at which a sign-out shows at once."""
    scheme, _, token = exchange.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return _error(400, "invalid_request", BAD_REQUEST)
    try:
        with exchange.context.storage.read() as db:
            bearer = tokens.authenticate(exchange.context, db, token.strip(), "openid")
    except CognitoError:
        return _error(401, "invalid_token", INVALID)
    scope = bearer.session.scope
    shown = {
        name: value
        for name, value in bearer.user.attributes.items()
        if bearer.client.may("Read", name) and claims.allows_attribute(scope, name)
    }
    identities = {IDENTITIES: bearer.user.attributes[IDENTITIES]} if IDENTITIES in bearer.user.attributes else {}
    return json_response({"sub": bearer.user.sub, **shown, **identities, "username": bearer.user.username})


def _error(status: int, error: str, description: str) -> Response:
    content = {"error": error, "error_description": description}
    challenge = f'Bearer error="{error}", error_description="{description}"'
    return json_response(content, status, **{"WWW-Authenticate": challenge})
