"""What an answer to each challenge sends to Cognito, and what comes of it."""

from contextlib import suppress
from typing import Any

import pytest

from tests.unit.gateways.challenge import ANN, answer, started
from tests.unit.gateways.scripted_client import ScriptedClient, failure, tokens
from vestibule import errors
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.models import SignedIn

DONE = {"AuthenticationResult": tokens()}
AUTH = {"USERNAME": "u"}
INVALID = "InvalidParameterException"
EMAIL = {"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "a***@e***"}


@pytest.mark.parametrize(
    ("name", "given", "responses"),
    [
        ("CUSTOM_CHALLENGE", answer("custom", answer="a"), {"ANSWER": "a"}),
        ("EMAIL_OTP", answer("email_otp", code="123456"), {"EMAIL_OTP_CODE": "123456"}),
        ("mailed_code", answer("email_otp", code="12345678"), {"EMAIL_OTP_CODE": "12345678"}),
        ("SMS_MFA", answer("sms", code="123456"), {"SMS_MFA_CODE": "123456"}),
        ("SMS_OTP", answer("sms", code="123456"), {"SMS_OTP_CODE": "123456"}),
        ("SOFTWARE_TOKEN_MFA", answer("totp", code="123456"), {"SOFTWARE_TOKEN_MFA_CODE": "123456"}),
        ("WEB_AUTHN", answer("passkey", credential={"id": "1"}), {"CREDENTIAL": '{"id": "1"}'}),
        (
            "NEW_PASSWORD_REQUIRED",
            answer("new_password", new_password="New-1", attributes={"name": "A", "team": "x"}),
            {"NEW_PASSWORD": "New-1", "userAttributes.name": "A", "userAttributes.custom:team": "x"},
        ),
        ("SELECT_MFA_TYPE", answer("select_factor", factor="totp"), {"ANSWER": "SOFTWARE_TOKEN_MFA"}),
        ("SELECT_MFA_TYPE", answer("select_factor", factor="sms"), {"ANSWER": "SMS_MFA"}),
        ("SELECT_CHALLENGE", answer("select_factor", factor="passkey"), {"ANSWER": "WEB_AUTHN"}),
        ("SELECT_CHALLENGE", answer("select_factor", factor="email_otp"), {"ANSWER": "EMAIL_OTP"}),
        ("MFA_SETUP", answer("set_up_mfa", method="email_otp", email=ANN), {"EMAIL": ANN}),
    ],
)
def test_answer_is_sent_in_cognitos_form(name: str, given: Any, responses: dict[str, str]) -> None:
    client = ScriptedClient(respond_to_auth_challenge=DONE)

    assert isinstance(started(name, client).answer(given), SignedIn)

    cognitos = {"mailed_code": "EMAIL_OTP"}.get(name, name)
    request = {"ChallengeName": cognitos, "Session": "s", "ChallengeResponses": {**AUTH, **responses}}
    assert client.requests == [("respond_to_auth_challenge", request)]


class TestAnswers:
    @pytest.mark.parametrize("factor", ["password", None])
    def test_password_signs_in(self, factor: str | None) -> None:
        client = ScriptedClient(initiate_auth=DONE)
        given = answer("select_factor", factor=factor, password="P") if factor else answer("password", password="P")

        assert isinstance(started("SELECT_CHALLENGE" if factor else "password", client).answer(given), SignedIn)

        name = {"USERNAME": ANN if factor else "u", "PASSWORD": "P"}
        assert client.requests == [("initiate_auth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": name})]

    def test_code_confirms_an_account_and_then_the_password_signs_in(self) -> None:
        client = ScriptedClient(initiate_auth=DONE)

        asked = started("UserNotConfirmedException", client).answer(answer("confirm_sign_up", code="1234"))
        done = started("UserNotConfirmedException", client).answer(answer("confirm_sign_up", code="1234", password="P"))

        assert (asked, isinstance(done, SignedIn)) == (PendingChallenge("password", "u"), True)
        assert [name for name, _ in client.received] == ["confirm_sign_up", "confirm_sign_up", "initiate_auth"]

    def test_code_resets_a_password_which_then_signs_in(self) -> None:
        client = ScriptedClient(initiate_auth=DONE)
        given = answer("password_reset_required", code="1234", new_password="New-1")

        challenge = started("PasswordResetRequiredException", client)
        challenge.reset_password(given)
        assert isinstance(challenge.answer(given), SignedIn)
        assert [request.get("Password") for _, request in client.received] == ["New-1", None]
        assert client.received[1][1]["AuthParameters"]["PASSWORD"] == "New-1"

    @pytest.mark.parametrize(
        ("name", "operation", "code", "sent"),
        [
            ("UserNotConfirmedException", "resend_confirmation_code", "TooManyRequestsException", True),
            ("UserNotConfirmedException", "resend_confirmation_code", "InternalErrorException", False),
            ("PasswordResetRequiredException", "forgot_password", "LimitExceededException", True),
            ("PasswordResetRequiredException", "forgot_password", "InternalErrorException", False),
        ],
    )
    def test_earlier_code_counts_if_there_are_too_many(self, name: str, operation: str, code: str, sent: bool) -> None:
        client = ScriptedClient(**{operation: failure(code)})
        challenge = started(name, client)

        if sent:
            challenge.send_code()
        else:
            with pytest.raises(errors.CognitoUnavailable):
                challenge.send_code()
        assert client.received[0][0] == operation

    @pytest.mark.parametrize(
        "code", ["ExpiredCodeException", "UserNotFoundException", "NotAuthorizedException", "CodeMismatchException"]
    )
    def test_code_in_place_of_the_password_has_one_error(self, code: str) -> None:
        challenge = started("mailed_code", ScriptedClient(respond_to_auth_challenge=failure(code)))

        with pytest.raises(errors.CodeMismatch) as wrong:
            challenge.answer(answer("email_otp", code="123456"))
        assert wrong.value.field == "code"

    @pytest.mark.parametrize(
        ("real", "simulated", "given"),
        [
            ("mailed_code", "simulated_code", answer("email_otp", code="123456")),
            ("SELECT_CHALLENGE", "begun_otherwise", answer("select_factor", factor="email_otp")),
        ],
    )
    def test_simulated_answer_is_sent_as_a_real_one(self, real: str, simulated: str, given: Any) -> None:
        sent = []
        for name in (real, simulated):
            client = ScriptedClient(respond_to_auth_challenge=failure("NotAuthorizedException"))
            with suppress(errors.AppError):
                started(name, client).answer(given)
            sent.append(client.requests)

        assert len(sent[0]) == 1
        assert sent[0] == sent[1]

    def test_simulated_codes_lock_the_account_out_as_real_ones_do(self) -> None:
        real = started("mailed_code", ScriptedClient(respond_to_auth_challenge=failure("CodeMismatchException")))
        simulated = started(
            "simulated_code", ScriptedClient(respond_to_auth_challenge=failure("NotAuthorizedException"))
        )
        given = answer("email_otp", code="123456")

        found = []
        for challenge in (real, simulated):
            for _ in range(6):
                with pytest.raises(errors.AppError) as wrong:
                    challenge.answer(given)
                found.append(type(wrong.value))

        assert found[6:] == [errors.CodeMismatch] * 5 + [errors.TooManyAttempts]
        assert found[:6] == [errors.CodeMismatch] * 6  # Cognito itself refuses the next
        assert real.cognito.lockouts.is_locked(f"mailed_code:{ANN}")
        assert not real.cognito.lockouts.is_locked(ANN)

    @pytest.mark.parametrize(
        ("name", "given", "field"),
        [
            ("SELECT_MFA_TYPE", answer("select_factor", factor="password"), "factor"),
            ("SELECT_MFA_TYPE", answer("select_factor", factor="passkey"), "factor"),
            ("SELECT_CHALLENGE", answer("select_factor", factor="totp"), "factor"),
            ("SELECT_CHALLENGE", answer("select_factor", factor="custom"), "factor"),
            ("SELECT_CHALLENGE", answer("select_factor", factor="password"), "password"),
            ("begun_otherwise", answer("select_factor", factor="email_otp"), "factor"),
            ("begun_with_code", answer("select_factor", factor="passkey"), "factor"),
        ],
    )
    def test_factor_that_was_not_offered_is_refused(self, name: str, given: Any, field: str) -> None:
        with pytest.raises(errors.InvalidRequest) as refused:
            started(name, ScriptedClient(respond_to_auth_challenge=failure(INVALID))).answer(given)

        assert (type(refused.value), refused.value.field) == (errors.InvalidRequest, field)

    @pytest.mark.parametrize(
        ("name", "given", "field"),
        [
            ("SELECT_MFA_TYPE", answer("select_factor", factor="sms"), "factor"),
            ("MFA_SETUP", answer("set_up_mfa", method="email_otp", email=ANN), "method"),
        ],
    )
    def test_refused_choice_is_named(self, name: str, given: Any, field: str) -> None:
        client = ScriptedClient(respond_to_auth_challenge=failure(INVALID))

        with pytest.raises(errors.InvalidRequest) as refused:
            started(name, client).answer(given)
        assert refused.value.field == field


