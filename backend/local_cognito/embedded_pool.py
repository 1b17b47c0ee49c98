"""What exists from the first start, and Vestibule uses by default: the pool that `pool.toml` declares.

`embedded_pool.json` has it as requests of AWS's API, compiled by `vestibule pool embedded`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context
from local_cognito.embedded_requests import perform
from local_cognito.errors import CognitoError, ResourceNotFoundException
from local_cognito.identity.model import pools as identity_pools
from local_cognito.model import clients, pools, provisioned
from local_cognito.settings import SettingsError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

POOL_ID = "us-east-1_Vestibule"
CLIENT_ID = "vestibulelocal"
IDENTITY_POOL_ID = "us-east-1:00000000-0000-4000-8000-000000000001"
# The paths of the app to which the domain may send users back.
CALLBACK_PATHS = ("/auth/callback",)
LOGOUT_PATHS = ("/", "/auth/login", "/auth/signout")
# Users choose which devices are remembered, and these replace the second factor.
DEVICES = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}


def provision(context: Context) -> None:
    """Create what the file declares, or change it if the file has changed since the last start; else leave it as it is.

    Applies the settings of the embedded pool at every start. Raises SettingsError if Cognito would refuse the file.
    """
    settings = context.settings
    file = settings.pool_file
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if not _is_complete(context, digest):
        try:
            for entry in json.loads(content):
                perform(context, entry)
            with context.storage.read() as db:
                clients.find(db, CLIENT_ID, POOL_ID)
        except CognitoError as error:
            raise SettingsError(f"{file} declares a pool that Cognito refuses: {error.code}: {error}") from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise SettingsError(f"{file} is not what `vestibule pool embedded` prints: {error!r}") from error
        with context.storage.write() as db:
            provisioned.save(db, POOL_ID, digest)
    _adjust_client(context, settings.access_token_seconds, settings.app_urls)
    if settings.track_devices:
        _track_devices(context)


def _track_devices(context: Context) -> None:
    """Let users trust a device, unless the file declares otherwise.

    Clients then need the device's key to refresh a session, so this is not the default.
    """
    with context.storage.write() as db:
        pool = pools.find(db, POOL_ID)
        if "DeviceConfiguration" not in pool.settings:
            pools.save(db, pool.with_settings({"DeviceConfiguration": DEVICES}, context.now))


def _is_complete(context: Context, digest: str) -> bool:
    """Whether this file was provisioned, and neither the pool, our client nor the identity pool was deleted since."""
    with context.storage.read() as db:
        if provisioned.digest(db, POOL_ID) != digest:
            return False
        try:
            clients.find(db, CLIENT_ID, POOL_ID)
            identity_pools.find(db, IDENTITY_POOL_ID)
        except ResourceNotFoundException:
            return False
        return True


def _adjust_client(context: Context, access_token_seconds: int, app_urls: Sequence[str]) -> None:
    """Give our client this run's validity of tokens and, besides those that it has, the app's own URLs."""
    with context.storage.write() as db:
        client = clients.find(db, CLIENT_ID)
        known = client.settings
        callbacks = [f"{url}{path}" for url in app_urls for path in CALLBACK_PATHS]
        logouts = [f"{url}{path}" for url in app_urls for path in LOGOUT_PATHS]
        settings = {
            **known,
            "AccessTokenValidity": access_token_seconds,
            "IdTokenValidity": access_token_seconds,
            "TokenValidityUnits": {"RefreshToken": "days", **known.get("TokenValidityUnits", {})}
            | {"AccessToken": "seconds", "IdToken": "seconds"},
            "CallbackURLs": list(dict.fromkeys([*known.get("CallbackURLs", ()), *callbacks])),
            "LogoutURLs": list(dict.fromkeys([*known.get("LogoutURLs", ()), *logouts])),
        }
        clients.save(db, replace(client, settings=cast("t.UpdateUserPoolClientRequestTypeDef", settings)))
