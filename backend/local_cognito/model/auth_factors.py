"""The first factors that a user has, and those that a sign-in can offer."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.model import software_tokens

if TYPE_CHECKING:
    from local_cognito.model.users import User


def configured(db: sqlite3.Connection, user: User) -> list[str]:
    """ConfiguredUserAuthFactors: what the user has, whatever the pool allows. Addresses count when verified."""
    has = {
        "PASSWORD": user.password is not None,
        "EMAIL_OTP": user.is_verified("email"),
        "SMS_OTP": user.is_verified("phone_number"),
        "SOFTWARE_TOKEN": software_tokens.is_registered(db, user.sub),
    }
    return [name for name, present in has.items() if present]