class TestSetUp:
    def test_app_is_shown_and_then_its_code_finishes(self) -> None:
        client = ScriptedClient(
            associate_software_token={"Session": "two", "SecretCode": "ABC"},
            verify_software_token={"Session": "three", "Status": "SUCCESS"},
            respond_to_auth_challenge=DONE,
        )

        pending = started("MFA_SETUP", client).answer(answer("set_up_mfa", method="totp"))
        assert (pending.name, pending.username, pending.session) == ("MFA_SETUP", "u", "two")
        shown = started("MFA_SETUP", parameters=pending.parameters).details()
        assert (shown["methods"], shown["totp"]["secret"]) == (["totp"], "ABC")
        assert "Acme:ann%40example.com" in shown["totp"]["uri"]

        done = started("MFA_SETUP", client).answer(answer("set_up_mfa", code="123456", device_name="Phone"))
        assert isinstance(done, SignedIn)
        assert client.requests[1:] == [
            ("verify_software_token", {"Session": "s", "UserCode": "123456", "FriendlyDeviceName": "Phone"}),
            (
                "respond_to_auth_challenge",
                {"ChallengeName": "MFA_SETUP", "Session": "three", "ChallengeResponses": AUTH},
            ),
        ]


class TestFirstFactors:
    ALL: Any = staticmethod(lambda: ("password", "email_otp", "custom"))

    def test_factors_that_would_tell_who_has_an_account_are_offered_to_everybody(self) -> None:
        parameters = {"AvailableChallenges": '["WEB_AUTHN"]'}

        everybody = started("SELECT_CHALLENGE", parameters=parameters, first_factors=self.ALL).details()
        second = started("SELECT_MFA_TYPE", parameters={"MFAS_CAN_CHOOSE": "[]"}, first_factors=self.ALL).details()

        assert (everybody, second) == ({"factors": ["passkey", "password", "email_otp", "custom"]}, {"factors": []})

    def test_triggers_are_a_flow_of_their_own(self) -> None:
        client = ScriptedClient(initiate_auth=DONE)

        started("SELECT_CHALLENGE", client, first_factors=self.ALL).answer(answer("select_factor", factor="custom"))

        assert client.requests == [("initiate_auth", {"AuthFlow": "CUSTOM_AUTH", "AuthParameters": {"USERNAME": ANN}})]

    def test_code_that_cognito_does_not_send_is_simulated(self) -> None:
        client = ScriptedClient(respond_to_auth_challenge=failure(INVALID))
        given = answer("select_factor", factor="email_otp")

        challenge = started("SELECT_CHALLENGE", client, first_factors=self.ALL)
        assert challenge.answer(given) == PendingChallenge("simulated_code", "u", "s")
        for _ in range(5):
            challenge.cognito.lockouts.failed(f"mailed_code:{ANN}", errors.CodeMismatch())
        with pytest.raises(errors.TooManyAttempts):
            challenge.answer(given)
        with pytest.raises(errors.InvalidRequest):
            started("SELECT_CHALLENGE", client).answer(given)

    @pytest.mark.parametrize(
        ("code", "message", "error"),
        [
            ("NotAuthorizedException", "Invalid session for the user.", errors.SessionInvalid),
            ("NotAuthorizedException", "Password attempts exceeded", errors.TooManyAttempts),
        ],
    )
    def test_other_errors_are_not_simulated(self, code: str, message: str, error: type[errors.AppError]) -> None:
        client = ScriptedClient(respond_to_auth_challenge=failure(code, message))

        with pytest.raises(error) as failed:
            started("SELECT_CHALLENGE", client, first_factors=self.ALL).answer(
                answer("select_factor", factor="email_otp")
            )
        assert error is errors.SessionInvalid or failed.value.retry_after == 1

    def test_sent_code_takes_the_place_of_the_password(self) -> None:
        pending = {"ChallengeName": "EMAIL_OTP", "Session": "t", "ChallengeParameters": EMAIL}
        given = answer("select_factor", factor="email_otp")

        found = started("SELECT_CHALLENGE", ScriptedClient(respond_to_auth_challenge=pending)).answer(given)
        begun = started("begun_with_code", ScriptedClient()).answer(given)

        assert [(each.name, each.username, each.session) for each in (found, begun)] == [
            ("mailed_code", "u", "t"),
            ("mailed_code", "u", "s"),
        ]
