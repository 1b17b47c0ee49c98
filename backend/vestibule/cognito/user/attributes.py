"""Attributes: verify the user's e-mail address or phone number."""

from vestibule.cognito.delivery import delivery_of
from vestibule.cognito.models import CodeDelivery
from vestibule.cognito.user.topic import UserTopic, user_errors


class UserAttributes(UserTopic):
    """Verify the user's e-mail address or phone number."""

    def send_code(self, attribute: str) -> CodeDelivery:
        """Send a code to the address (GetUserAttributeVerificationCode)."""
        with user_errors():
            response = self.client.get_user_attribute_verification_code(**self.token(), AttributeName=attribute)
            return delivery_of(response["CodeDeliveryDetails"])

    def verify(self, attribute: str, code: str) -> None:
        """Verify the address with the code that was sent to it (VerifyUserAttribute)."""
        with user_errors():
            self.client.verify_user_attribute(**self.token(), AttributeName=attribute, Code=code)
