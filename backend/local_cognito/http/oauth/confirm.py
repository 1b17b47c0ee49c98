"""/confirmUser: the code that proves the address of a new account."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import CognitoError
from local_cognito.http.oauth import accounts
from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import fault_text
from local_cognito.http.oauth.forms import form_page, submitted, to_login
from local_cognito.http.oauth.languages import language_of, texts_of


@submitted
def submit(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST: ConfirmSignUp, or another code."""
    username = exchange.form.get("username", "")
    if exchange.form.get("action") == "resend":
        return send_code(exchange, request, username)
    code = exchange.form.get("code", "").strip()
    try:
        exchange.run("ConfirmSignUp", accounts.caller(request.client, username) | {"ConfirmationCode": code})
    except CognitoError as error:
        return ask(exchange, request, username, error=fault_text(exchange, error))
    return to_login(request, "confirmed")


def send_code(exchange: Exchange, request: AuthorizationRequest, username: str) -> Response:
    """Send another code, and ask for it."""
    try:
        exchange.run("ResendConfirmationCode", accounts.caller(request.client, username))
    except CognitoError as error:
        return ask(exchange, request, username, error=fault_text(exchange, error))
    return ask(exchange, request, username)


def ask(exchange: Exchange, request: AuthorizationRequest, username: str, error: str = "") -> Response:
    """The page that asks for the code."""
    notice = "" if error else texts_of(language_of(exchange))["code_sent"].format(username)
    return form_page(exchange, request, "confirm", {"username": username}, error=error, notice=notice)
