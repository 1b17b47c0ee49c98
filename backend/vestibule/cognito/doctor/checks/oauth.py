"""Checks of OAuth: the client's addresses, flows and scopes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.recipes import to_jq
from vestibule.cognito.scopes import SELF_SERVICE

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SCOPE_ATTRIBUTES = {
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
}


def urls_of(client: "t.UserPoolClientTypeTypeDef") -> dict[str, Sequence[str]]:
    """The URLs that Cognito may redirect to: after sign-in, and after a sign-out."""
    return {"CallbackURLs": client.get("CallbackURLs", []), "LogoutURLs": client.get("LogoutURLs", [])}


@check(
    23,
    "callback-url",
    Severity.ERROR,
    effect="Social sign-in ends at an error page of Cognito (redirect_mismatch).",
    cheap=True,
)
def callback_url(facts: Facts) -> Iterator[Fault]:
    """The app's callback URL is not registered with the app client."""
    if not facts.uses_oauth:
        return
    expected = {"CallbackURLs": facts.callback_urls, "LogoutURLs": facts.sign_out_urls}
    for member, registered in urls_of(facts.client).items():
        for url in expected[member]:
            if url not in registered:
                similar = [each for each in registered if each.rstrip("/") == url.rstrip("/")]
                yield Fault(
                    f"{url} is not in {member}" + (f"; {similar[0]} differs by a slash." if similar else "."),
                    facts.recipes.client(f".{member} += {to_jq([url])}"),
                )


@check(
    24,
    "unsafe-callback-url",
    Severity.WARNING,
    effect="Sign-in codes can be taken by another program or on the network.",
)
def unsafe_callback_url(facts: Facts) -> Iterator[Fault]:
    """An unencrypted, local or wildcard callback URL is registered in production."""
    if not facts.settings.is_production:
        return
    for client_id in facts.user_pool.client_ids:
        client = facts.user_pool.described(client_id)
        for member, urls in urls_of(client).items():
            if unsafe := [url for url in urls if _is_unsafe(url)]:
                yield Fault(
                    f"{member} of app client {client_id}: {', '.join(unsafe)}.",
                    facts.recipes.client(f".{member} -= {to_jq(unsafe)}", client_id),
                )


def _is_unsafe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" or "*" in url or (parts.hostname or "") in LOOPBACK


@check(
    25,
    "implicit-flow",
    Severity.WARNING,
    effect="Tokens are in URLs, and so in histories and logs.",
)
def implicit_flow(facts: Facts) -> Iterator[Fault]:
    """The implicit flow is allowed."""
    for client_id, client in facts.user_pool.clients():
        if "implicit" in client.get("AllowedOAuthFlows", []):
            yield Fault(
                f"App client {client_id} allows it.",
                facts.recipes.client('.AllowedOAuthFlows = ["code"]', client_id),
            )


@check(
    26,
    "oauth-not-enabled",
    Severity.ERROR,
    effect="Social sign-in fails with “Client is not enabled for OAuth2.0 flows”.",
)
def oauth_not_enabled(facts: Facts) -> Iterator[Fault]:
    """The app client has OAuth flows or scopes, but OAuth is not enabled for it."""
    if facts.uses_oauth and not facts.client.get("AllowedOAuthFlowsUserPoolClient"):
        yield Fault(
            "AllowedOAuthFlowsUserPoolClient is false.",
            facts.recipes.client(".AllowedOAuthFlowsUserPoolClient = true"),
        )


@check(
    30,
    "unreadable-scope",
    Severity.ERROR,
    effect="Social sign-in fails at the exchange of the code (invalid_grant).",
)
def unreadable_scope(facts: Facts) -> Iterator[Fault]:
    """A scope needs an attribute that the app client cannot read."""
    readable = facts.client.get("ReadAttributes", [])
    if not readable:
        return  # then the client reads all standard attributes
    for scope, attributes in SCOPE_ATTRIBUTES.items():
        missing = [name for name in attributes if name not in readable]
        if scope in facts.client.get("AllowedOAuthScopes", []) and missing:
            yield Fault(
                f"Scope {scope} needs {', '.join(missing)}.",
                facts.recipes.client(f".ReadAttributes += {to_jq(missing)}"),
            )


@check(
    31,
    "profile-scope",
    Severity.ERROR,
    effect="After social sign-in the profile page fails: “Access Token does not have required scopes”.",
)
def profile_scope(facts: Facts) -> Iterator[Fault]:
    """The scope aws.cognito.signin.user.admin is missing."""
    if facts.uses_oauth and SELF_SERVICE not in facts.client.get("AllowedOAuthScopes", []):
        yield Fault(
            f"AllowedOAuthScopes lacks {SELF_SERVICE}.",
            facts.recipes.client(f".AllowedOAuthScopes += {to_jq([SELF_SERVICE])}"),
        )
