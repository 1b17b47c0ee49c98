"""A user's devices, for the user and for administrators."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.crypto.srp import Verifier
from local_cognito.errors import (
    DeviceKeyExistsException,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from local_cognito.model import devices, tokens, users
from local_cognito.model.devices import Device
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.users import User


def confirm_device(context: Context, request: t.ConfirmDeviceRequestTypeDef) -> Output:
    """ConfirmDevice. Only the device of the access token's own sign-in can be confirmed, and only once."""
    verifier = _parse_verifier(request.get("DeviceSecretVerifierConfig", {}))
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        pool, key = bearer.client.pool, request["DeviceKey"]
        device = devices.find(db, bearer.user.sub, key) if key == bearer.session.device_key else None
        if device is None:
            raise InvalidParameterException("Invalid device key given.")
        if device.verifier is not None:
            raise DeviceKeyExistsException
        devices.confirm(db, device, pool, verifier, request.get("DeviceName"), context.now)
    return {"UserConfirmationNecessary": pool.asks_to_remember_devices}


def list_devices(context: Context, request: t.ListDevicesRequestTypeDef) -> Output:
    """ListDevices."""
    with context.storage.read() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        return _list(db, user, request)


def get_device(context: Context, request: t.GetDeviceRequestTypeDef) -> Output:
    """GetDevice."""
    with context.storage.read() as db:
        user = _user_of(context, db, request)
        return {"Device": devices.get(db, user.sub, request["DeviceKey"]).describe()}


def update_device_status(context: Context, request: t.UpdateDeviceStatusRequestTypeDef) -> Output:
    """UpdateDeviceStatus."""
    with context.storage.write() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        return _update(context, db, user, request)


def forget_device(context: Context, request: t.ForgetDeviceRequestTypeDef) -> Output:
    """ForgetDevice."""
    with context.storage.write() as db:
        user = _user_of(context, db, request)
        devices.delete(db, devices.get(db, user.sub, request["DeviceKey"]))
    return {}


def admin_list_devices(context: Context, request: t.AdminListDevicesRequestTypeDef) -> Output:
    """AdminListDevices."""
    with context.storage.read() as db:
        return _list(db, _named_user(db, request["UserPoolId"], request["Username"]), request)


def admin_get_device(context: Context, request: t.AdminGetDeviceRequestTypeDef) -> Output:
    """AdminGetDevice."""
    with context.storage.read() as db:
        user = _named_user(db, request["UserPoolId"], request["Username"])
        return {"Device": devices.get(db, user.sub, request["DeviceKey"]).describe()}


def admin_update_device_status(context: Context, request: t.AdminUpdateDeviceStatusRequestTypeDef) -> Output:
    """AdminUpdateDeviceStatus."""
    with context.storage.write() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        return _update(context, db, user, request)


def admin_forget_device(context: Context, request: t.AdminForgetDeviceRequestTypeDef) -> Output:
    """AdminForgetDevice."""
    with context.storage.write() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        devices.delete(db, devices.get(db, user.sub, request["DeviceKey"]))
    return {}


def _list(
    db: sqlite3.Connection, user: User, request: t.ListDevicesRequestTypeDef | t.AdminListDevicesRequestTypeDef
) -> Output:
    found: list[Device] = devices.of_user(db, user.sub)
    shown, token = page(found, request.get("Limit"), request.get("PaginationToken"))
    return {"Devices": [device.describe() for device in shown]} | next_page(token, "PaginationToken")


def _update(
    context: Context,
    db: sqlite3.Connection,
    user: User,
    request: t.UpdateDeviceStatusRequestTypeDef | t.AdminUpdateDeviceStatusRequestTypeDef,
) -> Output:
    device = devices.get(db, user.sub, request["DeviceKey"])
    devices.set_status(db, device, request.get("DeviceRememberedStatus", device.status), context.now)
    return {}


def _user_of(
    context: Context, db: sqlite3.Connection, request: t.GetDeviceRequestTypeDef | t.ForgetDeviceRequestTypeDef
) -> User:
    """The user of the access token, which these operations declare as optional."""
    if "AccessToken" not in request:
        raise NotAuthorizedException("Access Token is missing")
    return tokens.authenticate(context, db, request["AccessToken"]).user


def _named_user(db: sqlite3.Connection, pool_id: str, username: str) -> User:
    """A user; raises ResourceNotFoundException because AdminListDevices and AdminGetDevice know no other error."""
    try:
        _, user = users.get(db, pool_id, username)
    except UserNotFoundException as error:
        raise ResourceNotFoundException(str(error)) from error
    return user


def _parse_verifier(config: t.DeviceSecretVerifierConfigTypeTypeDef) -> Verifier:
    """Salt and PasswordVerifier: padded numbers in base64."""
    try:
        salt, verifier = (base64.b64decode(config[name], validate=True) for name in ("Salt", "PasswordVerifier"))
    except (KeyError, binascii.Error) as error:
        raise InvalidParameterException("DeviceSecretVerifierConfig is not valid.") from error
    if not (salt and verifier):
        raise InvalidParameterException("DeviceSecretVerifierConfig is not valid.")
    return Verifier(int.from_bytes(salt, "big"), int.from_bytes(verifier, "big"))
