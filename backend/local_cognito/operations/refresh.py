"""GetTokensFromRefreshToken. The flow REFRESH_TOKEN_AUTH of InitiateAuth is in `challenges/refresh_token.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.model import clients, refresh_tokens, token_overrides, tokens, tracked_sessions

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def get_tokens_from_refresh_token(context: Context, request: t.GetTokensFromRefreshTokenRequestTypeDef) -> Output:
    """GetTokensFromRefreshToken. Returns a new refresh token as well if the client rotates them."""
    given, device_key = request["RefreshToken"], request.get("DeviceKey")
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"])
        client.check_secret(request.get("ClientSecret"))
        token, user = refresh_tokens.check(db, client, given, device_key, context.now)
    metadata = request.get("ClientMetadata")
    source, scope = "TokenGeneration_RefreshTokens", token.session.scope
    overrides = token_overrides.request(context, client, user, source, metadata, scope)
    with context.storage.write() as db:
        token, user = refresh_tokens.check(db, client, given, device_key, context.now)
        result = tokens.issue(context, db, user, client, token.session, overrides)
        if client.retry_grace_seconds is not None:
            result["RefreshToken"] = refresh_tokens.rotate(db, token, context.now)
    tracked_sessions.record_activity(context, client.pool, token.session)
    return {"AuthenticationResult": result}
