"""Checks of ids, secret, keys and clock: whether we talk to the right pool at all."""

import re
import shlex
from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.endpoints import JWKS_PATH
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, NotRead, Severity
from vestibule.cognito.doctor.reading import NotFound
from vestibule.settings.pool import POOL_ID

MAX_SKEW_SECONDS = 60


@check(
    1,
    "pool-exists",
    Severity.ERROR,
    effect="Nobody can sign in or sign up: every call fails.",
    cheap=True,
)
def pool_exists(facts: Facts) -> Iterator[Fault]:
    """The pool or the app client does not exist, or the region is wrong."""
    settings, recipes = facts.settings, facts.recipes
    if facts.endpoints.refusal.error == "ResourceNotFoundException":
        yield Fault(
            f"There is no app client {settings.client_id} in {settings.cognito_region}.",
            recipes.cognito("list-user-pool-clients", "--max-results", "60"),
        )
        return
    for read in (lambda: facts.endpoints.discovery, lambda: facts.pool, lambda: facts.client):
        try:
            read()
        except NotFound as reason:
            yield Fault(
                f"Pool {settings.cognito_user_pool_id} with app client {settings.client_id} was not found: {reason}",
                recipes.aws("cognito-idp", "list-user-pools", "--max-results", "60"),
            )
            return
        except NotRead:
            continue  # the call above suffices


@check(
    7,
    "client-secret",
    Severity.ERROR,
    effect="Nobody can sign in: Cognito answers “Unable to verify secret hash for client”.",
    cheap=True,
)
def client_secret(facts: Facts) -> Iterator[Fault]:
    """The app client's secret is missing, wrong, or not expected."""
    refusal = facts.endpoints.refusal
    if refusal.error != "NotAuthorizedException" or "secret" not in refusal.message.lower():
        return
    show = facts.recipes.cognito(
        *("describe-user-pool-client", "--client-id", facts.settings.client_id),
        *("--query", "UserPoolClient.ClientSecret"),
    )
    if facts.settings.cognito_client_secret is None:
        yield Fault("The app client has a secret, and COGNITO_CLIENT_SECRET is not set.", f"{show}  # set it")
    elif "not configured" in refusal.message:
        yield Fault("The app client has no secret, but COGNITO_CLIENT_SECRET is set.", "Remove COGNITO_CLIENT_SECRET.")
    else:
        yield Fault("Cognito refuses COGNITO_CLIENT_SECRET.", f"{show}  # set it")


@check(
    50,
    "issuer",
    Severity.ERROR,
    effect="Every access token is refused: signed-in users are signed out.",
    cheap=True,
)
def issuer(facts: Facts) -> Iterator[Fault]:
    """Issuer, key URL and pool id disagree."""
    settings = facts.settings
    pool_id = settings.cognito_user_pool_id
    named = re.search(rf"/({POOL_ID}){re.escape(JWKS_PATH)}$", settings.cognito_jwks_url)
    if named and named[1] != pool_id:
        yield Fault(
            f"COGNITO_JWKS_URL is the key URL of pool {named[1]}, not of {pool_id}.",
            "Remove COGNITO_JWKS_URL: it is derived from COGNITO_USER_POOL_ID.",
        )
        return
    if not facts.endpoints.keys.get("keys"):
        yield Fault("The key URL has no keys.", "Remove COGNITO_JWKS_URL: it is derived from COGNITO_USER_POOL_ID.")
    found = facts.endpoints.discovery.get("issuer")
    if found != settings.cognito_issuer:
        yield Fault(
            f"The pool's tokens have the issuer {found}, and {settings.cognito_issuer} is expected.",
            f"COGNITO_ISSUER={shlex.quote(str(found))}",
        )


@check(
    54,
    "clock",
    Severity.WARNING,
    effect="Fresh tokens are refused as not valid yet, and AWS refuses signed calls.",
    cheap=True,
)
def clock(facts: Facts) -> Iterator[Fault]:
    """The clocks of this machine and of Cognito differ by more than a minute."""
    skew = facts.endpoints.refusal.skew
    if skew is None:
        raise NotRead("Cognito's response has no Date header")
    if abs(skew) > MAX_SKEW_SECONDS:
        direction = "ahead of" if skew > 0 else "behind"
        yield Fault(
            f"This machine's clock is {abs(skew):.0f} s {direction} Cognito's.",
            "timedatectl set-ntp true  # or another NTP client",
        )
