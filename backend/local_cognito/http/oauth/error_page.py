"""GET /error: errors that cannot be sent to an app."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.languages import language_of, texts_of
from local_cognito.http.oauth.pages import page

MESSAGES = {
    "redirect_mismatch": "error_redirect_mismatch",
    "Client does not exist.": "error_client",
    "Client is not enabled for OAuth2.0 flows.": "error_client",
    "The user pool has no domain.": "error_client",
    "invalid_request": "error_other",
}


def error_page(exchange: Exchange) -> Response:
    """The page. It shows only errors that the domain itself writes, so that no link can put words on it."""
    error = exchange.query.get("error", "")
    error = error if error in MESSAGES else "invalid_request"
    message = texts_of(language_of(exchange))[MESSAGES[error]]
    return page(exchange, "error", {"error": error, "message": message}, status=400)
