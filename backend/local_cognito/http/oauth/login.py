"""/login: the sign-in page."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.errors import CognitoError, PasswordResetRequiredException, UserNotConfirmedException
from local_cognito.http.oauth import accounts, authorization_request, confirm, reset
from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.challenges import next_step
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.faults import fault_text
from local_cognito.http.oauth.forms import form_page, submitted
from local_cognito.http.oauth.handlers import NOTICE, of_request
from local_cognito.http.oauth.languages import language_of, texts_of
from local_cognito.http.oauth.redirects import with_query
from local_cognito.model.identity_providers import NATIVE
from local_cognito.operations import hosted_sign_in

# What users call the social providers.
LABELS = {"SignInWithApple": "Apple", "LoginWithAmazon": "Amazon"}
NOTICES = ("expired", "confirmed", "reset")


@of_request
def show(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """GET: the ways to sign in that the client supports."""
    notice = exchange.query.get(NOTICE)
    text = texts_of(language_of(exchange))
    return _page(exchange, request, notice=text[f"notice_{notice}"] if notice in NOTICES else "")


@submitted
def submit(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """POST: check the password."""
    username, password = exchange.form.get("username", "").strip(), exchange.form.get("password", "")
    if not username or not password or not authorization_request.supports(request.client, NATIVE):
        return _page(exchange, request, error=texts_of(language_of(exchange))["fault_credentials"])
    try:
        outcome = hosted_sign_in.begin(exchange.context, request.client, username, password)
    except UserNotConfirmedException:
        return confirm.send_code(exchange, request, username)
    except PasswordResetRequiredException:
        return reset.send_code(exchange, request, username)
    except CognitoError as error:
        return _page(exchange, request, error=fault_text(exchange, error))
    return next_step(exchange, request, outcome)


def _page(exchange: Exchange, request: AuthorizationRequest, *, error: str = "", notice: str = "") -> Response:
    with exchange.context.storage.read() as db:
        providers = authorization_request.supported_providers(db, request.client)
    pool = request.client.pool
    values = {
        "providers": [_offer(request, provider.name) for provider in ([] if request.only_native else providers)],
        "native": authorization_request.supports(request.client, NATIVE),
        "signs_up": not pool.admin_create_only,
        "resets": not pool.recovers_by_admin_only,
        "username_field": accounts.username_field(request.client),
        "username": exchange.form.get("username") or exchange.query.get("login_hint", ""),
    }
    return form_page(exchange, request, "login", values, error=error, notice=notice)


def _offer(request: AuthorizationRequest, provider: str) -> dict[str, str]:
    url = with_query("/oauth2/authorize", {**request.parameters, "identity_provider": provider})
    return {"label": LABELS.get(provider, provider), "url": url}
