"""The domain's HTML pages: templates without script, with a strict Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.languages import LANGUAGE_COOKIE, LANGUAGE_SECONDS, language_of, texts_of

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "domain.css").read_text()

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(
    exchange: Exchange,
    template: str,
    values: Mapping[str, object],
    *,
    status: int = 200,
    form_targets: Iterable[str] = (),
) -> Response:
    """A page. `values` are what the template needs besides texts.

    `form_targets` are the origins to which the response to its forms may redirect.
    """
    language = language_of(exchange)
    content = _environment.get_template(f"{template}.html").render(language=language, text=texts_of(language), **values)
    response = HTMLResponse(content, status, _headers(form_targets))
    if "lang" in exchange.query:
        exchange.set_cookie(response, LANGUAGE_COOKIE, language, LANGUAGE_SECONDS)
    return response


def style(_: Exchange) -> Response:
    """GET /domain.css."""
    headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(STYLE, media_type="text/css", headers=headers)


def _headers(form_targets: Iterable[str]) -> dict[str, str]:
    # Browsers apply form-action to redirects after a form as well, and the last one goes to the app.
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "form-action": " ".join(["'self'", *form_targets]),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cache-Control": "no-store",
        # With no-referrer, browsers would send forms with the origin null.
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "Vary": "Accept-Language, Cookie",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
