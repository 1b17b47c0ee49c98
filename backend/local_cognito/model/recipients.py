"""Which of a user's addresses gets a code."""

import sqlite3

from local_cognito.mail.delivery import Delivery
from local_cognito.model import mfa_preferences
from local_cognito.model.mfa_config import ATTRIBUTES
from local_cognito.model.pools import Pool
from local_cognito.model.users import User

# Cognito prefers SMS: with both addresses to verify, and as the recovery mechanism of pools that configure none.
BY_PREFERENCE = ("phone_number", "email")


def for_sign_up(pool: Pool, user: User) -> Delivery | None:
    """One of the pool's auto-verified attributes, or None if the user has none of them."""
    names = [name for name in BY_PREFERENCE if name in pool.auto_verified and name in user.attributes]
    return Delivery(names[0], user.attributes[names[0]]) if names else None


def for_recovery(db: sqlite3.Connection, pool: Pool, user: User) -> Delivery | None:
    """The verified address to which the code for a new password goes, or None.

    The address of the user's second factor is left out: with it, one mailbox would be enough to sign in.
    """
    configured = pool.recovery_attributes if "AccountRecoverySetting" in pool.settings else BY_PREFERENCE
    second_factor = ATTRIBUTES.get(str(mfa_preferences.next_challenge(db, pool, user)))
    names = [name for name in configured if user.is_verified(name) and name != second_factor]
    return Delivery(names[0], user.attributes[names[0]]) if names else None
