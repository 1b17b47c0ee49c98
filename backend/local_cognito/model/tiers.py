"""Feature plans (UserPoolTier): which settings need which plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from local_cognito.errors import FeatureUnavailableInTierException, TierChangeNotAllowedException

TIERS = ("LITE", "ESSENTIALS", "PLUS")
DEFAULT_TIER = "ESSENTIALS"

Settings = Mapping[str, object]


def check(tier: str, features: Mapping[str, str]) -> None:
    """Raise FeatureUnavailableInTierException if a feature needs a higher plan. `features` are plans by feature."""
    if unavailable := _unavailable(tier, features):
        raise FeatureUnavailableInTierException(_message(tier, unavailable))


def check_change(old: str, new: str, features: Mapping[str, str]) -> None:
    """Raise TierChangeNotAllowedException if a plan is lowered while its features are in use."""
    unavailable = _unavailable(new, features)
    if unavailable and TIERS.index(new) < TIERS.index(old):
        raise TierChangeNotAllowedException(_message(new, unavailable))
    check(new, features)


def features_of_pool(settings: Settings, mfa: Settings) -> dict[str, str]:
    """The features that a pool's settings use, each with the lowest plan that has it."""
    policies = _mapping(settings, "Policies")
    first_factors = _mapping(policies, "SignInPolicy").get("AllowedFirstAuthFactors", ["PASSWORD"])
    token_trigger = str(_mapping(_mapping(settings, "LambdaConfig"), "PreTokenGenerationConfig").get("LambdaVersion"))
    used = {
        "Password History": bool(_mapping(policies, "PasswordPolicy").get("PasswordHistorySize")),
        "Passwordless Sign-In": first_factors != ["PASSWORD"],
        f"Token Customization with Pre-Token Generation Lambda {token_trigger}": token_trigger in ("V2_0", "V3_0"),
        "Email MFA": "EmailMfaConfiguration" in mfa,
        "Passkey": "WebAuthnConfiguration" in mfa,
    }
    features = {feature: "ESSENTIALS" for feature, is_used in used.items() if is_used}
    if _mapping(settings, "UserPoolAddOns").get("AdvancedSecurityMode", "OFF") != "OFF":
        features["Threat Protection"] = "PLUS"
    return features


def features_of_client(settings: Settings) -> dict[str, str]:
    """The features that an app client's settings use, each with the lowest plan that has it."""
    flows = cast("list[str]", settings.get("ExplicitAuthFlows") or [])
    return {"Passwordless Sign-In": "ESSENTIALS"} if "ALLOW_USER_AUTH" in flows else {}


def _unavailable(tier: str, features: Mapping[str, str]) -> list[str]:
    return [feature for feature, needed in features.items() if TIERS.index(tier) < TIERS.index(needed)]


def _message(tier: str, features: list[str]) -> str:
    names = ", ".join(features)
    return f"The following features need to be disabled for the {tier} pricing tier configured: {names}"


def _mapping(settings: Settings, name: str) -> Settings:
    return cast("Settings", settings.get(name) or {})
