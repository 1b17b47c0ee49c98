"""Devices: where a user signs in, and which of them may replace the second factor.

A sign-in without a device key creates an unconfirmed device; ConfirmDevice stores the verifier of its password.
"""

from __future__ import annotations

import secrets
import sqlite3
import string
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_cognito.crypto.srp import Verifier
from local_cognito.errors import ResourceNotFoundException

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool

GROUP_KEY_ALPHABET = string.ascii_letters + string.digits
REMEMBERED, NOT_REMEMBERED = "remembered", "not_remembered"


@dataclass(frozen=True)
class Device:
    """A device of a user. `verifier` is None before ConfirmDevice. Times are in seconds since 1970."""

    key: str
    group_key: str
    sub: str
    name: str | None
    verifier: Verifier | None
    status: str
    created: float
    modified: float
    authenticated: float

    def describe(self) -> dict[str, object]:
        """DeviceType."""
        attributes = {
            "device_status": "valid",
            "device_name": self.name or "",
            "dev:device_remembered_status": self.status,
            "last_ip_used": "127.0.0.1",
        }
        return {
            "DeviceKey": self.key,
            "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
            "DeviceCreateDate": self.created,
            "DeviceLastModifiedDate": self.modified,
            "DeviceLastAuthenticatedDate": self.authenticated,
        }

    def metadata(self) -> dict[str, str]:
        """NewDeviceMetadataType."""
        return {"DeviceKey": self.key, "DeviceGroupKey": self.group_key}


def create(db: sqlite3.Connection, region: str, sub: str, now: float) -> Device:
    """A new, unconfirmed device. Its key begins with the pool's region."""
    group_key = "-" + "".join(secrets.choice(GROUP_KEY_ALPHABET) for _ in range(8))
    device = Device(f"{region}_{uuid.uuid4()}", group_key, sub, None, None, NOT_REMEMBERED, now, now, now)
    db.execute(
        "INSERT INTO devices (device_key, group_key, sub, status, created, modified, authenticated)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (device.key, device.group_key, sub, device.status, now, now, now),
    )
    return device


def find(db: sqlite3.Connection, sub: str, key: str) -> Device | None:
    """The user's device with this key, confirmed or not."""
    row = db.execute("SELECT * FROM devices WHERE device_key = ? AND sub = ?", (key, sub)).fetchone()
    return None if row is None else _from_row(row)


def get(db: sqlite3.Connection, sub: str, key: str) -> Device:
    """The user's confirmed device with this key; raises ResourceNotFoundException."""
    device = find(db, sub, key)
    if device is None or device.verifier is None:
        raise ResourceNotFoundException("Device does not exist.")
    return device


def of_user(db: sqlite3.Connection, sub: str) -> list[Device]:
    """A user's confirmed devices, oldest first."""
    rows = db.execute("SELECT * FROM devices WHERE sub = ? AND verifier IS NOT NULL ORDER BY created", (sub,))
    return [_from_row(row) for row in rows]


def confirm(
    db: sqlite3.Connection, device: Device, pool: Pool, verifier: Verifier, name: str | None, now: float
) -> None:
    """Store the verifier of the device's password. The device is remembered unless the pool asks the user first."""
    status = NOT_REMEMBERED if pool.asks_to_remember_devices else REMEMBERED
    db.execute(
        "UPDATE devices SET verifier = ?, name = ?, status = ?, modified = ? WHERE device_key = ?",
        (verifier.encode(), name, status, now, device.key),
    )


def set_status(db: sqlite3.Connection, device: Device, status: str, now: float) -> None:
    """Remember the device, or stop remembering it."""
    db.execute("UPDATE devices SET status = ?, modified = ? WHERE device_key = ?", (status, now, device.key))


def record_sign_in(db: sqlite3.Connection, key: str, now: float) -> None:
    """Store the time of the latest sign-in."""
    db.execute("UPDATE devices SET authenticated = ? WHERE device_key = ?", (now, key))


def delete(db: sqlite3.Connection, device: Device) -> None:
    """Forget a device. Refresh tokens of its sessions are refused afterwards."""
    db.execute("DELETE FROM devices WHERE device_key = ?", (device.key,))


def _from_row(row: sqlite3.Row) -> Device:
    verifier = Verifier.decode(row["verifier"]) if row["verifier"] else None
    return Device(
        row["device_key"], row["group_key"], row["sub"], row["name"], verifier, row["status"], row["created"],
        row["modified"], row["authenticated"],
    )  # fmt: skip
