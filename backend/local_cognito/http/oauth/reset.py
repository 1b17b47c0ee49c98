"""/forgotPassword and /confirmForgotPassword: a new password in place of a forgotten one."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import CognitoError
from local_cognito.http.oauth import accounts
from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import fault_text
from local_cognito.http.oauth.forms import form_page, submitted, to_login
from local_cognito.http.oauth.handlers import of_request
from local_cognito.http.oauth.languages import language_of, texts_of


@of_request
def show(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """GET /forgotPassword: who forgot it."""
    return _page(exchange, request)


@submitted
def submit(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST /forgotPassword: ForgotPassword."""
    return send_code(exchange, request, exchange.form.get("username", "").strip())


@submitted
def confirm(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST /confirmForgotPassword: ConfirmForgotPassword."""
    username, code = exchange.form.get("username", ""), exchange.form.get("code", "").strip()
    details = {"ConfirmationCode": code, "Password": exchange.form.get("password", "")}
    try:
        exchange.run("ConfirmForgotPassword", accounts.caller(request.client, username) | details)
    except CognitoError as error:
        return _ask(exchange, request, username, error=fault_text(exchange, error))
    return to_login(request, "reset")


def send_code(exchange: Exchange, request: AuthorizationRequest, username: str) -> Response:
    """Send a code, and ask for it and the new password."""
    try:
        exchange.run("ForgotPassword", accounts.caller(request.client, username))
    except CognitoError as error:
        return _page(exchange, request, error=fault_text(exchange, error))
    return _ask(exchange, request, username)


def _page(exchange: Exchange, request: AuthorizationRequest, error: str = "") -> Response:
    values = {
        "username_field": accounts.username_field(request.client),
        "username": exchange.form.get("username") or exchange.query.get("login_hint", ""),
    }
    return form_page(exchange, request, "forgot", values, error=error)


def _ask(exchange: Exchange, request: AuthorizationRequest, username: str, error: str = "") -> Response:
    # The same for users who do not exist, if the client hides them: they get no code.
    notice = "" if error else texts_of(language_of(exchange))["reset_sent"].format(username)
    return form_page(exchange, request, "reset", {"username": username}, error=error, notice=notice)
