"""Checks of how long tokens are valid, and of clients for machines."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.client_settings import DAY, HOUR, MINUTE, USER_FLOWS, flows_of
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.token_validity import validity_seconds

MIN_MACHINE_SECONDS = 10 * MINUTE
SAFE_ACCESS = '.AccessTokenValidity = 15 | .TokenValidityUnits.AccessToken = "minutes"'
SAFE_REFRESH = '.RefreshTokenValidity = 30 | .TokenValidityUnits.RefreshToken = "days"'


@check(
    32,
    "token-validity",
    Severity.WARNING,
    effect="A stolen token works for long; or pages wait for refreshes, and Cognito throttles them.",
)
def token_validity(facts: Facts) -> Iterator[Fault]:
    """Tokens are valid for too long, or so short that clients refresh them all the time."""
    access, refresh = validity_seconds(facts.client, "AccessToken"), validity_seconds(facts.client, "RefreshToken")
    if access > HOUR:
        yield Fault(f"Access tokens are valid for {access // MINUTE} minutes.", facts.recipes.client(SAFE_ACCESS))
    if access < 5 * MINUTE:
        yield Fault(f"Access tokens are valid for only {access} seconds.", facts.recipes.client(SAFE_ACCESS))
    if refresh > 90 * DAY:
        yield Fault(f"Refresh tokens are valid for {refresh // DAY} days.", facts.recipes.client(SAFE_REFRESH))


@check(
    53,
    "machine-client",
    Severity.WARNING,
    effect="One leaked secret allows both user sign-ins and machine tokens; each machine token is billed.",
)
def machine_client(facts: Facts) -> Iterator[Fault]:
    """A client for machines also signs in users, or its tokens are short-lived."""
    for client_id, client in facts.user_pool.clients():
        if "client_credentials" not in client.get("AllowedOAuthFlows", []):
            continue
        user_flows = sorted(flows_of(client) & USER_FLOWS)
        if user_flows:
            yield Fault(
                f"App client {client_id} is for machines, and allows {', '.join(user_flows)}.",
                facts.recipes.client(".ExplicitAuthFlows = []", client_id) + "  # after its users have another client",
            )
        if (seconds := validity_seconds(client, "AccessToken")) < MIN_MACHINE_SECONDS:
            yield Fault(
                f"The tokens of app client {client_id} are valid for only {seconds} seconds.",
                facts.recipes.client(
                    '.AccessTokenValidity = 60 | .TokenValidityUnits.AccessToken = "minutes"', client_id
                ),
            )
