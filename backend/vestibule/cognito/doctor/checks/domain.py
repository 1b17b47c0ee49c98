"""Checks of the pool's domain and managed login."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.client_settings import HOUR, MINUTE
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.token_validity import validity_seconds
from vestibule.settings.domain import domain_url

MANAGED_LOGIN = 2  # ManagedLoginVersion; 1 is the classic hosted UI


@check(
    27,
    "domain",
    Severity.ERROR,
    effect="The buttons of social sign-in lead nowhere.",
)
def domain(facts: Facts) -> Iterator[Fault]:
    """Social sign-in is set up, but the pool has no working domain."""
    if not facts.uses_oauth and not facts.social_providers:
        return
    if not facts.user_pool.domains:
        yield Fault("The pool has no domain.", facts.recipes.cognito("create-user-pool-domain", "--domain", "<prefix>"))
    elif unknown := _unknown_domain(facts):
        name = facts.user_pool.domains[0].get("Domain", "")
        yield Fault(f"COGNITO_DOMAIN is {unknown}, which is not a domain of the pool.", f"COGNITO_DOMAIN={name}")
    for each in facts.user_pool.domains:
        if each.get("Status") not in {"ACTIVE", None}:
            name = each.get("Domain", "")
            yield Fault(
                f"Domain {name} is {each.get('Status')}.",
                facts.recipes.aws("cognito-idp", "describe-user-pool-domain", "--domain", name)
                + "  # a new domain needs up to an hour",
            )


def _unknown_domain(facts: Facts) -> str | None:
    """COGNITO_DOMAIN, if the pool has no such domain."""
    settings = facts.settings
    if settings.cognito_domain is None or settings.is_local_cognito:  # local Cognito serves it at its own address
        return None
    names = (each.get("Domain", "") for each in facts.user_pool.domains)
    known = {domain_url(name, settings.cognito_region) for name in names}
    return None if settings.cognito_domain in known else settings.cognito_domain


@check(
    28,
    "branding",
    Severity.ERROR,
    effect="The sign-in page shows “403 Login pages unavailable”.",
)
def branding(facts: Facts) -> Iterator[Fault]:
    """Managed login is on, and the app client has no branding."""
    managed = [each for each in facts.user_pool.domains if each.get("ManagedLoginVersion") == MANAGED_LOGIN]
    if managed and facts.uses_oauth and not facts.user_pool.has_branding:
        yield Fault(
            f"App client {facts.settings.client_id} has no branding for domain {managed[0].get('Domain')}.",
            facts.recipes.cognito(
                *("create-managed-login-branding", "--client-id", facts.settings.client_id),
                "--use-cognito-provided-values",
            ),
        )


@check(
    29,
    "unused-domain",
    Severity.WARNING,
    effect="Anybody can use Cognito's own sign-up pages, past your app.",
)
def unused_domain(facts: Facts) -> Iterator[Fault]:
    """The pool has a domain that no app client uses."""
    is_used = facts.settings.cognito_domain is not None or any(
        client.get("AllowedOAuthFlowsUserPoolClient")
        or client.get("AllowedOAuthFlows")
        or {*client.get("SupportedIdentityProviders", [])} - {"COGNITO"}
        for _, client in facts.user_pool.clients()
    )
    for each in () if is_used else facts.user_pool.domains:
        name = each.get("Domain", "")
        yield Fault(
            f"No app client uses domain {name}.",
            facts.recipes.cognito("delete-user-pool-domain", "--domain", name)
            + "  # decide first: passkeys may be bound to it",
        )


@check(
    33,
    "managed-session",
    Severity.INFO,
    effect="After tokens expire, or a sign-out in the app alone, one click signs in again without a password.",
)
def managed_session(facts: Facts) -> Iterator[Fault]:
    """Managed login keeps users signed in for an hour, longer than their tokens."""
    if not facts.uses_oauth or not facts.user_pool.domains or validity_seconds(facts.client, "AccessToken") >= HOUR:
        return
    if not facts.user_pool.limits_managed_sessions:
        minutes = validity_seconds(facts.client, "AccessToken") // MINUTE
        tracking = facts.recipes.cognito(
            *("set-user-pool-session-configuration", "--user-session-tracking", "ENABLED"),
            "--token-session",
            "MaxPerUser=<sessions of one user>",
        )
        duration = facts.recipes.cognito(
            *("set-user-pool-client-session-configuration", "--client-id", facts.settings.client_id),
            *("--sso-session", f"MaxValidityMinutes={minutes}"),
        )
        yield Fault("The app client sets no session duration.", f"{tracking} && {duration}")
