"""Where a code was sent, in a form that does not reveal whether an account exists."""

from typing import TYPE_CHECKING

from vestibule.cognito.models import CodeDelivery

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import CodeDeliveryDetailsTypeTypeDef


def mask_email(email: str) -> CodeDelivery:
    """`alice@example.com` → `a***@e***`, as Cognito masks it."""
    local, _, domain = email.partition("@")
    return CodeDelivery(medium="email", destination=f"{local[:1]}***@{domain[:1]}***")


def mask_address(attribute: str, address: str) -> CodeDelivery:
    """The delivery that Cognito would report for a code to the e-mail address or phone number."""
    if attribute == "phone_number":
        return CodeDelivery(medium="sms", destination=f"+{'*' * (len(address) - 5)}{address[-4:]}")
    return mask_email(address)


def delivery_of(details: "CodeDeliveryDetailsTypeTypeDef", email: str | None = None) -> CodeDelivery:
    """Cognito's delivery details. `email` is masked by us, so that real and simulated responses are alike."""
    if details["DeliveryMedium"] == "SMS":
        return CodeDelivery(medium="sms", destination=details["Destination"])
    return mask_email(email) if email else CodeDelivery(medium="email", destination=details["Destination"])
