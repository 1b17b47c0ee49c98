"""The address that a message goes to, and how responses describe it."""

from dataclasses import dataclass

MEDIUMS = {"email": "EMAIL", "phone_number": "SMS"}


@dataclass(frozen=True)
class Delivery:
    """An address and the user attribute that holds it (`email` or `phone_number`)."""

    attribute: str
    address: str

    @property
    def medium(self) -> str:
        """EMAIL or SMS."""
        return MEDIUMS[self.attribute]

    @property
    def masked_address(self) -> str:
        """The address as responses show it: `a***@e***` or `+*******0132`."""
        return _mask_email(self.address) if self.attribute == "email" else f"+*******{self.address[-4:]}"

    def describe(self) -> dict[str, str]:
        """CodeDeliveryDetailsType."""
        return {"Destination": self.masked_address, "DeliveryMedium": self.medium, "AttributeName": self.attribute}


def simulated(username: str) -> Delivery:
    """The delivery reported for a user who does not exist: the same as if the username were their address."""
    return Delivery("phone_number", username) if username.startswith("+") else Delivery("email", username)


def _mask_email(address: str) -> str:
    local, _, domain = address.lower().partition("@")
    return f"{local[:1]}***@{(domain or local)[:1]}***"
