"""Cognito's names for second factors."""

from collections.abc import Mapping

from vestibule.cognito.models import MfaMethod

CHALLENGE_NAMES: Mapping[MfaMethod, str] = {"totp": "SOFTWARE_TOKEN_MFA", "sms": "SMS_MFA", "email_otp": "EMAIL_OTP"}
"""Of the challenge that asks for it, and of the method in a user's list of them."""

PREFERENCES: Mapping[MfaMethod, str] = {
    "totp": "SoftwareTokenMfaSettings",
    "sms": "SMSMfaSettings",
    "email_otp": "EmailMfaSettings",
}
"""The members of SetUserMFAPreference and AdminSetUserMFAPreference."""
