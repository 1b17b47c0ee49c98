"""The end of a sign-in on the domain: the browser's session, and the code for the app."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.model import authorization_codes, browser_sessions, session_tracking
from local_cognito.model.identity_providers import NATIVE
from local_cognito.model.users import User

SESSION_COOKIE = "cognito"


def code_response(exchange: Exchange, request: AuthorizationRequest, user: User, auth_time: float) -> Response:
    """A redirect to the app with a new code."""
    with exchange.context.storage.write() as db:
        grant = request.grant(auth_time)
        code = authorization_codes.create(db, request.client, user, grant, exchange.context.now)
    return request.respond({"code": code})


def signed_in(exchange: Exchange, request: AuthorizationRequest, user: User, provider: str = NATIVE) -> Response:
    """The response to a completed sign-in: a new session of the browser, in place of an earlier one, and a code."""
    now = exchange.context.now
    with exchange.context.storage.write() as db:
        browser_sessions.delete(db, exchange.cookies.get(SESSION_COOKIE, ""))
        seconds = session_tracking.browser_session_seconds(db, request.client)
        token = browser_sessions.create(db, user, provider, now, seconds)
    response = code_response(exchange, request, user, now)
    exchange.set_cookie(response, SESSION_COOKIE, token, seconds)
    return response
