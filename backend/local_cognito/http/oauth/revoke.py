"""POST /oauth2/revoke (RFC 7009)."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import OAuthError
from local_cognito.http.oauth.client_authentication import authenticate
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.json_responses import for_apps, json_response
from local_cognito.model import refresh_tokens, sessions

UNAUTHORIZED = 401


@for_apps
def revoke(exchange: Exchange) -> Response:
    """Revoke the session of a refresh token. An unknown token, or one of another client, is not an error."""
    token, context = exchange.form.get("token"), exchange.context
    with context.storage.write() as db:
        try:
            client = authenticate(db, exchange)
        except OAuthError as error:
            if error.error == "invalid_client":
                raise OAuthError(error.error, str(error), UNAUTHORIZED) from error
            raise
        if not token or not client.revokes_tokens:
            raise OAuthError("invalid_request", "" if token else "token is missing")
        if token.count("."):  # a JWT
            raise OAuthError("unsupported_token_type")
        found = refresh_tokens.find(db, token)
        if found is not None and found.session.client_id == client.id:
            sessions.revoke(db, found.session.event_id, context.now)
    return json_response(None)
