"""Risk configuration: what threat protection does about risky sign-ins."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, UserPoolAddOnNotEnabledException
from local_cognito.model import configurations
from local_cognito.model.configurations import Configuration
from local_cognito.model.pools import Pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

KIND: configurations.Kind = "risk"


def set_risk_configuration(context: Context, request: t.SetRiskConfigurationRequestTypeDef) -> Output:
    """SetRiskConfiguration. Replaces all; without any part, a pool has the defaults again, a client the pool's."""
    document = {name: value for name, value in request.items() if name not in ("UserPoolId", "ClientId")}
    _check(document)
    client_id = request.get("ClientId")
    with context.storage.write() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], client_id)
        _check_enabled(pool)
        stored = configurations.replace(db, KIND, pool.id, client_id, document, context.now)
    return {"RiskConfiguration": _describe(pool, client_id, stored)}


def describe_risk_configuration(context: Context, request: t.DescribeRiskConfigurationRequestTypeDef) -> Output:
    """DescribeRiskConfiguration: what was set at this level."""
    client_id = request.get("ClientId")
    with context.storage.read() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], client_id)
        _check_enabled(pool)
        stored = configurations.find(db, KIND, pool.id, client_id)
    return {"RiskConfiguration": _describe(pool, client_id, stored)}


def _check_enabled(pool: Pool) -> None:
    if pool.settings.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF") == "OFF":
        raise UserPoolAddOnNotEnabledException(f"Threat protection is not enabled for user pool {pool.id}.")


def _check(document: Mapping[str, object]) -> None:
    takeover = cast("Mapping[str, Mapping[str, object]]", document.get("AccountTakeoverRiskConfiguration", {}))
    actions = cast("list[Mapping[str, object]]", list(takeover.get("Actions", {}).values()))
    if any(action["Notify"] for action in actions) and "NotifyConfiguration" not in takeover:
        raise InvalidParameterException("Notify needs a NotifyConfiguration.")
    exceptions = cast("Mapping[str, list[str]]", document.get("RiskExceptionConfiguration", {}))
    for name, ranges in exceptions.items():
        for text in ranges:
            _check_range(name, text)


def _check_range(name: str, text: str) -> None:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise InvalidParameterException(f"{name}: {text} is not a range of IP addresses in CIDR notation.") from error


def _describe(pool: Pool, client_id: str | None, stored: Configuration | None) -> dict[str, object]:
    names = {"UserPoolId": pool.id} | ({"ClientId": client_id} if client_id else {})
    return {**names, **stored.document, "LastModifiedDate": stored.modified} if stored else {**names}
