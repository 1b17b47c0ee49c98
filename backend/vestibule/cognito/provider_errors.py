"""The only table that maps the errors of a sign-in by redirect to ours.

Cognito reports almost every failure of a provider as `invalid_request`, so the description has to distinguish them.
As in `errors.py`, the first phrase that occurs in it decides. Descriptions are no contract: a text that is not in the
table is ProviderFailed.
"""

import re

import structlog

from vestibule import errors
from vestibule.cognito.messages import trigger_message
from vestibule.errors import AppError

log = structlog.get_logger(__name__)

DESCRIPTIONS: dict[str, type[AppError]] = {
    "already found an entry for username": errors.AuthorizeAgain,
    "access_denied": errors.SignInCancelled,
    "user_denied": errors.SignInCancelled,
    "cancel": errors.SignInCancelled,
    "failed with error": errors.RejectedByPool,
    "attributes required": errors.ProviderEmailMissing,
    "attribute is required": errors.ProviderEmailMissing,
    "attribute cannot be updated": errors.Misconfigured,
    "invalid_scope": errors.Misconfigured,
    "timeout": errors.ProviderTimeout,
    "timed out": errors.ProviderTimeout,
    "": errors.ProviderFailed,
}
"""Phrases in lower case."""

MAX_LOGGED = 200
_EMAIL = re.compile(r"\S*@\S*")

NAMES: dict[str, type[AppError]] = {
    "access_denied": errors.SignInCancelled,
    "login_required": errors.OAuthStateInvalid,
    "temporarily_unavailable": errors.CognitoUnavailable,
    "invalid_scope": errors.Misconfigured,
    "unauthorized_client": errors.Misconfigured,
    "unsupported_response_type": errors.Misconfigured,
}
"""Errors whose name says enough (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6)."""


def provider_error(name: str, description: str) -> AppError:
    """Our error for the parameters `error` and `error_description` of a callback."""
    text = description.lower()
    found = NAMES.get(name) or next(error for phrase, error in DESCRIPTIONS.items() if phrase in text)
    if issubclass(found, errors.Misconfigured | errors.ProviderFailed):
        logged = _EMAIL.sub("…", description[:MAX_LOGGED])
        log.warning("oauth.callback_failed", error=name, description=logged)
    if found is errors.RejectedByPool:
        return found(trigger_message(description))
    return found()
