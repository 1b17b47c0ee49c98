"""How an app client proves who it is: Basic, or its id and secret in the body (RFC 6749 section 2.3)."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from urllib.parse import unquote_plus

from local_cognito.errors import NotAuthorizedException, OAuthError, ResourceNotFoundException
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.model import clients
from local_cognito.model.clients import Client


def authenticate(db: sqlite3.Connection, exchange: Exchange) -> Client:
    """The client; raises OAuthError `invalid_client`, or `invalid_request` if it uses two ways at once."""
    header = exchange.headers.get("authorization")
    client_id, secret = _from_header(header) if header else _from_form(exchange)
    if header and ("client_secret" in exchange.form or exchange.form.get("client_id", client_id) != client_id):
        raise OAuthError("invalid_request", "The client authenticates in two ways.")
    status = 401 if header else 400
    try:
        client = clients.find(db, client_id)
        client.check_secret(secret)
    except (ResourceNotFoundException, NotAuthorizedException) as error:
        raise OAuthError("invalid_client", http_status=status) from error
    if not client.secrets and secret:
        raise OAuthError("invalid_client", http_status=status)
    return client


def _from_form(exchange: Exchange) -> tuple[str, str | None]:
    if "client_id" not in exchange.form:
        raise OAuthError("invalid_request", "client_id is missing")
    return exchange.form["client_id"], exchange.form.get("client_secret")


def _from_header(header: str) -> tuple[str, str]:
    scheme, _, credentials = header.partition(" ")
    try:
        decoded = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise OAuthError("invalid_client", http_status=401) from error
    client_id, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise OAuthError("invalid_client", http_status=401)
    return unquote_plus(client_id), unquote_plus(secret)
