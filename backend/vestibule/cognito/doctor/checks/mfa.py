"""Checks of second factors, passkeys and devices."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.client_settings import USER_FLOWS, flows_of
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.reading import NotFound
from vestibule.cognito.doctor.recipes import to_jq

SWITCH_ON = '.MfaConfiguration = "OPTIONAL" | .SoftwareTokenMfaConfiguration = {"Enabled": true}'
LATER_TOKEN_TRIGGERS = ("V2_0", "V3_0")


@check(
    9,
    "device-tracking",
    Severity.WARNING,
    effect="Sessions of other apps end with “Invalid Refresh Token” after an hour, unless they send the device key.",
)
def device_tracking(facts: Facts) -> Iterator[Fault]:
    """Cognito tracks devices, and an app client beside the API's signs in users too; or tracking is of no use."""
    devices = facts.pool.get("DeviceConfiguration")
    if not devices:
        return
    stop = facts.recipes.pool("del(.DeviceConfiguration)")
    others = [
        client_id
        for client_id, client in facts.user_pool.clients()
        if client_id != facts.settings.client_id and flows_of(client) & USER_FLOWS
    ]
    if others:
        yield Fault(
            f"App client {', '.join(others)}: the API sends the device key, and these apps must as well.",
            f"{stop}  # unless they do; browsers are then no longer trusted",
        )
    if not devices.get("ChallengeRequiredOnNewDevice"):
        yield Fault(
            "ChallengeRequiredOnNewDevice is false: each sign-in registers a device, and no browser can be trusted.",
            f"{stop}  # or set it to true, to let users trust their browser",
            Severity.INFO,
        )


@check(
    38,
    "second-factor",
    Severity.WARNING,
    effect="A stolen password is enough; or users are asked for a factor that they cannot have.",
)
def second_factor(facts: Facts) -> Iterator[Fault]:
    """There is no second factor, or none that users can set up."""
    mode = facts.user_pool.mfa.get("MfaConfiguration", "OFF")
    switch_on = facts.recipes.mfa(SWITCH_ON)
    if mode == "OFF":
        yield Fault("MFA is OFF.", switch_on)
    elif not facts.mfa_methods:
        yield Fault(f"MFA is {mode}, and no factor is enabled.", switch_on, Severity.ERROR)


@check(
    39,
    "sms",
    Severity.ERROR,
    effect="Codes by SMS never arrive.",
)
def sms(facts: Facts) -> Iterator[Fault]:
    """SMS cannot be delivered: sandbox, spend limit, or the role."""
    configuration = facts.pool.get("SmsConfiguration")
    if not configuration:
        return
    region = configuration.get("SnsRegion") or facts.settings.cognito_region
    yield from _sms_role(facts, configuration.get("SnsCallerArn", ""), configuration.get("ExternalId"))
    limit = facts.account.sms_spend_limit(region)
    if limit <= 1:
        yield Fault(
            f"The account may spend {limit:g} USD a month on SMS.",
            facts.recipes.aws("sns", "set-sms-attributes", "--attributes", "MonthlySpendLimit=<USD>", region=region)
            + "  # AWS Support raises the upper limit",
        )
    if facts.account.is_in_sms_sandbox(region):
        yield Fault(
            f"SNS in {region} is in the SMS sandbox: only verified numbers get messages.",
            facts.recipes.aws("sns", "get-sms-sandbox-account-status", region=region) + "  # AWS Support ends it",
        )


def _sms_role(facts: Facts, role_arn: str, external_id: str | None) -> Iterator[Fault]:
    role = role_arn.rpartition("/")[2]
    try:
        statements = facts.account.trust_policy(role_arn).get("Statement", [])
    except NotFound:
        yield Fault(f"The SMS role {role} does not exist.", facts.recipes.aws("iam", "get-role", "--role-name", role))
        return
    expected = {
        value
        for statement in ([statements] if isinstance(statements, dict) else statements)
        for test in statement.get("Condition", {}).values()
        for key, values in test.items()
        if key.lower() == "sts:externalid"
        for value in ([values] if isinstance(values, str) else values)
    }
    if expected and external_id not in expected:
        yield Fault(
            f"The role {role} expects another ExternalId than the pool's {external_id}.",
            facts.recipes.pool(f'.SmsConfiguration.ExternalId = "{min(expected)}"'),
        )


@check(
    44,
    "feature-plan",
    Severity.ERROR,
    effect="Passkeys, sign-in without a password or codes by e-mail fail (FeatureUnavailableInTierException).",
)
def feature_plan(facts: Facts) -> Iterator[Fault]:
    """A feature that is wanted needs a higher feature plan."""
    if facts.tier != "LITE":
        return
    trigger = facts.pool.get("LambdaConfig", {}).get("PreTokenGenerationConfig", {}).get("LambdaVersion")
    settings = facts.settings
    set_by_operator = settings.model_fields_set
    wanted = {
        "sign-in without a password": facts.first_factors != {"PASSWORD"}
        or ("first_factors" in set_by_operator and {*settings.first_factors} != {"password"}),
        "choice-based sign-in (ALLOW_USER_AUTH)": "ALLOW_USER_AUTH" in facts.client.get("ExplicitAuthFlows", []),
        "codes by e-mail": "email_otp" in facts.mfa_methods
        or ("mfa_methods" in set_by_operator and "email_otp" in settings.mfa_methods),
        "passkeys": "WebAuthnConfiguration" in facts.user_pool.mfa,
        "changed access tokens": trigger in LATER_TOKEN_TRIGGERS,
        "password history": bool(facts.pool.get("Policies", {}).get("PasswordPolicy", {}).get("PasswordHistorySize")),
    }
    if features := [feature for feature, is_wanted in wanted.items() if is_wanted]:
        yield Fault(
            f"The plan is LITE, without {', '.join(features)}.",
            facts.recipes.pool('.UserPoolTier = "ESSENTIALS"') + "  # costs more",
        )


@check(
    45,
    "passkey-host",
    Severity.ERROR,
    effect="Browsers refuse to create or use passkeys on the app's pages.",
)
def passkey_host(facts: Facts) -> Iterator[Fault]:
    """Passkeys belong to another host than the app's."""
    if "WEB_AUTHN" not in facts.first_factors:
        return
    relying_party = facts.user_pool.mfa.get("WebAuthnConfiguration", {}).get("RelyingPartyId")
    hosts = facts.app_hosts or (("<host of the app>",) if relying_party is None else ())
    outside = [host for host in hosts if not _is_within(host, relying_party)]
    if outside:
        yield Fault(
            f"The relying party is {relying_party or 'the domain of Cognito'}, and the app is at {outside[0]}.",
            facts.recipes.mfa(f".WebAuthnConfiguration.RelyingPartyId = {to_jq(outside[0])}")
            + "  # decide first: existing passkeys are lost",
        )


def _is_within(host: str, relying_party: str | None) -> bool:
    return relying_party is not None and (host == relying_party or host.endswith(f".{relying_party}"))
