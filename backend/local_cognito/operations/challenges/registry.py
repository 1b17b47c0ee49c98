"""The flows by AuthFlow, the challenges by ChallengeName, and the order of the challenges after the first factor."""

from collections.abc import Callable, Mapping, Sequence

from local_cognito.operations.challenges import custom_auth, refresh_token, user_auth, user_password, user_srp
from local_cognito.operations.challenges.attempt import Attempt, Challenge, FirstFactor, Outcome, RequiredChallenge
from local_cognito.operations.challenges.custom_auth import CustomChallenge
from local_cognito.operations.challenges.device_password_verifier import DevicePasswordVerifier
from local_cognito.operations.challenges.device_srp_auth import DeviceSrpAuth
from local_cognito.operations.challenges.mfa_setup import MfaSetup
from local_cognito.operations.challenges.new_password_required import NewPasswordRequired
from local_cognito.operations.challenges.password import Password, PasswordSrp
from local_cognito.operations.challenges.password_verifier import PasswordVerifier
from local_cognito.operations.challenges.select_challenge import SelectChallenge
from local_cognito.operations.challenges.select_mfa_type import SelectMfaType
from local_cognito.operations.challenges.sent_code import EMAIL_OTP, SMS_MFA, SMS_OTP
from local_cognito.operations.challenges.software_token_mfa import SoftwareTokenMfa
from local_cognito.operations.challenges.web_authn import WebAuthn

Flow = Callable[[Attempt], Outcome]

FLOWS: Mapping[str, Flow] = {
    "USER_PASSWORD_AUTH": user_password.start,
    "ADMIN_USER_PASSWORD_AUTH": user_password.start,
    "ADMIN_NO_SRP_AUTH": user_password.start,
    "CUSTOM_AUTH": custom_auth.start,
    "USER_AUTH": user_auth.start,
    "USER_SRP_AUTH": user_srp.start,
    "REFRESH_TOKEN_AUTH": refresh_token.start,
    "REFRESH_TOKEN": refresh_token.start,
}

REQUIRED: Sequence[RequiredChallenge] = (
    NewPasswordRequired(),
    DeviceSrpAuth(),
    SoftwareTokenMfa(),
    SMS_MFA,
    EMAIL_OTP,
    SelectMfaType(),
    MfaSetup(),
)

FIRST_FACTORS: Mapping[str, FirstFactor] = {
    factor.name: factor for factor in (Password(), PasswordSrp(), EMAIL_OTP, SMS_OTP, WebAuthn())
}

_CHALLENGES: Sequence[Challenge] = (
    SelectChallenge(),
    CustomChallenge(),
    PasswordVerifier(),
    DevicePasswordVerifier(),
    *FIRST_FACTORS.values(),
    *REQUIRED,
)
CHALLENGES: Mapping[str, Challenge] = {challenge.name: challenge for challenge in _CHALLENGES}
