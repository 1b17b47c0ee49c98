"""The forms of the domain's pages, and their protection against forged requests."""

from __future__ import annotations

import functools
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange, Handler
from local_cognito.http.oauth.handlers import NOTICE, RequestHandler, of_request
from local_cognito.http.oauth.languages import language_of, texts_of
from local_cognito.http.oauth.pages import page
from local_cognito.http.oauth.redirects import with_query
from local_cognito.model import client_documents, domains

# The cookie and the hidden field whose values must be the same.
CSRF_COOKIE, CSRF_FIELD = "XSRF-TOKEN", "_csrf"
CSRF_SECONDS = 86400


def form_page(
    exchange: Exchange,
    request: AuthorizationRequest,
    template: str,
    values: Mapping[str, object],
    *,
    error: str = "",
    notice: str = "",
) -> Response:
    """A page with forms. `error` is what was wrong with the last one, `notice` what it did."""
    if not _has_pages(exchange, request):
        return page(exchange, "unavailable", {}, status=403)
    csrf = exchange.random_cookie(CSRF_COOKIE)
    shown = {
        **values,
        "csrf": csrf,
        "query": urlencode(request.parameters),
        "error": error,
        "notice": notice,
        "policy": policy_text(exchange, request),
    }
    response = page(exchange, template, shown, form_targets=[request.redirect_origin])
    exchange.set_cookie(response, CSRF_COOKIE, csrf, CSRF_SECONDS)
    return response


def submitted(handler: RequestHandler) -> Handler:
    """A handler of a form. A form that was not sent by our own page, or is too old, leads to the sign-in page."""

    @of_request
    @functools.wraps(handler)
    def handle(exchange: Exchange, request: AuthorizationRequest) -> Response:
        cookie, field = exchange.cookies.get(CSRF_COOKIE, ""), exchange.form.get(CSRF_FIELD, "")
        origin = exchange.headers.get("origin")
        is_own = origin is None or origin.partition("://")[2] == exchange.headers.get("host")
        if not cookie or not is_own or not hmac.compare_digest(cookie.encode(), field.encode()):
            return to_login(request, "expired")
        return handler(exchange, request)

    return handle


def to_login(request: AuthorizationRequest, notice: str) -> Response:
    """303 to the sign-in page, which shows one of its notices."""
    location = with_query("/login", {**request.parameters, NOTICE: notice})
    return Response(status_code=303, headers={"Location": location, "Cache-Control": "no-store"})


def _has_pages(exchange: Exchange, request: AuthorizationRequest) -> bool:
    """Whether there are pages for the client: managed login has none for a client without a branding."""
    client = request.client
    with exchange.context.storage.read() as db:
        versions = {domain.managed_login_version for domain in domains.of_pool(db, client.pool.id)}
        is_branded = client_documents.of_client(db, client.id, client_documents.BRANDING) is not None
    return is_branded or domains.CLASSIC in versions


def policy_text(exchange: Exchange, request: AuthorizationRequest) -> str:
    """What the pool requires of passwords, in words."""
    policy, text = request.client.pool.policy, texts_of(language_of(exchange))
    parts = [
        text[f"policy_{name}"]
        for name in ("Uppercase", "Lowercase", "Numbers", "Symbols")
        if policy.get(f"Require{name}")
    ]
    length = text["policy_length"].format(policy.get("MinimumLength", 8))
    return f"{length}{text['policy_with'].format(', '.join(parts))}." if parts else f"{length}."
