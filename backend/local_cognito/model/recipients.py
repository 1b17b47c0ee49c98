"""Which of a user's addresses gets a code."""

from local_cognito.mail.delivery import MEDIUMS, Delivery
from local_cognito.model.pools import Pool
from local_cognito.model.users import User


def for_sign_up(pool: Pool, user: User) -> Delivery | None:
    """The first of the pool's auto-verified attributes that the user has, or None."""
    return next((Delivery(name, user.attributes[name]) for name in pool.auto_verified if name in user.attributes), None)


def for_recovery(user: User) -> Delivery | None:
    """A verified address, or None."""
    return next((Delivery(name, user.attributes[name]) for name in MEDIUMS if user.is_verified(name)), None)
