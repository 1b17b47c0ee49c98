"""An app client's OAuth settings: redirect URLs and flows that Cognito refuses."""

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

from local_cognito.errors import InvalidOAuthFlowException, InvalidParameterException

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
# Browsers run these as scripts of the page that leads to them.
SCRIPT_SCHEMES = ("javascript", "data", "vbscript")
REDIRECT_FLOWS = {"code", "implicit"}


def check(settings: Mapping[str, object], *, has_secret: bool) -> None:
    """Raise InvalidParameterException or InvalidOAuthFlowException unless the OAuth settings fit together."""
    for name in ("CallbackURLs", "LogoutURLs"):
        for url in _list(settings, name):
            _check_url(name, url)
    default = settings.get("DefaultRedirectURI")
    if default is not None and default not in _list(settings, "CallbackURLs"):
        raise InvalidParameterException("DefaultRedirectURI must be in the list of CallbackURLs.")
    if settings.get("AllowedOAuthFlowsUserPoolClient"):
        _check_flows(settings, has_secret=has_secret)


def _check_flows(settings: Mapping[str, object], *, has_secret: bool) -> None:
    flows = set(_list(settings, "AllowedOAuthFlows"))
    if not flows or not _list(settings, "AllowedOAuthScopes"):
        raise InvalidParameterException(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
        )
    if "client_credentials" in flows and flows & REDIRECT_FLOWS:
        raise InvalidOAuthFlowException(
            "client_credentials flow can not be selected along with code flow or implicit flow."
        )
    if "client_credentials" in flows and not has_secret:
        raise InvalidOAuthFlowException(
            "client_credentials flow can not be selected if client does not have a client secret."
        )
    if flows & REDIRECT_FLOWS and not _list(settings, "CallbackURLs"):
        raise InvalidOAuthFlowException("CallbackUrls can not be empty when code flow or implicit flow is selected")


def _check_url(name: str, url: str) -> None:
    """Accept https, http to a loopback host, and custom schemes. Schemes are case-insensitive (RFC 3986)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise InvalidParameterException(f"{name}: {url} is not a URL.") from error
    if parts.scheme in SCRIPT_SCHEMES:
        raise InvalidParameterException(f"{name}: {url} cannot be a redirect URL.")
    if not parts.scheme or "#" in url or (parts.scheme in ("http", "https") and not host):
        raise InvalidParameterException(f"{name}: {url} must be an absolute URL without a fragment.")
    if parts.scheme == "http" and (host not in LOOPBACK_HOSTS or "@" in parts.netloc):
        raise InvalidParameterException(f"{name}: the URL {url} cannot use the HTTP protocol.")


def _list(settings: Mapping[str, object], name: str) -> list[str]:
    return cast("list[str]", settings.get(name) or [])
