"""The built-in identity provider: it replaces the social ones, and OIDC providers that have its issuer.

It has a page on which the developer chooses who signs in. Its codes hold the claims themselves, signed.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from local_cognito.context import Context
from local_cognito.errors import OAuthError
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.handlers import for_browsers
from local_cognito.http.oauth.pages import page
from local_cognito.http.oauth.pending import CALLBACK, PendingSignIn, pending_sign_in
from local_cognito.http.oauth.redirects import PageError, redirect, with_query
from local_cognito.model.identity_providers import IdentityProvider
from local_cognito.model.provider_requests import ProviderRequest

TIMEOUT = "timeout"
# Providers without the claim email_verified.
SILENT_ABOUT_VERIFICATION = ("Facebook", "LoginWithAmazon")
EXAMPLE = {"subject": "10000000000000001", "email": "sam@example.com", "name": "Sam Example"}

Claims = Mapping[str, object]


def authorize_url(provider: IdentityProvider) -> str:
    """The page, relative: cookies belong to the host that the browser has begun with."""
    return f"/fake-provider/{quote(provider.name, safe='')}"


@for_browsers
def show(exchange: Exchange) -> Response:
    """GET: the form."""
    pending = _pending(exchange)
    provider = pending.provider
    values: dict[str, object] = {
        **EXAMPLE,
        "provider": provider.name,
        "sends_verified": provider.type not in SILENT_ABOUT_VERIFICATION,
    }
    if "@" in exchange.query.get("login_hint", ""):
        values["email"] = exchange.query["login_hint"]
    return page(exchange, "fake_provider", values, form_targets=[pending.request.redirect_origin])


@for_browsers
def choose(exchange: Exchange) -> Response:
    """POST: send the browser back with a code, or with the error of a user who refuses."""
    pending, action, state = _pending(exchange), exchange.form.get("action"), exchange.query["state"]
    if action == "refuse":
        return redirect(with_query(CALLBACK, {"error": "access_denied", "state": state}))
    chosen: Claims = {TIMEOUT: True} if action == "timeout" else _chosen(exchange, pending.provider)
    code = _sign(exchange.context, pending.stored.nonce, chosen)
    return redirect(with_query(CALLBACK, {"code": code, "state": state}))


def claims(context: Context, pending: ProviderRequest, code: str) -> Claims:
    """The claims that were stored for a code; raises OAuthError for a code that was not made for this request."""
    payload, _, signature = code.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(context, pending.nonce, payload).encode()):
        raise OAuthError("invalid_request", "[IdP] Error - 400 error getting token")
    chosen: Claims = json.loads(base64.urlsafe_b64decode(payload))
    if TIMEOUT in chosen:
        raise OAuthError("invalid_request", "Timeout occurred in calling IdP token endpoint")
    return chosen


def _pending(exchange: Exchange) -> PendingSignIn:
    pending = pending_sign_in(exchange, exchange.query.get("state", ""))
    if pending is None or pending.provider.name != exchange.path_params["provider"] or not pending.provider.is_built_in:
        raise PageError("invalid_request")
    return pending


def _chosen(exchange: Exchange, provider: IdentityProvider) -> Claims:
    form = exchange.form
    given: dict[str, object] = {provider.subject_claim: form.get("subject", "").strip(), "name": form.get("name", "")}
    if form.get("action") == "no_email" or not form.get("email"):
        return given
    given["email"] = form["email"]
    if provider.type not in SILENT_ABOUT_VERIFICATION:
        given["email_verified"] = form.get("email_verified") == "true"
    return given


def _sign(context: Context, nonce: str, chosen: Claims) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(chosen).encode()).decode()
    return f"{payload}.{_signature(context, nonce, payload)}"


def _signature(context: Context, nonce: str, payload: str) -> str:
    return hmac.digest(context.secret, f"fake-provider:{nonce}:{payload}".encode(), "sha256").hex()
