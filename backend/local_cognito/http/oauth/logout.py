"""GET /logout: ends the browser's session, not those of its tokens."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.http.oauth import authorization_request
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.handlers import for_browsers
from local_cognito.http.oauth.redirects import PageError, redirect, to_page
from local_cognito.http.oauth.sign_in_results import SESSION_COOKIE
from local_cognito.model import browser_sessions


@for_browsers
def logout(exchange: Exchange) -> Response:
    """Go to `logout_uri`, or with `redirect_uri` to another sign-in."""
    with exchange.context.storage.read() as db:
        client = authorization_request.find_client(db, exchange.query)
    logout_uri, redirect_uri = (exchange.query.get(name) for name in ("logout_uri", "redirect_uri"))
    if logout_uri is not None:
        if logout_uri not in client.settings.get("LogoutURLs", ()):
            raise PageError("invalid_request", client.id)
        response = redirect(logout_uri)
    elif redirect_uri in client.settings.get("CallbackURLs", ()):
        response = to_page("/login", exchange.query)
    else:
        raise PageError("redirect_mismatch", client.id)
    with exchange.context.storage.write() as db:
        browser_sessions.delete(db, exchange.cookies.get(SESSION_COOKIE, ""))
    response.delete_cookie(SESSION_COOKIE, secure=exchange.is_secure, httponly=True)
    return response
