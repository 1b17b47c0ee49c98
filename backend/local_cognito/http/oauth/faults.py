"""What the pages say about an error of an operation."""

from __future__ import annotations

from collections.abc import Mapping

from local_cognito.errors import CognitoError, UserLambdaValidationException
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.languages import language_of, texts_of

TEXTS: Mapping[str, str] = {
    "AliasExistsException": "fault_exists",
    "CodeMismatchException": "fault_code",
    "EnableSoftwareTokenMFAException": "fault_code",
    "ExpiredCodeException": "fault_expired_code",
    "InvalidParameterException": "fault_invalid",
    "InvalidPasswordException": "fault_password",
    "LimitExceededException": "fault_limit",
    "NotAuthorizedException": "fault_credentials",
    "PasswordHistoryPolicyViolationException": "fault_history",
    "TooManyRequestsException": "fault_limit",
    "UserNotFoundException": "fault_credentials",
    "UsernameExistsException": "fault_exists",
}
# NotAuthorizedException has more than one meaning; these are the beginnings of its messages.
NOT_AUTHORIZED: Mapping[str, str] = {
    "Password attempts exceeded": "fault_limit",
    "Invalid session": "fault_session",
    "Temporary password has expired": "fault_temporary",
    "User is disabled": "fault_disabled",
    "User password cannot be reset": "fault_no_reset",
    "User cannot be confirmed": "fault_confirmed",
}


def fault_text(exchange: Exchange, error: CognitoError) -> str:
    """The error in words. A trigger's refusal is shown as the trigger wrote it."""
    text = texts_of(language_of(exchange))
    if isinstance(error, UserLambdaValidationException):
        return str(error)
    for beginning, key in NOT_AUTHORIZED.items():
        if str(error).startswith(beginning):
            return text[key]
    return text[TEXTS.get(error.code, "fault_other")]
