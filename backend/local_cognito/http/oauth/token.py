"""POST /oauth2/token: one function for each grant type."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from local_cognito.crypto import jwt
from local_cognito.errors import CognitoError, OAuthError
from local_cognito.http.oauth.client_authentication import authenticate
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.json_responses import for_apps, json_response
from local_cognito.model import (
    authorization_codes,
    refresh_tokens,
    resource_servers,
    sessions,
    token_overrides,
    tokens,
    tracked_sessions,
)
from local_cognito.model.authorization_codes import Grant
from local_cognito.model.clients import Client
from local_cognito.operations.refresh import get_tokens_from_refresh_token

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
HOSTED = "TokenGeneration_HostedAuth"
# OAuth's names of the members of AuthenticationResultType.
NAMES = {
    "IdToken": "id_token",
    "AccessToken": "access_token",
    "RefreshToken": "refresh_token",
    "ExpiresIn": "expires_in",
    "TokenType": "token_type",
}

Result = Mapping[str, object]


@for_apps
def token(exchange: Exchange) -> Response:
    """Issue tokens."""
    grant_type = _required(exchange, "grant_type")
    if grant_type not in GRANTS:
        raise OAuthError("unsupported_grant_type")
    with exchange.context.storage.read() as db:
        client = authenticate(db, exchange)
    result = GRANTS[grant_type](exchange, client)
    return json_response({name: result[member] for member, name in NAMES.items() if member in result})


def _authorization_code(exchange: Exchange, client: Client) -> Result:
    code, context = _required(exchange, "code"), exchange.context
    redirect_uri = _required(exchange, "redirect_uri")
    with context.storage.write() as db:
        user, grant = authorization_codes.redeem(db, client, code, context.now)
        if grant.redirect_uri != redirect_uri:
            raise OAuthError("unauthorized_client", "invalid_redirect")
        _check_verifier(grant, exchange.form.get("code_verifier"))
        started = sessions.create(db, user.sub, client.id, context.now, client.validity("RefreshToken"))
        session = sessions.grant_scope(db, started, grant.scope, grant.resource, grant.auth_time)
        tracked_sessions.track(context, db, client.pool, session)
        refresh_token = refresh_tokens.create(db, session)
        authorization_codes.set_session(db, code, session.event_id)
    try:
        overrides = token_overrides.request(context, client, user, HOSTED, None, grant.scope)
    except CognitoError as error:
        raise OAuthError("invalid_grant", str(error)) from error
    with context.storage.read() as db:
        result = tokens.issue(context, db, user, client, session, overrides, grant.nonce)
    return {**result, "RefreshToken": refresh_token}


def _check_verifier(grant: Grant, verifier: str | None) -> None:
    """Raise OAuthError unless the verifier fits the challenge. Without a challenge there must be none (RFC 9700)."""
    if grant.code_challenge is None and verifier is None:
        return
    digest = hashlib.sha256((verifier or "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    is_valid = VERIFIER.fullmatch(verifier or "") is not None
    if not is_valid or not hmac.compare_digest(challenge, grant.code_challenge or ""):
        raise OAuthError("invalid_grant")


def _refresh_token(exchange: Exchange, client: Client) -> Result:
    """GetTokensFromRefreshToken, which also rotates."""
    request: t.GetTokensFromRefreshTokenRequestTypeDef = {
        "ClientId": client.id,
        "RefreshToken": _required(exchange, "refresh_token"),
    }
    if client.secrets:  # it has authenticated already
        request["ClientSecret"] = client.secrets[0].value
    try:
        output = get_tokens_from_refresh_token(exchange.context, request)
    except CognitoError as error:
        raise OAuthError("invalid_grant", str(error)) from error
    result = output["AuthenticationResult"]
    return result if isinstance(result, dict) else {}


def _client_credentials(exchange: Exchange, client: Client) -> Result:
    """A token of the app client itself, for scopes of resource servers."""
    context, allowed = exchange.context, client.settings.get("AllowedOAuthScopes", ())
    if "client_credentials" not in client.settings.get("AllowedOAuthFlows", ()):
        raise OAuthError("unauthorized_client")
    with context.storage.read() as db:
        existing = resource_servers.scopes(db, client.pool.id) - set(resource_servers.STANDARD_SCOPES)
        key = context.keyring.of_pool(db, client.pool.id)["access"]
    asked = exchange.form.get("scope", "").split() or [scope for scope in allowed if scope in existing]
    if not asked or not set(asked) <= existing.intersection(allowed):
        raise OAuthError("invalid_scope")
    scope, now, lifetime = " ".join(dict.fromkeys(asked)), int(context.now), client.validity("AccessToken")
    metadata = _metadata(exchange)
    try:
        overrides = token_overrides.request_for_machine(context, client, scope, metadata)
    except CognitoError as error:
        raise OAuthError("invalid_grant", str(error)) from error
    claims: dict[str, object] = {
        "sub": client.id,
        "token_use": "access",
        "scope": scope,
        "auth_time": now,
        "iss": context.issuer(client.pool.id, client.pool.issuer_type),
        "exp": now + lifetime,
        "iat": now,
        "version": 2,
        "jti": str(uuid.uuid4()),
        "client_id": client.id,
    }
    access_token = jwt.encode(key, overrides.apply_to_access(claims))
    return {"AccessToken": access_token, "ExpiresIn": lifetime, "TokenType": "Bearer"}


def _metadata(exchange: Exchange) -> dict[str, str]:
    """What the client sends to the trigger: a JSON object of strings."""
    try:
        metadata = json.loads(exchange.form.get("aws_client_metadata", "{}"))
    except (ValueError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise OAuthError("invalid_request", "aws_client_metadata must be a JSON object of strings.")
    return metadata


def _required(exchange: Exchange, name: str) -> str:
    """A parameter of the body; raises OAuthError."""
    if not exchange.form.get(name):
        raise OAuthError("invalid_request", f"{name} is missing")
    return exchange.form[name]


GRANTS: Mapping[str, Callable[[Exchange, Client], Result]] = {
    "authorization_code": _authorization_code,
    "refresh_token": _refresh_token,
    "client_credentials": _client_credentials,
}
