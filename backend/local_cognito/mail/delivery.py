"""Where a code goes, and what the caller is told of it."""

from dataclasses import dataclass

from local_cognito.model.pools import Pool
from local_cognito.model.users import User

MEDIUMS = {"email": "EMAIL", "phone_number": "SMS"}


@dataclass(frozen=True)
class Delivery:
    """A message's way: the attribute that names the address, and the address."""

    attribute: str
    address: str

    @property
    def medium(self) -> str:
        """Cognito's word for it: EMAIL or SMS."""
        return MEDIUMS[self.attribute]

    def describe(self) -> dict[str, str]:
        """In the shape of CodeDeliveryDetailsType."""
        masked = _mask_email(self.address) if self.attribute == "email" else f"+*******{self.address[-4:]}"
        return {"Destination": masked, "DeliveryMedium": self.medium, "AttributeName": self.attribute}


def for_sign_up(pool: Pool, user: User) -> Delivery | None:
    """Where a sign-up's code goes: the first of the pool's auto-verified attributes that the user has."""
    return next((Delivery(name, user.attributes[name]) for name in pool.auto_verified if name in user.attributes), None)


def for_recovery(user: User) -> Delivery | None:
    """Where a forgotten password's code goes: a verified address, or nowhere."""
    return next((Delivery(name, user.attributes[name]) for name in MEDIUMS if user.is_verified(name)), None)


def simulated(name: str) -> Delivery:
    """What is said of a user who is not there: just what would be said if they were."""
    return Delivery("phone_number", name) if name.startswith("+") else Delivery("email", name)


def _mask_email(address: str) -> str:
    local, _, domain = address.lower().partition("@")
    return f"{local[:1]}***@{(domain or local)[:1]}***"
