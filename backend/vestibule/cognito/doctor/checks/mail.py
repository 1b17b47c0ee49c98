"""Checks of e-mail: who sends it, and whether it arrives."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.recipes import to_jq

OWN_MAIL = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "<ARN of the SES identity>", "From": "<name@example.com>"}
FAILED_DELIVERIES = {
    "LogLevel": "ERROR",
    "EventSource": "userNotification",
    "CloudWatchLogsConfiguration": {"LogGroupArn": "<ARN of a log group>"},
}


@check(
    10,
    "default-mail",
    Severity.WARNING,
    effect="From the 51st e-mail of a day on, codes do not arrive, without an error.",
)
def default_mail(facts: Facts) -> Iterator[Fault]:
    """Cognito's own mail sender is in use, which sends at most 50 e-mails a day."""
    sender = facts.pool.get("EmailConfiguration", {}).get("EmailSendingAccount", "COGNITO_DEFAULT")
    if sender == "COGNITO_DEFAULT":
        yield Fault(
            "EmailSendingAccount is COGNITO_DEFAULT.",
            facts.recipes.pool(f".EmailConfiguration = {to_jq(OWN_MAIL)}"),
            Severity.ERROR if facts.settings.is_production else None,
        )


@check(
    11,
    "ses-identity",
    Severity.ERROR,
    effect="Codes reach only addresses that were verified in SES, or nobody.",
)
def ses_identity(facts: Facts) -> Iterator[Fault]:
    """Amazon SES does not send for this pool: the identity is not verified, or the account is in the sandbox."""
    mail = facts.pool.get("EmailConfiguration", {})
    if mail.get("EmailSendingAccount") != "DEVELOPER":
        return
    region, identity = ses_source(mail.get("SourceArn", ""), facts.settings.cognito_region)
    found = facts.account.mail_identity(identity, region)
    if found is None:
        yield Fault(
            f"SES in {region} has no identity {identity}.",
            facts.recipes.aws("sesv2", "create-email-identity", "--email-identity", identity, region=region),
        )
    elif not found.get("VerifiedForSendingStatus"):
        yield Fault(
            f"The SES identity {identity} is not verified.",
            facts.recipes.aws("sesv2", "get-email-identity", "--email-identity", identity, region=region)
            + "  # add the DNS records that it shows",
        )
    account = facts.account.mail_account(region)
    if not account.get("ProductionAccessEnabled"):
        yield Fault(
            f"SES in {region} is in the sandbox.",
            facts.recipes.aws(
                *("sesv2", "put-account-details", "--production-access-enabled", "--mail-type", "TRANSACTIONAL"),
                *("--website-url", "<your site>", "--use-case-description", "<why you send e-mail>"),
                region=region,
            ),
        )
    if account.get("SendingEnabled") is False:
        yield Fault(
            f"SES in {region} has paused sending for this account.",
            facts.recipes.aws("sesv2", "get-account", region=region) + "  # EnforcementStatus says why",
        )


def ses_source(arn: str, default_region: str) -> tuple[str, str]:
    """Region and name of an SES identity's ARN, such as arn:aws:ses:us-east-1:1234:identity/example.com."""
    parts = arn.split(":", 5)
    region = parts[3] if len(parts) > 3 and parts[3] else default_region
    return region, arn.partition("identity/")[2]


@check(
    12,
    "delivery-failure",
    Severity.ERROR,
    effect="No code arrives.",
)
def delivery_failure(facts: Facts) -> Iterator[Fault]:
    """Cognito reports that it cannot send e-mail or SMS."""
    for medium, failure in (
        ("e-mail", facts.pool.get("EmailConfigurationFailure")),
        ("SMS", facts.pool.get("SmsConfigurationFailure")),
    ):
        if failure:
            what = "identity" if medium == "e-mail" else "role"
            configuration = "EmailConfiguration" if medium == "e-mail" else "SmsConfiguration"
            yield Fault(
                f"Cognito cannot send {medium}: {failure}",
                facts.recipes.cognito("describe-user-pool", "--query", f"UserPool.{configuration}")
                + f"  # then correct the {what} that it names",
            )


@check(
    52,
    "delivery-logs",
    Severity.INFO,
    effect="You learn of codes that did not arrive only from users.",
)
def delivery_logs(facts: Facts) -> Iterator[Fault]:
    """Failed deliveries of codes are not logged."""
    if "userNotification" not in facts.user_pool.log_sources:
        yield Fault(
            "No log group receives the event source userNotification.",
            facts.recipes.log_delivery(f".LogConfigurations += {to_jq([FAILED_DELIVERIES])}"),
        )
