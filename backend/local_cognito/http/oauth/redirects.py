"""Redirects: back to the app with a code or an error, and to the domain's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.responses import Response

# The characters of URLs (RFC 3986), and the percent sign of those that are encoded already.
SAFE = ":/?#[]@!$&'()*+,;=%-._~"


class PageError(Exception):
    """An error that is shown on the domain's own page, because it cannot be sent to an app."""

    def __init__(self, error: str, client_id: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.client_id = client_id


def redirect(url: str) -> Response:
    """302. The URL may hold a code, so it must not be stored."""
    # A registered URL may have characters that a header cannot have.
    headers = {"Location": quote(url, safe=SAFE), "Cache-Control": "no-store", "Pragma": "no-cache"}
    return Response(status_code=302, headers=headers)


def with_query(url: str, parameters: Mapping[str, str | None]) -> str:
    """A URL with further parameters in its query. Those that are None are left out."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(given)}" if given else url


def to_page(path: str, parameters: Mapping[str, str | None]) -> Response:
    """A redirect to one of the domain's pages."""
    return redirect(with_query(path, parameters))


def to_error_page(error: PageError) -> Response:
    """A redirect to /error."""
    return to_page("/error", {"error": error.error, "client_id": error.client_id or None})
