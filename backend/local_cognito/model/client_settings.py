"""An app client's settings: defaults, units, and combinations that Cognito refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from local_cognito.errors import InvalidParameterException
from local_cognito.model import oauth_settings, tiers
from local_cognito.model.attribute_schema import FLAGS
from local_cognito.model.pools import Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
# Token: (name of the setting, default, default unit, minimum seconds, maximum seconds)
VALIDITIES = {
    "AccessToken": ("AccessTokenValidity", 1, "hours", 300, 86400),
    "IdToken": ("IdTokenValidity", 1, "hours", 300, 86400),
    "RefreshToken": ("RefreshTokenValidity", 30, "days", 3600, 315360000),
}
DEFAULTS: dict[str, object] = {
    "RefreshTokenValidity": 30,
    "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    "PreventUserExistenceErrors": "LEGACY",
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": False,
    "AllowedOAuthFlowsUserPoolClient": False,
    "AuthSessionValidity": 3,
    "RefreshTokenRotation": {"Feature": "DISABLED"},
}
NOT_SETTINGS = ("UserPoolId", "ClientId", "GenerateSecret", "ClientSecret")

Settings = dict[str, object]


def validity(settings: Settings, token: str) -> int:
    """The validity of an AccessToken, IdToken or RefreshToken, in seconds."""
    name, default, default_unit, _, _ = VALIDITIES[token]
    units = cast("Mapping[str, str]", settings.get("TokenValidityUnits") or {})
    return int(cast("int", settings.get(name) or default)) * UNIT_SECONDS[units.get(token, default_unit)]


def from_request(
    request: Mapping[str, object], pool: Pool, *, has_secret: bool
) -> t.UpdateUserPoolClientRequestTypeDef:
    """The settings of a request, with defaults filled in.

    Raises InvalidParameterException, InvalidOAuthFlowException for OAuth flows that exclude each other, or
    FeatureUnavailableInTierException.
    """
    given = {name: value for name, value in request.items() if name not in NOT_SETTINGS}
    settings = DEFAULTS | given
    _check_flows(settings)
    _check_validities(settings)
    _check_rotation(settings)
    _check_permissions(settings, pool)
    oauth_settings.check(settings, has_secret=has_secret)
    tiers.check(pool.tier, tiers.features_of_client(settings))
    return cast("t.UpdateUserPoolClientRequestTypeDef", settings)


def _check_flows(settings: Settings) -> None:
    flows = cast("list[str]", settings["ExplicitAuthFlows"])
    if len({flow.startswith("ALLOW_") for flow in flows}) > 1:
        raise InvalidParameterException("ExplicitAuthFlows cannot mix legacy values with ALLOW_ values.")


def _check_permissions(settings: Settings, pool: Pool) -> None:
    """Check that the attributes exist, and that users can write those which the pool requires."""
    readable, writable = settings.get("ReadAttributes"), settings.get("WriteAttributes")
    if isinstance(readable, list) and not set(readable) <= set(pool.attributes):
        raise InvalidParameterException("Invalid read attributes specified while creating a client")
    if not isinstance(writable, list):
        return
    allowed = set(pool.attributes) - FLAGS - {"sub"}
    required = {name for name, rule in pool.attributes.items() if rule.required} - {"sub"}
    if not required <= set(writable) <= allowed:
        raise InvalidParameterException("Invalid write attributes specified while creating a client")


def _check_validities(settings: Settings) -> None:
    for token, (name, _, _, minimum, maximum) in VALIDITIES.items():
        if not minimum <= validity(settings, token) <= maximum:
            raise InvalidParameterException(
                f"Invalid range for token validity: {name} must be {minimum} to {maximum} seconds."
            )


def _check_rotation(settings: Settings) -> None:
    rotation = cast("Mapping[str, object]", settings["RefreshTokenRotation"])
    flows = cast("list[str]", settings["ExplicitAuthFlows"])
    if rotation["Feature"] == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in flows:
        raise InvalidParameterException(
            "Refresh token rotation cannot be enabled for app clients that allow ALLOW_REFRESH_TOKEN_AUTH."
        )
