"""Where a code was sent, in a form that does not reveal whether an account exists."""

from typing import TYPE_CHECKING

from vestibule.cognito.models import CodeDelivery

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import CodeDeliveryDetailsTypeTypeDef


def mask_email(email: str) -> CodeDelivery:
    """`alice@example.com` → `a***@e***`, as Cognito masks it."""
    local, _, domain = email.partition("@")
    return CodeDelivery(medium="email", destination=f"{local[:1]}***@{domain[:1]}***")


def delivery_of(details: "CodeDeliveryDetailsTypeTypeDef", email: str | None = None) -> CodeDelivery:
    """Cognito's delivery details. `email` is masked by us, so that real and simulated answers are alike."""
    if details["DeliveryMedium"] == "SMS":
        return CodeDelivery(medium="sms", destination=details["Destination"])
    return mask_email(email) if email else CodeDelivery(medium="email", destination=details["Destination"])
