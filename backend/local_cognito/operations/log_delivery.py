"""Log delivery: where a pool's logs are exported to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import configurations, pools, tiers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_cognito_idp import type_defs as t

KIND: configurations.Kind = "log_delivery"
DESTINATIONS = ("CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration")
# Event source: (its only level, its destinations)
SOURCES = {"userNotification": ("ERROR", DESTINATIONS[:1]), "userAuthEvents": ("INFO", DESTINATIONS)}


def set_log_delivery_configuration(context: Context, request: t.SetLogDeliveryConfigurationRequestTypeDef) -> Output:
    """SetLogDeliveryConfiguration. Replaces all; an empty list turns the export off."""
    entries = cast("Sequence[Mapping[str, object]]", request["LogConfigurations"])
    _check(entries)
    document = {"LogConfigurations": [dict(entry) for entry in entries]} if entries else {}
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        if any(entry["EventSource"] == "userAuthEvents" for entry in entries):
            tiers.check(pool.tier, {"Log export of user activity": "PLUS"})
        configurations.replace(db, KIND, pool.id, None, document, context.now)
    return _describe(pool.id, document)


def get_log_delivery_configuration(context: Context, request: t.GetLogDeliveryConfigurationRequestTypeDef) -> Output:
    """GetLogDeliveryConfiguration. The list is empty if nothing is exported."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        stored = configurations.find(db, KIND, pool.id)
    return _describe(pool.id, stored.document if stored else {})


def _check(entries: Sequence[Mapping[str, object]]) -> None:
    if len({entry["EventSource"] for entry in entries}) < len(entries):
        raise InvalidParameterException("An event source can have one log configuration only.")
    for entry in entries:
        source = str(entry["EventSource"])
        level, destinations = SOURCES[source]
        if entry["LogLevel"] != level:
            raise InvalidParameterException(f"The log level of {source} must be {level}.")
        given = [name for name in DESTINATIONS if name in entry]
        if len(given) != 1 or not set(given) <= set(destinations):
            raise InvalidParameterException(f"{source} needs exactly one of {', '.join(destinations)}.")


def _describe(pool_id: str, document: Mapping[str, object]) -> dict[str, object]:
    return {"LogDeliveryConfiguration": {"LogConfigurations": [], "UserPoolId": pool_id, **document}}
