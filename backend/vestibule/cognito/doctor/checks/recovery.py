"""Checks of verification and recovery: whether users can get back into their accounts."""

from collections.abc import Iterator

from vestibule.cognito.doctor.check import check
from vestibule.cognito.doctor.facts import Facts
from vestibule.cognito.doctor.fault import Fault, Severity
from vestibule.cognito.doctor.recipes import to_jq

EMAIL, PHONE = "verified_email", "verified_phone_number"
BY_EMAIL = [{"Name": EMAIL, "Priority": 1}]
PHONE_THEN_EMAIL = [{"Name": PHONE, "Priority": 1}, {"Name": EMAIL, "Priority": 2}]


@check(
    13,
    "auto-verification",
    Severity.ERROR,
    effect="Users get no code, cannot confirm their account, and cannot reset a password.",
)
def auto_verification(facts: Facts) -> Iterator[Fault]:
    """The pool does not verify e-mail addresses at sign-up."""
    if "email" not in facts.pool.get("AutoVerifiedAttributes", []):
        yield Fault(
            "AutoVerifiedAttributes lacks email.",
            facts.recipes.pool('.AutoVerifiedAttributes = ((.AutoVerifiedAttributes // []) + ["email"] | unique)'),
        )


@check(
    14,
    "recovery",
    Severity.WARNING,
    effect="Users without a verified phone number, or with second factor and recovery on one channel, are locked out.",
)
def recovery(facts: Facts) -> Iterator[Fault]:
    """Users may not be able to reset a forgotten password."""
    mechanisms = facts.pool.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", [])
    channels = [each["Name"] for each in sorted(mechanisms, key=lambda each: each.get("Priority", 1))]
    by_email = facts.recipes.pool(f".AccountRecoverySetting = {to_jq({'RecoveryMechanisms': BY_EMAIL})}")
    both = facts.recipes.pool(f".AccountRecoverySetting = {to_jq({'RecoveryMechanisms': PHONE_THEN_EMAIL})}")
    if EMAIL not in channels:
        yield Fault(f"Recovery is by {', '.join(channels) or 'nothing that is configured'}, not by e-mail.", by_email)
    elif channels == [EMAIL] and "email_otp" in facts.mfa_methods:
        yield Fault("E-mail is both a second factor and the only way of recovery.", both)
    # Cognito requires the phone first where e-mail is a second factor.
    elif channels[0] == PHONE and "email_otp" not in facts.mfa_methods:
        yield Fault("Recovery tries the phone number before e-mail.", by_email)


@check(
    15,
    "address-change",
    Severity.WARNING,
    effect="A typing error in a new address locks the user out.",
)
def address_change(facts: Facts) -> Iterator[Fault]:
    """A new e-mail address replaces the old one before it is verified."""
    settings = facts.pool.get("UserAttributeUpdateSettings", {})
    if "email" not in settings.get("AttributesRequireVerificationBeforeUpdate", []):
        yield Fault(
            "AttributesRequireVerificationBeforeUpdate lacks email.",
            facts.recipes.pool('.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate += ["email"]'),
        )
