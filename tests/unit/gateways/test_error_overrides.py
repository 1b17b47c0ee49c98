"""Errors of Cognito that mean something else for one call than for others."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import (
    ScriptedClient,
    admin_gateway,
    app_gateway,
    failure,
    operations,
    user_gateway,
)
from vestibule import errors
from vestibule.cognito.app.codes import NoVerifiedAddress
from vestibule.cognito.identities import Identity

ANN = "ann@example.com"
PASSWORD, TOKEN = SecretStr("Correct-horse-9"), SecretStr("refresh")
GOOGLE = Identity(provider="Google", primary=False, subject="5")
INVALID, DENIED, UNKNOWN = "InvalidParameterException", "NotAuthorizedException", "UserNotFoundException"
NO_ADDRESS = "Cannot reset password for the user as there is no registered/verified email or phone_number"

CALLS: Mapping[str, Callable[[Any], object]] = {
    "confirm": lambda client: app_gateway(client).sign_up.confirm(ANN, "1"),
    "reset": lambda client: app_gateway(client).password.reset(ANN, "1", PASSWORD),
    "send reset": lambda client: app_gateway(client).codes.send_reset_code(ANN),
    "sign in": lambda client: app_gateway(client).sign_in.with_password(ANN, PASSWORD),
    "begin": lambda client: app_gateway(client).sign_in.begin(ANN),
    "begin custom": lambda client: app_gateway(client).sign_in.begin_custom(ANN),
    "begin passkey": lambda client: app_gateway(client).sign_in.begin_passkey(ANN),
    "passkey": lambda client: app_gateway(client).sign_in.with_passkey(ANN, "s", {}),
    "check": lambda client: app_gateway(client).step_up.check_password(ANN, PASSWORD),
    "exchange": lambda client: app_gateway(client).refresh.exchange(TOKEN),
    "profile": lambda client: user_gateway(client).profile.read(),
    "factors": lambda client: user_gateway(client).mfa.change({"totp": True}, "totp"),
    "begin totp": lambda client: user_gateway(client).mfa.begin_totp(ANN),
    "verify totp": lambda client: user_gateway(client).mfa.verify_totp("1", None),
    "start passkey": lambda client: user_gateway(client).passkeys.start(),
    "add passkey": lambda client: user_gateway(client).passkeys.complete({}),
    "delete passkey": lambda client: user_gateway(client).passkeys.delete("1"),
    "forget": lambda client: user_gateway(client).devices.forget("k"),
    "remember": lambda client: user_gateway(client).devices.remember("k", on=True),
    "link": lambda client: admin_gateway(client).identities.link(GOOGLE, ANN, None),
    "admin read": lambda client: admin_gateway(client).users.read(ANN),
    "delete totp": lambda client: admin_gateway(client).mfa.delete_totp(ANN),
}

CASES: list[tuple[str, str, str, type[errors.AppError]]] = [
    *(
        (call, code, message, error)
        for call in ("confirm", "reset")
        for code, message, error in (
            ("CodeMismatchException", "", errors.CodeMismatch),
            ("ExpiredCodeException", "", errors.CodeMismatch),
            (UNKNOWN, "", errors.CodeMismatch),
            ("UserNotConfirmedException", "", errors.CodeMismatch),
            (DENIED, "User cannot be confirmed. Current status is CONFIRMED", errors.CodeMismatch),
            (DENIED, "User is disabled", errors.CodeMismatch),
            (DENIED, "anything", errors.CodeMismatch),
            (DENIED, "SecretHash does not match", errors.Misconfigured),
            (INVALID, NO_ADDRESS, errors.CodeMismatch),
            (INVALID, "User is already confirmed.", errors.CodeMismatch),
            (INVALID, "anything", errors.InvalidRequest),
            ("LimitExceededException", "", errors.TooManyAttempts),
        )
    ),
    ("send reset", INVALID, NO_ADDRESS, NoVerifiedAddress),
    ("send reset", INVALID, "anything", errors.InvalidRequest),
    ("sign in", INVALID, "anything", errors.InvalidCredentials),
    ("sign in", INVALID, "USER_PASSWORD_AUTH flow not enabled for this client", errors.Misconfigured),
    ("sign in", "ResourceNotFoundException", "", errors.Misconfigured),
    ("sign in", DENIED, "Password attempts exceeded", errors.TooManyAttempts),
    *(
        (call, code, message, error)
        for call in ("begin", "begin custom")
        for code, message, error in (
            (INVALID, "anything", errors.FeatureUnavailable),
            (INVALID, "Auth flow not enabled for this client", errors.Misconfigured),
            ("FeatureUnavailableInTierException", "", errors.FeatureUnavailable),
        )
    ),
    ("begin passkey", INVALID, "anything", errors.FactorUnavailable),
    ("passkey", DENIED, "anything", errors.PasskeyRejected),
    ("passkey", INVALID, "anything", errors.PasskeyRejected),
    ("passkey", DENIED, "Invalid session for the user.", errors.SessionInvalid),
    ("passkey", "TooManyRequestsException", "", errors.TooManyRequests),
    ("check", DENIED, "Incorrect username or password.", errors.WrongPassword),
    ("check", "PasswordResetRequiredException", "", errors.WrongPassword),
    ("check", "UserNotConfirmedException", "", errors.WrongPassword),
    ("exchange", "RefreshTokenReuseException", "", errors.RefreshTokenReused),
    ("exchange", DENIED, "User is disabled.", errors.SessionEnded),
    ("exchange", DENIED, "anything", errors.SessionEnded),
    ("exchange", DENIED, "client secret is wrong", errors.Misconfigured),
    ("exchange", UNKNOWN, "", errors.SessionEnded),
    ("exchange", INVALID, "", errors.SessionEnded),
    ("profile", DENIED, "User is disabled.", errors.TokenRevoked),
    ("profile", DENIED, "Access Token has expired", errors.TokenExpired),
    ("profile", DENIED, "Incorrect username or password.", errors.WrongPassword),
    ("profile", UNKNOWN, "", errors.TokenRevoked),
    ("profile", "UserNotConfirmedException", "", errors.TokenRevoked),
    ("profile", "PasswordResetRequiredException", "", errors.TokenRevoked),
    ("factors", INVALID, "User does not have delivery config set", errors.FactorUnavailable),
    ("factors", INVALID, "MFA factors cannot be turned off", errors.FactorRequired),
    ("factors", INVALID, "anything", errors.FactorUnavailable),
    ("begin totp", "SoftwareTokenMFANotFoundException", "", errors.FactorUnavailable),
    ("verify totp", "SoftwareTokenMFANotFoundException", "", errors.FactorUnavailable),
    ("start passkey", "LimitExceededException", "", errors.NotAllowed),
    ("add passkey", "LimitExceededException", "", errors.NotAllowed),
    ("add passkey", INVALID, "anything", errors.PasskeyRejected),
    ("delete passkey", "ResourceNotFoundException", "", errors.NotFound),
    *(
        (call, code, "", errors.NotFound)
        for call in ("forget", "remember")
        for code in ("ResourceNotFoundException", INVALID)
    ),
    ("link", UNKNOWN, "", errors.NotFound),
    ("link", DENIED, "", errors.Misconfigured),
    ("link", "AliasExistsException", "", errors.IdentityInUse),
    ("link", "LimitExceededException", "", errors.NotAllowed),
    ("link", INVALID, "", errors.InvalidRequest),
    *((call, UNKNOWN, "", errors.NotFound) for call in ("admin read", "delete totp")),
    *((call, DENIED, "", errors.Misconfigured) for call in ("admin read", "delete totp")),
]


class Failing(ScriptedClient):
    """Every call fails alike."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(**dict.fromkeys(operations(), failure(code, message)))


