"""Requests to identity providers, and Cognito's words for their failures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError

from local_cognito.errors import OAuthError

TIMEOUT_SECONDS = 5
MAX_BYTES = 1_000_000
MAX_REDIRECTS = 20
USER_AGENT = {"User-Agent": "Amazon/Cognito", "Accept": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_http = urllib3.PoolManager(timeout=TIMEOUT_SECONDS)


def fetch_json(
    method: str,
    url: str,
    what: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """A JSON object from a provider; raises OAuthError. `what` names the endpoint in the error.

    `fields` are sent as a form. Only GET follows redirects: a form has our secret, and its code.
    """
    if not url.startswith(("https://", "http://")):
        raise OAuthError("invalid_request", f"The provider has no {what}.")
    retries = urllib3.Retry(None, connect=0, read=0, other=0, redirect=MAX_REDIRECTS if method == "GET" else 0)
    sent = {**USER_AGENT, **(FORM if fields else {}), **(headers or {})}
    body = urlencode(fields) if fields else None
    try:
        response = _http.request(method, url, headers=sent, body=body, retries=retries, preload_content=False)
        try:
            received = response.read(MAX_BYTES + 1, decode_content=True)
        finally:
            response.close()
    except (ConnectTimeoutError, ReadTimeoutError) as error:
        raise OAuthError("invalid_request", f"Timeout occurred in calling {what}") from error
    except HTTPError as error:
        raise OAuthError("invalid_request", f"{what}: {type(error).__name__}") from error
    if response.status != 200:
        raise OAuthError("invalid_request", f"[IdP] Error - [{response.status}] error getting token")
    return _parse(received, what)


def _parse(body: bytes, what: str) -> dict[str, object]:
    try:
        content = json.loads(body) if len(body) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise OAuthError("invalid_request", f"{what}: the response is not a JSON object")
    return content
