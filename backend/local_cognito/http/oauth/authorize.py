"""GET /oauth2/authorize."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.http.oauth import authorization_request
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.handlers import of_request
from local_cognito.http.oauth.providers import to_provider
from local_cognito.http.oauth.redirects import to_page
from local_cognito.http.oauth.sign_in_results import SESSION_COOKIE, code_response
from local_cognito.model import browser_sessions, session_tracking


@of_request
def authorize(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """Respond with a code if the browser has a session, else send it to the sign-in page or the provider."""
    if request.provider is not None and "none" not in request.prompts:
        return to_provider(exchange, request, request.provider)
    if "login" not in request.prompts:
        with exchange.context.storage.read() as db:
            cookie = exchange.cookies.get(SESSION_COOKIE, "")
            session = browser_sessions.find(db, request.client.pool, cookie, exchange.context.now)
            seconds = session_tracking.browser_session_seconds(db, request.client)
        # It may have begun for a client whose sessions last longer.
        if session and session.auth_time + seconds <= exchange.context.now:
            session = None
        # A session that began with a provider is none for clients that do not support that provider.
        if session and authorization_request.supports(request.client, session.provider):
            return code_response(exchange, request, session.user, session.auth_time)
    if "none" in request.prompts:
        raise AuthorizationError(request, "login_required")
    return to_page("/login", request.parameters)
