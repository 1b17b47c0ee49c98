"""The names of factors: ours, and those of Cognito's challenges."""

from collections.abc import Mapping
from typing import Literal

from vestibule.cognito.mfa_methods import CHALLENGE_NAMES
from vestibule.cognito.models import MfaMethod

Factor = Literal["password", "passkey", "totp", "sms", "email_otp", "custom"]

SELECT_MFA_TYPE = "SELECT_MFA_TYPE"
SELECT_CHALLENGE = "SELECT_CHALLENGE"

FIRST_FACTORS: Mapping[str, Factor] = {
    "WEB_AUTHN": "passkey",
    "PASSWORD": "password",
    "EMAIL_OTP": "email_otp",
}
"""First factors, by their names in AvailableChallenges, in the order in which they are offered."""

MFA_CHALLENGES: Mapping[str, MfaMethod] = {name: method for method, name in CHALLENGE_NAMES.items()}
"""Second factors, by the name of their challenge."""
