"""What follows a right password: the session is noted, notified and given a device, or a challenge begins."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.unit.sign_in import ALICE, DEVICE, KNOWN_DEVICE, NEW_DEVICE, SignIn, session
from tests.unit.tokens.forge import ABSENT, NOW
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.models import CodeDelivery, CodeSent
from vestibule.errors import (
    CognitoUnavailable,
    TokenTooLarge,
)
from vestibule.tokens.issued import issued_claims

SENT = CodeSent(delivery=CodeDelivery(medium="email", destination="a***@e***"), resend_wait_seconds=30)
DELIVERY = {"CODE_DELIVERY_DESTINATION": "a***@e***"}


class TestSessionLog:
    @pytest.mark.parametrize(
        ("claims", "began"),
        [
            ({}, NOW - 5),
            ({"auth_time": ABSENT, "iat": NOW - 7}, NOW - 7),
            ({"auth_time": ABSENT, "iat": ABSENT}, None),
            ({"origin_jti": ABSENT}, None),
        ],
    )
    @pytest.mark.parametrize("how", ["began", "note"])
    def test_session_is_noted_if_its_tokens_name_it(self, claims: dict[str, Any], began: int | None, how: str) -> None:
        sign_in, made = SignIn(), session(**claims)

        if how == "began":
            sign_in.log().began(made, issued_claims(made.access_token))
        else:
            sign_in.log().note(issued_claims(made.access_token))

        expected = [] if began is None else [("here", began, "Firefox (Linux)", "192.0.2.1")]
        assert [(s.id, s.auth_time, s.browser, s.client_ip) for s in sign_in.sessions] == expected

    def test_sign_in_from_an_unknown_browser_is_notified_once(self) -> None:
        sign_in, made = SignIn(), session()
        claims = issued_claims(made.access_token)
        sign_in.log().began(made, claims)
        first = sign_in.mails
        for user_agent in ("curl/8", "nothing", "curl/8"):
            other = SignIn(user_agent=user_agent)
            other.services = sign_in.services
            other.request.scope["state"]["vestibule"] = sign_in.services
            other.log().began(made, claims)
            other.cookie = other.response.headers["set-cookie"]
            assert not other.mails  # it goes to the mailer of the first

        assert first == []
        assert sign_in.mails == [("new_sign_in", ALICE, "curl"), ("new_sign_in", ALICE, "unknown_browser")]

    def test_known_browser_is_not_notified_and_without_mail_there_is_no_cookie(self) -> None:
        sign_in, made = SignIn(), session()
        sign_in.services.records.known_origins.add("alice", sign_in.log()._origin)
        sign_in.log().began(made, issued_claims(made.access_token))
        (cookie,) = sign_in.cookies
        again = SignIn(user_agent="curl/8", cookie=cookie)
        again.services.records.known_origins.add("alice", sign_in.log()._origin)
        again.log().began(made, issued_claims(made.access_token))
        without_mail = SignIn()
        without_mail.enabled = False
        without_mail.log().began(made, issued_claims(made.access_token))

        assert cookie.startswith("vestibule_known=")
        assert (again.mails, without_mail.cookies) == ([], [])

    def test_store_that_fails_does_not_stop_a_sign_in(self, tmp_path: Path) -> None:
        sign_in, made = SignIn(store_url=f"sqlite:///{tmp_path}/vestibule.sqlite3"), session()
        (tmp_path / "vestibule.sqlite3").unlink()

        sign_in.log().began(made, issued_claims(made.access_token))
        assert sign_in.mails == []


class TestDevices:
    @pytest.mark.parametrize(("trust", "cookies"), [(True, 1), (False, 0)])
    def test_new_device_is_confirmed_and_kept_if_it_is_trusted(self, trust: bool, cookies: int) -> None:
        sign_in = SignIn({"user.devices.confirm": DEVICE})

        sign_in.settle(NEW_DEVICE, trust=trust)

        assert sign_in.calls == [("user.devices.confirm", (NEW_DEVICE, "Firefox (Linux)", trust))]
        assert len(sign_in.cookies) == cookies

    def test_no_device_is_trusted_where_that_is_off(self) -> None:
        sign_in = SignIn({"user.devices.confirm": DEVICE}, trusted_browser_days=0, user_agent="nothing")

        sign_in.settle(NEW_DEVICE, trust=True)
        sign_in.settle(None, trust=True)

        assert sign_in.calls == [("user.devices.confirm", (NEW_DEVICE, "Browser", False))]
        assert sign_in.cookies == []

    @pytest.mark.parametrize(("trust", "remembered"), [(True, 1), (False, 0)])
    def test_device_that_was_trusted_before_is_remembered_again(self, trust: bool, remembered: int) -> None:
        first = SignIn({"user.devices.confirm": DEVICE})
        first.settle(NEW_DEVICE, trust=True)
        again = SignIn(cookie=first.cookies[0])

        again.settle(KNOWN_DEVICE, trust=trust)

        assert again.calls == [("user.devices.remember", ("device", True))] * remembered
        assert len(again.cookies) == remembered

    def test_device_that_cannot_be_confirmed_does_not_stop_a_sign_in(self) -> None:
        sign_in = SignIn({"user.devices.confirm": CognitoUnavailable()})

        with capture_logs() as logs:
            sign_in.settle(NEW_DEVICE, trust=True)

        assert [(line["event"], line["error"]) for line in logs] == [("devices.not_confirmed", "cognito-unavailable")]
        assert sign_in.cookies == []


class TestNextStep:
    def test_session_is_admitted_noted_and_kept_in_the_cookie(self) -> None:
        sign_in, made = SignIn({"user.devices.confirm": DEVICE}), session(NEW_DEVICE)
        sign_in.services.revocations.revoke_user("alice")

        step, attempt = sign_in.after(made)

        assert step is made
        assert not sign_in.services.revocations.is_revoked(issued_claims(made.access_token))
        assert (sign_in.event.actor, sign_in.event.outcome, len(sign_in.sessions)) == ("alice", "success", 1)
        assert [cookie.partition("=")[0] for cookie in sign_in.cookies] == ["vestibule_known", "vestibule_refresh"]
        assert (attempt.proof, attempt.sent_message) == (True, False)

    def test_session_whose_token_no_header_can_hold_is_refused(self) -> None:
        sign_in = SignIn()

        with pytest.raises(TokenTooLarge):
            sign_in.after(session(x="x" * 12_300))
        assert sign_in.after(session(x="x" * 11_000))

    @pytest.mark.parametrize(
        ("name", "kind", "proof", "message", "mailed"),
        [
            ("SMS_MFA", "sms", False, True, 0),
            ("EMAIL_OTP", "email_otp", False, True, 0),
            ("SOFTWARE_TOKEN_MFA", "totp", False, False, 0),
            ("password", "password", True, False, 0),
            ("UserNotConfirmedException", "confirm_sign_up", False, False, 1),
        ],
    )
    def test_challenge_begins_and_its_messages_are_counted(
        self, name: str, kind: str, proof: bool, message: bool, mailed: int
    ) -> None:
        sign_in = SignIn({"app.codes.sent_to": SENT})

        step, attempt = sign_in.after(PendingChallenge(name, ALICE, "session", DELIVERY))

        assert (step.kind, sign_in.event.outcome, sign_in.event.reason) == (kind, "pending", kind)
        assert (attempt.proof, attempt.sent_message) == (proof, message)
        assert (sign_in.names.count("app.codes.send_confirmation_code"), sign_in.cookies) == (mailed, [])

    def test_no_code_is_sent_beyond_the_limit(self) -> None:
        sign_in = SignIn({"app.codes.sent_to": SENT}, rate_limits="on")
        steps = [sign_in.after(PendingChallenge("UserNotConfirmedException", ALICE))[0].kind for _ in range(11)]

        assert steps == ["confirm_sign_up"] * 11
        assert sign_in.names.count("app.codes.send_confirmation_code") == 10