@pytest.mark.parametrize(("call", "code", "message", "error"), CASES)
def test_error_is_that_of_the_call(call: str, code: str, message: str, error: type[errors.AppError]) -> None:
    with pytest.raises(errors.AppError) as raised:
        CALLS[call](Failing(code, message))

    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (INVALID, ""),
        ("UnauthorizedException", ""),
        ("UnsupportedOperationException", ""),
        ("UnsupportedTokenTypeException", ""),
    ],
)
def test_refresh_token_that_cannot_be_revoked_is_no_error(code: str, message: str) -> None:
    app_gateway(Failing(code, message)).refresh.revoke(TOKEN)


def test_reused_refresh_token_is_revoked() -> None:
    client = ScriptedClient(
        get_tokens_from_refresh_token=failure("RefreshTokenReuseException"),
        revoke_token=failure("InternalErrorException"),
    )

    with pytest.raises(errors.RefreshTokenReused):
        app_gateway(client).refresh.exchange(TOKEN)

    assert [name for name, _ in client.received] == ["get_tokens_from_refresh_token", "revoke_token"]


@pytest.mark.parametrize("code", [UNKNOWN, DENIED])
def test_whether_an_address_has_an_account_is_not_told(code: str) -> None:
    app = app_gateway(Failing(code, "anything"))

    app.password.forgot(ANN)
    app.sign_up.resend_code(ANN)
    app_gateway(Failing(INVALID, NO_ADDRESS)).password.forgot(ANN)
    app_gateway(Failing(INVALID, "User is already confirmed.")).sign_up.resend_code(ANN)
    app_gateway(Failing("InternalErrorException", "")).password.help_unconfirmed(ANN)


@pytest.mark.parametrize("answer", [{"Status": "ERROR", "Session": "s"}])
def test_wrong_code_of_an_app_is_named_by_its_member(answer: dict[str, str]) -> None:
    client = ScriptedClient(verify_software_token=answer)

    for verify in (
        lambda: app_gateway(client).mfa.verify("s", "1", None),
        lambda: user_gateway(client).mfa.verify_totp("1", None),
    ):
        with pytest.raises(errors.CodeMismatch) as wrong:
            verify()
        assert wrong.value.field == "code"
