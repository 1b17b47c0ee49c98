"""The step of each challenge that the client gets, and the session that brings the challenge back."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.servers import Clock
from tests.unit.endpoint_call import session_of
from tests.unit.gateways.challenge import ANN, answer, sessions, started
from tests.unit.gateways.scripted_client import NOW, ScriptedClient
from vestibule import errors
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.challenges.challenge import AccountChange
from vestibule.cognito.challenges.cipher import SessionCipher
from vestibule.cognito.challenges.registry import KINDS, KINDS_BY_COGNITO_NAME, kind_of
from vestibule.storage.secret_keys import SecretKeys

EMAIL = {"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "a***@e***"}
SMS = {"CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+***32"}
MASKED = {"medium": "email", "destination": "a***@e***"}
SENT = {"delivery": {"medium": "email", "destination": "u***@***"}, "resend_wait_seconds": 30}
COGNITOS_OWN = {"USERNAME": "u", "USER_ID_FOR_SRP": "u", "AvailableChallenges": "[]"}
REQUIRED = {"requiredAttributes": '["userAttributes.name", "userAttributes.custom:team"]'}
CAN_SET_UP = {"MFAS_CAN_SETUP": '["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "NEW"]'}
STEPS: list[tuple[str, dict[str, str], str, int, dict[str, Any]]] = [
    ("password", {}, "password", 600, {}),
    ("UserNotConfirmedException", {}, "confirm_sign_up", 3600, SENT),
    ("PasswordResetRequiredException", {}, "password_reset_required", 3600, SENT),
    ("CUSTOM_CHALLENGE", COGNITOS_OWN | {"hint": "h"}, "custom", 180, {"parameters": {"hint": "h"}}),
    ("EMAIL_OTP", EMAIL, "email_otp", 180, {"delivery": MASKED, "first_factor": False}),
    ("mailed_code", SMS, "email_otp", 180, {"delivery": MASKED, "first_factor": True}),
    ("simulated_code", {}, "email_otp", 180, {"delivery": MASKED, "first_factor": True}),
    ("SMS_MFA", SMS, "sms", 180, {"delivery": {"medium": "sms", "destination": "+***32"}}),
    ("SMS_OTP", SMS, "sms", 180, {"delivery": {"medium": "sms", "destination": "+***32"}}),
    ("NEW_PASSWORD_REQUIRED", REQUIRED, "new_password", 180, {"required_attributes": ["name", "team"]}),
    ("NEW_PASSWORD_REQUIRED", {}, "new_password", 180, {"required_attributes": []}),
    (
        "WEB_AUTHN",
        {"CREDENTIAL_REQUEST_OPTIONS": '{"challenge": "c"}'},
        "passkey",
        180,
        {"options": {"challenge": "c"}},
    ),
    ("SOFTWARE_TOKEN_MFA", {"FRIENDLY_DEVICE_NAME": "Phone"}, "totp", 180, {"device_name": "Phone"}),
    ("SOFTWARE_TOKEN_MFA", {}, "totp", 180, {"device_name": None}),
    ("MFA_SETUP", CAN_SET_UP, "set_up_mfa", 180, {"methods": ["totp", "email_otp"], "totp": None}),
    (
        "SELECT_MFA_TYPE",
        {"MFAS_CAN_CHOOSE": '["EMAIL_OTP", "SOFTWARE_TOKEN_MFA"]'},
        "select_factor",
        180,
        {"factors": ["totp", "email_otp"]},
    ),
    (
        "SELECT_CHALLENGE",
        {"AvailableChallenges": '["PASSWORD", "WEB_AUTHN"]'},
        "select_factor",
        180,
        {"factors": ["passkey", "password"]},
    ),
    ("begun_with_code", {}, "select_factor", 180, {"factors": ["password", "email_otp"]}),
    ("begun_otherwise", {}, "select_factor", 180, {"factors": ["password"]}),
]


@pytest.mark.parametrize(("name", "parameters", "kind", "seconds", "details"), STEPS)
def test_step_has_its_kind_its_lifetime_and_what_the_screen_needs(
    name: str, parameters: dict[str, str], kind: str, seconds: int, details: dict[str, Any]
) -> None:
    ours = sessions()

    step = ours.step(ours.start(PendingChallenge(name, "u", "s", parameters), ANN)).model_dump()

    assert step.pop("session")
    assert step == {"status": "challenge", "kind": kind, "expires_in": seconds, **details}


def test_every_name_of_a_challenge_has_its_kind() -> None:
    assert {name: kind.kind for name, kind in KINDS_BY_COGNITO_NAME.items()} == {
        name: kind for name, _, kind, _, _ in STEPS
    }
    assert {
        kind.kind: (kind.limit, kind.sends_code, kind.follows_proof, kind.asks_again) for kind in KINDS.values()
    } == {
        "password": ("sign-in", False, True, False),
        "confirm_sign_up": ("challenge", True, False, False),
        "custom": ("challenge", False, False, True),
        "email_otp": ("challenge", False, False, False),
        "new_password": ("password", False, False, False),
        "passkey": ("challenge", False, False, False),
        "password_reset_required": ("challenge", True, False, False),
        "select_factor": ("challenge", False, False, False),
        "set_up_mfa": ("challenge", False, False, False),
        "sms": ("challenge", False, False, False),
        "totp": ("challenge", False, False, False),
    }


@pytest.mark.parametrize(
    ("name", "after_it", "signed_in"),
    [
        ("MFA_SETUP", None, AccountChange("factor_turned_on", {"method": "totp"})),
        ("SOFTWARE_TOKEN_MFA", None, None),
        ("EMAIL_OTP", None, None),
    ],
)
def test_challenge_says_what_its_answer_changed_in_the_account(
    name: str, after_it: AccountChange | None, signed_in: AccountChange | None
) -> None:
    challenge = started(name)

    assert challenge.change(PendingChallenge("SMS_MFA", "u")) == after_it
    assert challenge.change(session_of("sub", "token")) == signed_in


def test_code_to_an_address_that_the_user_sets_up_changes_the_account() -> None:
    sent = {"ChallengeName": "EMAIL_OTP", "Session": "t", "ChallengeParameters": EMAIL}
    client = ScriptedClient(respond_to_auth_challenge=sent)

    outcome = started("MFA_SETUP", client).answer(answer("set_up_mfa", method="email_otp", email=ANN))
    challenge = sessions(client).start(outcome, ANN)

    assert challenge.details() == {"delivery": MASKED, "first_factor": False}
    assert challenge.change(PendingChallenge("SMS_MFA", "u")) is None
    assert challenge.change(session_of("sub", "token")) == AccountChange("factor_turned_on", {"method": "email_otp"})


def test_unknown_challenge_is_the_operators_to_resolve() -> None:
    with pytest.raises(errors.Misconfigured):
        started("PASSWORD_VERIFIER")


class TestSessions:
    def test_session_brings_the_challenge_back_until_it_expires(self) -> None:
        clock = Clock(NOW)
        ours = sessions(clock=clock)
        step = ours.step(ours.start(PendingChallenge("SMS_MFA", "u", "s", SMS), ANN))
        given = answer("sms", code="123456").model_copy(update={"session": SecretStr(step.session)})

        clock.advance(180)
        again = ours.decrypt(given)
        assert (again.name, again.account, again.username, again.session, again.parameters) == (
            "SMS_MFA",
            ANN,
            "u",
            "s",
            {},
        )
        clock.advance(0.1)
        with pytest.raises(errors.SessionInvalid) as expired:
            ours.decrypt(given)
        assert expired.value.field == "session"

    def test_session_is_of_one_kind_and_cannot_be_changed(self) -> None:
        ours = sessions()
        session = ours.step(ours.start(PendingChallenge("SMS_MFA", "u", "s", SMS), ANN)).session

        for kind, spelled in (
            ("totp", session),
            ("sms", session[:-4]),
            ("sms", f"{session}="),
            ("sms", f"\u00e9{session}"),
            ("sms", session[:-3] + "A=="),
        ):
            given = answer(kind, code="123456").model_copy(update={"session": SecretStr(spelled)})
            with pytest.raises(errors.SessionInvalid) as refused:
                ours.decrypt(given)
            assert refused.value.field == "session"

    def test_session_of_a_challenge_that_another_version_has_is_refused(self) -> None:
        cipher = SessionCipher(SecretKeys(SecretStr("k" * 32)), clock=Clock(NOW))
        session = cipher.encrypt({"name": "OTHER", "account": ANN, "username": "u", "session": "s"}, lifetime=180)

        with pytest.raises(errors.SessionInvalid):
            sessions().decrypt(answer("sms", code="123456").model_copy(update={"session": SecretStr(session)}))

    def test_length_of_a_session_does_not_tell_the_challenge(self) -> None:
        ours = sessions()

        lengths = {
            len(ours.step(ours.start(PendingChallenge(name, username, session, SMS), ANN)).session)
            for name, username, session in (
                ("SMS_MFA", "u", "s"),
                ("mailed_code", "long-name", "s" * 900),
                ("simulated_code", ANN, ""),
            )
        }
        assert len(lengths) == 1


@pytest.mark.parametrize(
    ("step", "kind"), [({"kind": "totp"}, "totp"), ({"status": "signed_in"}, "signed_in"), ({}, "signed_in")]
)
def test_step_is_told_apart_by_its_kind_or_status(step: dict[str, Any], kind: str) -> None:
    assert kind_of(step) == kind
