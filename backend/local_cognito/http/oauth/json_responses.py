"""Responses of the endpoints that apps call: JSON, never stored."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from local_cognito.errors import OAuthError
from local_cognito.http.oauth.exchange import Exchange, Handler

UNAUTHORIZED = 401


def json_response(content: Mapping[str, object] | None, status: int = 200, **headers: str) -> Response:
    """A response as Cognito sends it; empty without content."""
    sent = {"Cache-Control": "no-store", "x-amz-cognito-request-id": str(uuid.uuid4()), **headers}
    if content is None:
        return Response(headers=sent)
    return JSONResponse(dict(content), status, sent, "application/json;charset=UTF-8")


def for_apps(handler: Handler) -> Handler:
    """A handler whose errors are JSON (RFC 6749 section 5.2)."""

    @functools.wraps(handler)
    def handle(exchange: Exchange) -> Response:
        try:
            exchange.check_parameters()
            return handler(exchange)
        except OAuthError as error:
            return _error_response(error)

    return handle


def _error_response(error: OAuthError) -> Response:
    description = {"error_description": str(error)} if str(error) else {}
    headers = {"WWW-Authenticate": 'Basic realm="local Cognito"'} if error.http_status == UNAUTHORIZED else {}
    return json_response({"error": error.error, **description}, error.http_status, **headers)
