"""Checks of how long tokens are valid, and of clients for machines."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from vestibule.cognito.admin.pool import DEFAULT_REFRESH_TOKEN_DAYS, UNITS
from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.checks.app_client import USER_FLOWS, flows_of
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

MINUTE, HOUR, DAY = UNITS["minutes"], UNITS["hours"], UNITS["days"]
# Cognito's, also for 0
DEFAULT_SECONDS = {"Access": HOUR, "Id": HOUR, "Refresh": DEFAULT_REFRESH_TOKEN_DAYS * DAY}
DEFAULT_UNITS = {"Access": "hours", "Id": "hours", "Refresh": "days"}
MIN_MACHINE_SECONDS = 10 * MINUTE
SAFE_ACCESS = '.AccessTokenValidity = 15 | .TokenValidityUnits.AccessToken = "minutes"'
SAFE_REFRESH = '.RefreshTokenValidity = 30 | .TokenValidityUnits.RefreshToken = "days"'

Token = Literal["Access", "Id", "Refresh"]


def seconds_of(client: "t.UserPoolClientTypeTypeDef", token: Token) -> int:
    """How long the client's tokens of this kind are valid."""
    settings: Mapping[str, object] = {**client}
    validity = int(str(settings.get(f"{token}TokenValidity") or 0))
    units: Mapping[str, object] = {**client.get("TokenValidityUnits", {})}
    unit = str(units.get(f"{token}Token") or DEFAULT_UNITS[token])
    return validity * UNITS[unit] if validity else DEFAULT_SECONDS[token]


@check(
    32,
    "token-validity",
    Severity.WARNING,
    effect="A stolen token works for long; or pages wait for refreshes, and Cognito throttles them.",
)
def token_validity(facts: Facts) -> Iterator[Fault]:
    """Tokens are valid for too long, or so short that clients refresh them all the time."""
    access, refresh = seconds_of(facts.client, "Access"), seconds_of(facts.client, "Refresh")
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
        if (seconds := seconds_of(client, "Access")) < MIN_MACHINE_SECONDS:
            yield Fault(
                f"The tokens of app client {client_id} are valid for only {seconds} seconds.",
                facts.recipes.client(
                    '.AccessTokenValidity = 60 | .TokenValidityUnits.AccessToken = "minutes"', client_id
                ),
            )
