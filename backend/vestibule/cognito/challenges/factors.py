"""The names of factors: ours, and those of Cognito's challenges."""

from typing import Literal

from vestibule.cognito.models import MfaMethod

Factor = Literal["password", "passkey", "totp", "sms", "email_otp"]

SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
SELECT_CHALLENGE = "SELECT_CHALLENGE"

MFA_CHALLENGES: dict[str, MfaMethod] = {"SOFTWARE_TOKEN_MFA": "totp", "SMS_MFA": "sms", "EMAIL_OTP": "email_otp"}
"""Second factors, by the name of their challenge."""
