"""/signup: a new account."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import CognitoError
from local_cognito.http.oauth import accounts, authorization_request, confirm
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import fault_text
from local_cognito.http.oauth.forms import form_page, submitted, to_login
from local_cognito.http.oauth.handlers import of_request
from local_cognito.model.identity_providers import NATIVE


@of_request
def show(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """GET: the form."""
    _check_allowed(request)
    return _page(exchange, request)


@submitted
def submit(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST: SignUp. A user who is confirmed at once can sign in, others get a code."""
    _check_allowed(request)
    username, values = exchange.form.get("username", "").strip(), accounts.attributes_in(exchange.form)
    attributes = [{"Name": name, "Value": value} for name, value in values.items()]
    details = {"Password": exchange.form.get("password", ""), "UserAttributes": attributes}
    try:
        output = exchange.run("SignUp", accounts.caller(request.client, username) | details)
    except CognitoError as error:
        return _page(exchange, request, error=fault_text(exchange, error))
    if output["UserConfirmed"]:
        return to_login(request, "confirmed")
    return confirm.ask(exchange, request, username)


def _check_allowed(request: AuthorizationRequest) -> None:
    if request.client.pool.admin_create_only or not authorization_request.supports(request.client, NATIVE):
        raise AuthorizationError(request, "invalid_request", "SignUp is not permitted for this user pool")


def _page(exchange: Exchange, request: AuthorizationRequest, error: str = "") -> Response:
    values = {
        "username_field": accounts.username_field(request.client),
        "username": exchange.form.get("username") or exchange.query.get("login_hint", ""),
        "fields": accounts.attribute_fields(request.client),
        "given": accounts.attributes_in(exchange.form),
    }
    return form_page(exchange, request, "signup", values, error=error)
