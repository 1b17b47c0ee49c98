"""A pool's MFA configuration: which second factors it offers, and which combinations Cognito refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from local_cognito.errors import InvalidParameterException
from local_cognito.model import tiers

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool

SMS, TOTP, EMAIL = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"
# In the order in which MFAS_CAN_CHOOSE lists them.
FACTORS = (SMS, TOTP, EMAIL)
BLOCKS = {SMS: "SmsMfaConfiguration", TOTP: "SoftwareTokenMfaConfiguration", EMAIL: "EmailMfaConfiguration"}
# The attribute to which a factor sends its codes.
ATTRIBUTES = {SMS: "phone_number", EMAIL: "email"}
MULTI_FACTOR = "MULTI_FACTOR_WITH_USER_VERIFICATION"
OTP_FIRST_FACTORS = {"EMAIL_OTP", "SMS_OTP"}
# AuthFactorType also has SOFTWARE_TOKEN, which is a second factor only.
FIRST_FACTORS = {"PASSWORD", "WEB_AUTHN", *OTP_FIRST_FACTORS}


def allowed_factors(pool: Pool) -> tuple[str, ...]:
    """The second factors that the pool offers."""
    return tuple(factor for factor in FACTORS if _offers(pool, factor))


def check(pool: Pool, config: Mapping[str, object]) -> None:
    """Raise the error that SetUserPoolMfaConfig raises for this configuration, if any."""
    mode = config.get("MfaConfiguration", "OFF")
    blocks = [name for name in BLOCKS.values() if name in config]
    if mode == "OFF" and blocks:
        raise InvalidParameterException(
            "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
        )
    if mode != "OFF" and not any(_is_on(name, config[name]) for name in blocks):
        raise InvalidParameterException("Invalid MFA configuration given, can't turn on MFA without an MFA method.")
    if BLOCKS[SMS] in config:
        check_phone_recovery(pool.recovery_attributes)
    if BLOCKS[EMAIL] in config:
        _check_email(pool)
    if "WebAuthnConfiguration" in config:
        check_tier(pool, "Passkey")
    check_first_factors(
        str(mode),
        pool.first_auth_factors,
        cast("Mapping[str, str]", config.get("WebAuthnConfiguration", {})),
        "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed"
        " first auth factor",
    )


def check_new_pool(pool: Pool) -> None:
    """Raise the error that CreateUserPool raises for MFA settings, if any: it can only turn on SMS MFA."""
    if pool.mfa_mode != "OFF" and "SmsConfiguration" not in pool.settings:
        required = "required" if pool.mfa_mode == "ON" else "optional"
        raise InvalidParameterException(
            f"SMS configuration and Auto verification for phone_number are required when MFA is {required}"
        )
    if pool.mfa_mode != "OFF":
        check_phone_recovery(pool.recovery_attributes)
    check_update(pool)


def check_update(pool: Pool) -> None:
    """Raise InvalidParameterException if a new or changed pool cannot have its first factors."""
    first_factors = pool.first_auth_factors
    if unknown := set(first_factors) - FIRST_FACTORS:
        raise InvalidParameterException(f"{', '.join(sorted(unknown))} cannot be an allowed first auth factor.")
    if first_factors == ("WEB_AUTHN",):
        raise InvalidParameterException("WEB_AUTHN cannot be the only allowed first auth factor.")
    check_first_factors(
        pool.mfa_mode,
        pool.first_auth_factors,
        cast("Mapping[str, str]", pool.mfa.get("WebAuthnConfiguration", {})),
        "WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.",
    )


def check_first_factors(
    mode: str, first_factors: tuple[str, ...], webauthn: Mapping[str, str], webauthn_message: str
) -> None:
    """Raise InvalidParameterException if first factors that cannot be followed by MFA are allowed with required MFA."""
    if mode != "ON":
        return
    if refused := OTP_FIRST_FACTORS.intersection(first_factors):
        names = ", ".join(sorted(refused))
        raise InvalidParameterException(f"{names} cannot be used as an auth factor when MFA is required.")
    if "WEB_AUTHN" in first_factors and webauthn.get("FactorConfiguration") != MULTI_FACTOR:
        raise InvalidParameterException(webauthn_message)


def check_phone_recovery(recovery_attributes: tuple[str, ...]) -> None:
    """Raise InvalidParameterException if a pool with SMS MFA would recover accounts by phone."""
    if "phone_number" in recovery_attributes:
        raise InvalidParameterException(
            "Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as"
            " a recovery mechanism when SMS MFA is configured."
        )


def check_tier(pool: Pool, feature: str) -> None:
    """Raise FeatureUnavailableInTierException if the pool's plan is LITE."""
    tiers.check(pool.tier, {feature: "ESSENTIALS"})


def _check_email(pool: Pool) -> None:
    check_tier(pool, "Email MFA")
    if not pool.has_own_mail_sender:
        raise InvalidParameterException(
            "Email MFA needs an email configuration with the sending account DEVELOPER (Amazon SES)."
        )
    if pool.recovery_attributes == ("email",):
        raise InvalidParameterException(
            "Email MFA cannot be enabled when verified_email is the only account recovery mechanism."
        )


def _offers(pool: Pool, factor: str) -> bool:
    if pool.mfa:
        name = BLOCKS[factor]
        return name in pool.mfa and _is_on(name, pool.mfa[name])
    return factor == SMS and pool.mfa_mode != "OFF" and "SmsConfiguration" in pool.settings


def _is_on(name: str, block: object) -> bool:
    """Whether a block turns its factor on: only the one of TOTP has a switch, the others are on when present."""
    return name != BLOCKS[TOTP] or (isinstance(block, dict) and block.get("Enabled") is True)
