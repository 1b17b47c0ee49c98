"""Checks of the app client: flows, refresh, revocation, what it reveals."""

from collections.abc import Iterator
from contextlib import suppress

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.client_settings import flows_of
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, NotRead, Severity
from vestibule.cognito.doctor.recipes import to_jq

API_FLOWS = frozenset({"USER_PASSWORD_AUTH", "USER_AUTH", "CUSTOM_AUTH"})
REFRESH_FLOW = "REFRESH_TOKEN_AUTH"
ROTATION = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}


@check(
    2,
    "auth-flows",
    Severity.ERROR,
    effect="Sign-in fails with “flow not enabled for this client”, or passkeys and codes are not offered.",
    cheap=True,
)
def auth_flows(facts: Facts) -> Iterator[Fault]:
    """A sign-in flow that the API uses is not enabled for the app client."""
    if "flow not enabled" in facts.endpoints.refusal.message and not _signs_in_elsewhere(facts):
        yield _missing_flow(facts, "ALLOW_USER_PASSWORD_AUTH", None)
    with suppress(NotRead):  # the refusal is about the flow that every user needs
        flows = flows_of(facts.client)
        if facts.first_factors != {"PASSWORD"} and "USER_AUTH" not in flows:
            yield _missing_flow(facts, "ALLOW_USER_AUTH", Severity.WARNING)
        if "DefineAuthChallenge" in facts.pool.get("LambdaConfig", {}) and "CUSTOM_AUTH" not in flows:
            yield _missing_flow(facts, "ALLOW_CUSTOM_AUTH", Severity.WARNING)


def _signs_in_elsewhere(facts: Facts) -> bool:
    """Whether users sign in at the pool's domain only, where the API's flows are not needed."""
    if not facts.settings.password_sign_in:
        return True
    try:
        return facts.uses_oauth and flows_of(facts.client).isdisjoint(API_FLOWS)
    except NotRead:
        return False


def _missing_flow(facts: Facts, flow: str, severity: Severity | None) -> Fault:
    return Fault(f"{flow} is not enabled.", facts.recipes.client(f".ExplicitAuthFlows += {to_jq([flow])}"), severity)


def _rotates(facts: Facts) -> bool:
    return facts.client.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED"


@check(
    3,
    "refresh-flow-and-rotation",
    Severity.ERROR,
    effect="Sessions end with “Invalid Refresh Token” after an hour.",
)
def refresh_flow_and_rotation(facts: Facts) -> Iterator[Fault]:
    """Refresh token rotation and the flow ALLOW_REFRESH_TOKEN_AUTH are both enabled; they exclude each other."""
    if _rotates(facts) and REFRESH_FLOW in flows_of(facts.client):
        yield Fault("Both are enabled.", facts.recipes.client('.ExplicitAuthFlows -= ["ALLOW_REFRESH_TOKEN_AUTH"]'))


@check(
    4,
    "no-refresh",
    Severity.ERROR,
    effect="Users are signed out every hour.",
)
def no_refresh(facts: Facts) -> Iterator[Fault]:
    """Neither refresh token rotation nor the flow ALLOW_REFRESH_TOKEN_AUTH is enabled."""
    if not _rotates(facts) and REFRESH_FLOW not in flows_of(facts.client):
        yield Fault("Neither is enabled.", facts.recipes.client(f".RefreshTokenRotation = {to_jq(ROTATION)}"))


@check(
    5,
    "token-revocation",
    Severity.ERROR,
    effect="Signing out leaves the refresh token valid, and tokens lack the claim that names their session.",
)
def token_revocation(facts: Facts) -> Iterator[Fault]:
    """Token revocation is off."""
    if not facts.client.get("EnableTokenRevocation"):
        yield Fault("EnableTokenRevocation is false.", facts.recipes.client(".EnableTokenRevocation = true"))


@check(
    6,
    "user-enumeration",
    Severity.ERROR,
    effect="Anybody can find out which addresses have an account.",
    cheap=True,
)
def user_enumeration(facts: Facts) -> Iterator[Fault]:
    """The app client reveals who has an account (PreventUserExistenceErrors)."""
    reveals = facts.endpoints.refusal.error == "UserNotFoundException"
    with suppress(NotRead):  # how Cognito refuses an unknown user shows it
        reveals = reveals or facts.client.get("PreventUserExistenceErrors") != "ENABLED"
    if reveals:
        yield Fault(
            "PreventUserExistenceErrors is LEGACY, the default of Cognito's API.",
            facts.recipes.client('.PreventUserExistenceErrors = "ENABLED"'),
        )


@check(
    8,
    "public-client-with-secret",
    Severity.WARNING,
    effect="The secret is in everybody's browser or phone, so it proves nothing.",
)
def public_client_with_secret(facts: Facts) -> Iterator[Fault]:
    """An app client of a browser or mobile app has a secret."""
    for client_id, client in facts.user_pool.clients():
        app_callbacks = [url for url in client.get("CallbackURLs", []) if not url.startswith(("https:", "http:"))]
        if "ClientSecret" in client and (app_callbacks or "implicit" in client.get("AllowedOAuthFlows", [])):
            reason = f"returns to {app_callbacks[0]}" if app_callbacks else "uses the implicit flow"
            yield Fault(
                f"App client {client_id} has a secret and {reason}.",
                facts.recipes.cognito(
                    *("create-user-pool-client", "--client-name", "public", "--no-generate-secret"),
                    *("--prevent-user-existence-errors", "ENABLED", "--enable-token-revocation"),
                ),
            )


@check(
    42,
    "client-ip",
    Severity.WARNING,
    effect="Threat protection takes all users for one client, at the API's address, and may block them together.",
)
def client_ip(facts: Facts) -> Iterator[Fault]:
    """Threat protection does not see the users' IP addresses."""
    if facts.pool.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF") == "OFF":
        return
    if "ClientSecret" not in facts.client:
        yield Fault(
            "The app client has no secret, so Cognito ignores the addresses that the API passes on.",
            facts.recipes.cognito(
                *("create-user-pool-client", "--client-name", "api", "--generate-secret"),
                *("--enable-propagate-additional-user-context-data", "--prevent-user-existence-errors", "ENABLED"),
            )
            + "  # decide first: give it the settings of the present one, and the API its id and secret",
        )
    elif not facts.client.get("EnablePropagateAdditionalUserContextData"):
        yield Fault(
            "EnablePropagateAdditionalUserContextData is false.",
            facts.recipes.client(".EnablePropagateAdditionalUserContextData = true"),
        )
