"""What a sign-in sends to Cognito, and what it makes of the answer."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import USER, ScriptedClient, app_gateway, failure, jwt, tokens
from vestibule import errors
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.devices import TrustedDevice, bind_refresh_token
from vestibule.cognito.models import SessionDevice, SignedIn

ANN = "ann@example.com"
PASSWORD = SecretStr("Correct-horse-9")
AUTH = {"USERNAME": ANN}


class Browsers:
    """Ann's browser, which is trusted."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []

    def find(self, account: str) -> TrustedDevice | None:
        return TrustedDevice(key="k", group_key="g", password=SecretStr("p")) if account == ANN else None

    def forget(self, account: str) -> None:
        self.forgotten.append(account)


class TestSignIn:
    def test_sign_in_with_a_password(self) -> None:
        client = ScriptedClient(initiate_auth={"AuthenticationResult": tokens(RefreshToken="r")})

        outcome = app_gateway(client).sign_in.with_password(ANN, PASSWORD)

        assert isinstance(outcome, SignedIn)
        assert (outcome.user.sub, outcome.expires_in, outcome.device) == ("the-sub", 3600, None)
        assert outcome.refresh_token == SecretStr("r")
        parameters = {**AUTH, "PASSWORD": PASSWORD.get_secret_value()}
        assert client.requests == [("initiate_auth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters})]

    def test_second_form_of_a_password_is_tried_too(self) -> None:
        refused = failure("NotAuthorizedException", "Incorrect username or password.")
        client = ScriptedClient(initiate_auth=[refused, {"AuthenticationResult": tokens()}])

        app_gateway(client).sign_in.with_password(ANN, SecretStr("e\u0301"))

        assert [request["AuthParameters"]["PASSWORD"] for _, request in client.received] == ["\u00e9", "e\u0301"]

    @pytest.mark.parametrize(
        ("code", "challenge"),
        [
            ("UserNotConfirmedException", "UserNotConfirmedException"),
            ("PasswordResetRequiredException", "PasswordResetRequiredException"),
        ],
    )
    def test_exceptions_in_place_of_a_challenge(self, code: str, challenge: str) -> None:
        client = ScriptedClient(initiate_auth=failure(code))

        outcome = app_gateway(client).sign_in.with_password(ANN, SecretStr("e\u0301"))

        assert outcome == PendingChallenge(challenge, ANN)
        assert len(client.received) == 1

    @pytest.mark.parametrize(
        ("answer", "pending"),
        [
            (
                {"ChallengeName": "SMS_MFA", "Session": "s"},
                PendingChallenge("SMS_MFA", ANN, "s", {"AvailableChallenges": "[]"}),
            ),
            (
                {
                    "ChallengeName": "X",
                    "Session": "s",
                    "AvailableChallenges": ["A"],
                    "ChallengeParameters": {"USERNAME": "u"},
                },
                PendingChallenge("X", "u", "s", {"AvailableChallenges": '["A"]', "USERNAME": "u"}),
            ),
            (
                {
                    "ChallengeName": "X",
                    "Session": "s",
                    "ChallengeParameters": {"USERNAME": "u", "USER_ID_FOR_SRP": "v"},
                },
                PendingChallenge("X", "v", "s", {"AvailableChallenges": "[]", "USERNAME": "u", "USER_ID_FOR_SRP": "v"}),
            ),
            (
                {"ChallengeName": "DEVICE_SRP_AUTH"},
                PendingChallenge("DEVICE_SRP_AUTH", ANN, "", {"AvailableChallenges": "[]"}),
            ),
        ],
    )
    def test_challenge_has_what_cognito_says_about_it(self, answer: Any, pending: PendingChallenge) -> None:
        client = ScriptedClient(respond_to_auth_challenge=answer)

        assert app_gateway(client).sign_in.respond("SMS_MFA", ANN, "session", {"SMS_MFA_CODE": "1"}) == pending
        request = {
            "ChallengeName": "SMS_MFA",
            "Session": "session",
            "ChallengeResponses": {**AUTH, "SMS_MFA_CODE": "1"},
        }
        assert client.requests == [("respond_to_auth_challenge", request)]

    @pytest.mark.parametrize(
        "answer",
        [
            {"ChallengeName": "X"},
            {"ChallengeName": "X", "Session": 5},
            {"ChallengeName": "X", "Session": "s", "ChallengeParameters": {"USERNAME": 5}},
            {},
            {"AuthenticationResult": {}},
            {"AuthenticationResult": tokens(RefreshToken="\n")},
            {"AuthenticationResult": tokens(AccessToken="h.e30.\u00e9")},
            {"AuthenticationResult": tokens(IdToken="h.e30.s")},
        ],
    )
    def test_answer_that_cannot_be_used_is_cognitos_failure(self, answer: Any) -> None:
        with pytest.raises(errors.CognitoUnavailable):
            app_gateway(ScriptedClient(respond_to_auth_challenge=answer)).sign_in.respond("X", ANN, "s", {})

    @pytest.mark.parametrize(
        ("result", "device", "refresh_token"),
        [
            (
                tokens(RefreshToken="r", NewDeviceMetadata={"DeviceKey": "k", "DeviceGroupKey": "g"}),
                SessionDevice("k", "g"),
                "r~k",
            ),
            (tokens(RefreshToken="r", AccessToken=jwt(device_key="k")), SessionDevice("k"), "r~k"),
            (tokens(RefreshToken="r", AccessToken=jwt(device_key=5)), None, "r"),
        ],
    )
    def test_session_is_bound_to_its_device(
        self, result: Any, device: SessionDevice | None, refresh_token: str
    ) -> None:
        outcome = app_gateway(ScriptedClient(initiate_auth={"AuthenticationResult": result})).sign_in.with_password(
            ANN, PASSWORD
        )

        assert isinstance(outcome, SignedIn)
        assert (outcome.device, outcome.refresh_token) == (device, SecretStr(refresh_token))

    @pytest.mark.parametrize(
        ("first_factors", "flow"),
        [
            (("password",), "USER_AUTH"),
            (("password", "custom"), "CUSTOM_AUTH"),
            (("password", "custom", "passkey"), "USER_AUTH"),
        ],
    )
    def test_sign_in_without_a_password_begins_with_a_choice_or_with_triggers(
        self, first_factors: Any, flow: str
    ) -> None:
        client = ScriptedClient(initiate_auth={"ChallengeName": "SELECT_CHALLENGE", "Session": "s"})

        outcome = app_gateway(client, first_factors=lambda: first_factors).begin_sign_in(ANN)

        assert isinstance(outcome, PendingChallenge)
        assert outcome.name == "SELECT_CHALLENGE"
        assert client.requests == [("initiate_auth", {"AuthFlow": flow, "AuthParameters": AUTH})]

    @pytest.mark.parametrize(("name", "begun"), [("EMAIL_OTP", "begun_with_code"), ("PASSWORD_SRP", "begun_otherwise")])
    def test_challenge_of_cognitos_choice_is_named_so(self, name: str, begun: str) -> None:
        client = ScriptedClient(initiate_auth={"ChallengeName": name, "Session": "s"})

        outcome = app_gateway(client).sign_in.begin(ANN)

        assert isinstance(outcome, PendingChallenge)
        assert (outcome.name, outcome.session) == (begun, "s")

    def test_passkey_proves_the_identity_and_its_session_is_revoked(self) -> None:
        client = ScriptedClient(
            initiate_auth={"ChallengeName": "WEB_AUTHN", "Session": "s"},
            respond_to_auth_challenge={"AuthenticationResult": tokens(RefreshToken="r~k_1a")},
        )
        app = app_gateway(client)

        app.step_up.begin_passkey(ANN)
        app.step_up.check_passkey("the-sub", ANN, "s", {"id": "1"})

        assert client.requests == [
            (
                "initiate_auth",
                {"AuthFlow": "USER_AUTH", "AuthParameters": {**AUTH, "PREFERRED_CHALLENGE": "WEB_AUTHN"}},
            ),
            (
                "respond_to_auth_challenge",
                {
                    "ChallengeName": "WEB_AUTHN",
                    "Session": "s",
                    "ChallengeResponses": {**AUTH, "CREDENTIAL": '{"id": "1"}'},
                },
            ),
            ("revoke_token", {"Token": "r"}),
        ]

    @pytest.mark.parametrize(
        "answer", [{"ChallengeName": "SELECT_CHALLENGE", "Session": "s"}, {"AuthenticationResult": tokens()}]
    )
    def test_user_without_a_passkey_is_not_asked_for_one(self, answer: Any) -> None:
        with pytest.raises(errors.FactorUnavailable) as refused:
            app_gateway(ScriptedClient(initiate_auth=answer)).sign_in.begin_passkey(ANN)
        assert refused.value.field == "method"

    def test_refresh_token_and_its_device_key_are_sent_apart_and_returned_together(self) -> None:
        client = ScriptedClient(get_tokens_from_refresh_token={"AuthenticationResult": tokens(RefreshToken="next")})
        refresh = app_gateway(client).refresh

        found = refresh.exchange(SecretStr("r~pool_0a-1"))
        refresh.exchange(SecretStr("plain"))
        refresh.revoke(SecretStr("r~pool_0a-1"))

        assert found.refresh_token == SecretStr("next~pool_0a-1")
        assert client.requests == [
            ("get_tokens_from_refresh_token", {"RefreshToken": "r", "DeviceKey": "pool_0a-1"}),
            ("get_tokens_from_refresh_token", {"RefreshToken": "plain"}),
            ("revoke_token", {"Token": "r"}),
        ]

    @pytest.mark.parametrize(("name", "more"), [(None, {}), ("Phone", {"FriendlyDeviceName": "Phone"})])
    def test_app_is_set_up_during_a_sign_in(self, name: str | None, more: dict[str, str]) -> None:
        client = ScriptedClient(
            associate_software_token={"Session": "two", "SecretCode": "ABC"},
            verify_software_token={"Session": "three", "Status": "SUCCESS"},
        )
        mfa = app_gateway(client).mfa

        session, app = mfa.begin("one", ANN)
        assert (session, mfa.verify("two", "123456", name)) == ("two", "three")
        assert app.uri == "otpauth://totp/Acme:ann%40example.com?secret=ABC&issuer=Acme"
        assert client.requests == [
            ("associate_software_token", {"Session": "one"}),
            ("verify_software_token", {"Session": "two", "UserCode": "123456", **more}),
        ]

    @pytest.mark.parametrize(
        ("answer", "has_sent_code", "revoked"),
        [
            ({"AuthenticationResult": tokens(RefreshToken="r")}, False, ["revoke_token"]),
            ({"AuthenticationResult": tokens()}, False, []),
            ({"ChallengeName": "SMS_MFA", "Session": "s"}, True, []),
            ({"ChallengeName": "EMAIL_OTP", "Session": "s"}, True, []),
            ({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s"}, False, []),
        ],
    )
    def test_check_of_a_password_leaves_no_session(self, answer: Any, has_sent_code: bool, revoked: list[str]) -> None:
        for revocation in ({}, failure("InternalErrorException")):
            client = ScriptedClient(initiate_auth=answer, revoke_token=revocation)

            assert app_gateway(client).step_up.check_password(ANN, PASSWORD) is has_sent_code
            assert [name for name, _ in client.received[1:]] == revoked

    @pytest.mark.parametrize(
        "answer",
        [
            {"AuthenticationResult": tokens(IdToken=jwt(**USER | {"sub": "another"}))},
            {"ChallengeName": "SMS_MFA", "Session": "s"},
        ],
    )
    def test_passkey_of_somebody_else_proves_nothing(self, answer: Any) -> None:
        client = ScriptedClient(respond_to_auth_challenge=answer)

        with pytest.raises(errors.PasskeyRejected) as rejected:
            app_gateway(client).step_up.check_passkey("the-sub", ANN, "s", {})
        assert rejected.value.field == "credential"

    @pytest.mark.parametrize(("max_wait", "answers"), [(0, 1), (0.5, 1)])
    def test_locked_out_user_does_not_wait_longer_than_that(self, max_wait: float, answers: int) -> None:
        client = ScriptedClient(initiate_auth=failure("NotAuthorizedException", "Password attempts exceeded"))

        with pytest.raises(errors.TooManyAttempts) as refused:
            app_gateway(client).sign_in.with_password(ANN, PASSWORD, max_wait=max_wait)
        assert (refused.value.retry_after, len(client.received)) == (1, answers)

    def test_gateway_for_a_client_passes_on_its_address_and_asks_its_browser(self) -> None:
        unknown = failure("ResourceNotFoundException", "Device does not exist.")
        client, browsers = ScriptedClient(initiate_auth=[unknown, {"AuthenticationResult": tokens()}]), Browsers()
        ours = app_gateway(client, secret="s3cret").for_client("203.0.113.5", browsers)

        outcome = ours.sign_in.with_password(ANN, PASSWORD)

        assert isinstance(outcome, SignedIn)
        assert [request["AuthParameters"].get("DEVICE_KEY") for _, request in client.received] == ["k", None]
        assert client.received[0][1]["UserContextData"] == {"IpAddress": "203.0.113.5"}
        assert browsers.forgotten == [ANN]
        ours.step_up.check_password(ANN, PASSWORD)
        assert "DEVICE_KEY" not in client.received[2][1]["AuthParameters"]

    def test_session_in_a_trusted_browser_is_bound_to_its_device(self) -> None:
        client = ScriptedClient(initiate_auth={"AuthenticationResult": tokens(RefreshToken="r")})

        outcome = app_gateway(client).for_client("203.0.113.5", Browsers()).sign_in.with_password(ANN, PASSWORD)

        assert isinstance(outcome, SignedIn)
        assert outcome.device == SessionDevice("k")
        assert outcome.refresh_token == SecretStr(bind_refresh_token("r", "k"))
