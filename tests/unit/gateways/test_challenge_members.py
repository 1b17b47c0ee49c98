"""The members of answers, and the limits that they count towards."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.gateways.challenge import ANN, answer, started

EMAIL = {"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "a***@e***"}


class TestLimits:
    @pytest.mark.parametrize(
        ("name", "given", "limit", "messages"),
        [
            ("SELECT_CHALLENGE", answer("select_factor", factor="password", password="P"), "sign-in", None),
            ("SELECT_CHALLENGE", answer("select_factor", factor="passkey", password="P"), "challenge", None),
            ("SELECT_CHALLENGE", answer("select_factor", factor="email_otp"), "challenge", "resend"),
            ("SELECT_CHALLENGE", answer("select_factor", factor="custom"), "challenge", "custom"),
            ("SELECT_MFA_TYPE", answer("select_factor", factor="sms"), "challenge", "second-factor"),
            ("SELECT_MFA_TYPE", answer("select_factor", factor="email_otp"), "challenge", "second-factor"),
            ("SELECT_MFA_TYPE", answer("select_factor", factor="totp"), "challenge", None),
            ("MFA_SETUP", answer("set_up_mfa", method="totp"), "challenge", None),
            ("MFA_SETUP", answer("set_up_mfa", method="email_otp", email="b@example.com"), "challenge", "resend"),
            ("SOFTWARE_TOKEN_MFA", answer("totp", code="123456"), "challenge", None),
        ],
    )
    def test_answer_counts_towards_its_limits(self, name: str, given: Any, limit: str, messages: str | None) -> None:
        challenge = started(name)

        assert (challenge.limit_on(given), challenge.message_limit(given)) == (limit, messages)
        assert challenge.message_recipient(given) == (getattr(given, "email", None) or ANN)

    @pytest.mark.parametrize(
        ("name", "proves"), [("EMAIL_OTP", False), ("mailed_code", True), ("simulated_code", True), ("SMS_MFA", False)]
    )
    def test_code_in_place_of_the_password_proves_the_address(self, name: str, proves: bool) -> None:
        assert started(name).proves_address is proves


class TestMembers:
    @pytest.mark.parametrize(
        ("given", "password", "attributes", "recovery_code", "trusts"),
        [
            (answer("password", password="P"), "P", {}, None, False),
            (answer("confirm_sign_up", code="1234", password="P"), "P", {}, None, False),
            (answer("confirm_sign_up", code="1234"), None, {}, None, False),
            (answer("new_password", new_password="P", attributes={"name": "A"}), "P", {"name": "A"}, None, False),
            (answer("password_reset_required", code="1234", new_password="P"), "P", {}, None, False),
            (answer("select_factor", factor="password", password="P"), "P", {}, None, False),
            (answer("select_factor", factor="passkey", password="P"), None, {}, None, False),
            (answer("totp", recovery_code="abcd-efgh-1234-5678"), None, {}, "abcdefgh12345678", False),
            (answer("sms", code="123456", trust_browser=True), None, {}, None, True),
        ],
    )
    def test_what_an_answer_has_besides_its_factor(
        self, given: Any, password: str | None, attributes: Any, recovery_code: str | None, trusts: bool
    ) -> None:
        hidden = given.chosen_password
        assert (hidden.get_secret_value() if hidden else None) == password
        assert (given.chosen_attributes, given.chosen_recovery_code, given.trusts_browser) == (
            attributes,
            recovery_code,
            trusts,
        )
        changed = given.with_attributes({"name": "B"})
        assert changed.chosen_attributes == ({"name": "B"} if attributes else {})

    @pytest.mark.parametrize(
        ("kind", "members"),
        [
            *(
                (kind, members)
                for kind in ("totp", "sms", "email_otp")
                for members in ({}, {"code": "123456", "recovery_code": "a" * 16})
            ),
            ("totp", {"code": "12345678"}),
            ("set_up_mfa", {}),
            ("set_up_mfa", {"method": "totp", "code": "123456"}),
            ("set_up_mfa", {"method": "totp", "email": ANN}),
            ("set_up_mfa", {"method": "email_otp"}),
            ("set_up_mfa", {"code": "123456", "email": ANN}),
            ("nonsense", {}),
        ],
    )
    def test_members_that_exclude_each_other_are_refused(self, kind: str, members: Any) -> None:
        with pytest.raises(ValidationError):
            answer(kind, **members)
