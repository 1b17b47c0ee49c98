"""Codes that confirm an address or reset a password: what they do to passwords, sessions and attributes."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.ownership_request import (
    CLEAR,
    DISABLE,
    ELSEWHERE,
    EMAIL,
    HERE,
    KEPT,
    PASSWORD,
    REVOKE,
    SET,
    SIGN_IN,
    SIGNED_IN,
    UNAVAILABLE,
    Check,
)
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.errors import (
    RESPONSE_LOST,
    AppError,
    CodeMismatch,
    CognitoTimeout,
    CognitoUnavailable,
    InvalidCredentials,
    Misconfigured,
    NewCodeSent,
    RejectedByPool,
    TooManyRequests,
)
from vestibule.records import RequiredActions
from vestibule.tokens.issued import issued_claims


class TestConfirm:
    @pytest.mark.parametrize(
        ("doubtful", "password", "sign_in", "calls"),
        [
            (False, None, None, []),
            (True, None, None, [DISABLE]),
            (False, PASSWORD, SIGNED_IN, [SIGN_IN, REVOKE]),
            (True, PASSWORD, SIGNED_IN, [SIGN_IN, REVOKE]),
            (False, PASSWORD, PendingChallenge("SMS_MFA", "alice"), [SIGN_IN]),
            (False, PASSWORD, InvalidCredentials(), [SIGN_IN, SET, CLEAR]),
            (False, PASSWORD, UNAVAILABLE, [SIGN_IN, SET, CLEAR]),
            (False, PASSWORD, TooManyRequests(), [SIGN_IN, SET, CLEAR]),
            (False, PASSWORD, RejectedByPool(), [SIGN_IN]),
            (True, PASSWORD, RejectedByPool(), [SIGN_IN, SET, CLEAR]),
        ],
    )
    def test_password_that_may_be_somebody_elses_is_replaced(
        self, doubtful: bool, password: SecretStr | None, sign_in: object, calls: list[str]
    ) -> None:
        made = Check({"app.sign_up.confirm": doubtful, SIGN_IN: sign_in})

        made.proof.confirm(EMAIL, "123456", password)

        assert [name for name in made.names if name != "pool.current"] == ["app.sign_up.confirm", *calls]
        assert made.required.choose_password is (calls == [DISABLE])
        assert made.is_revoked() is (REVOKE in calls)
        if CLEAR in calls:
            assert (CLEAR, (EMAIL, KEPT)) in made.calls

    @pytest.mark.parametrize(("password", "failing"), [(None, DISABLE), (PASSWORD, SET), (PASSWORD, CLEAR)])
    def test_without_a_role_the_next_sign_in_from_here_asks_for_a_new_password(
        self, password: SecretStr | None, failing: str
    ) -> None:
        made = Check({"app.sign_up.confirm": True, SIGN_IN: InvalidCredentials(), failing: Misconfigured()})

        made.proof.confirm(EMAIL, "123456", password)

        assert made.required.choose_password
        assert made.ownership.must_choose_password(EMAIL, HERE)
        assert not made.ownership.must_choose_password(EMAIL, ELSEWHERE)

    @pytest.mark.parametrize("error", [UNAVAILABLE, CognitoTimeout(), CodeMismatch()])
    @pytest.mark.parametrize(
        ("signed_up_from", "again", "password", "doubtful"),
        [
            (None, False, PASSWORD, False),
            (HERE, False, None, False),
            (HERE, False, PASSWORD, True),
            (HERE, True, None, True),
            (ELSEWHERE, False, None, True),
        ],
    )
    def test_password_is_doubted_when_the_answer_to_the_code_was_lost(
        self, signed_up_from: str | None, again: bool, password: SecretStr | None, doubtful: bool, error: AppError
    ) -> None:
        made = Check({"app.sign_up.confirm": error})
        if signed_up_from:
            made.ownership.signed_up(EMAIL, signed_up_from, again=again)
            made.ownership.code_requested(EMAIL, HERE)

        with pytest.raises(type(error)):
            made.proof.confirm(EMAIL, "123456", password)

        was_lost = isinstance(error, RESPONSE_LOST)
        assert made.required.choose_password is (doubtful and was_lost)
        assert made.names == ["app.sign_up.confirm"]

    def test_account_that_is_in_use_is_not_doubted(self) -> None:
        made = Check({"app.sign_up.confirm": UNAVAILABLE})
        made.ownership.signed_up(EMAIL, HERE, again=True)
        made.services.limiter.remember(ELSEWHERE, EMAIL)

        with pytest.raises(CognitoUnavailable):
            made.proof.confirm(EMAIL, "123456", None)
        assert not made.required.choose_password


class TestReset:
    def test_reset_ends_every_session_before(self) -> None:
        made = Check({SIGN_IN: SIGNED_IN}, choose_password=True)

        made.proof.reset(EMAIL, "123456", PASSWORD)

        assert made.is_revoked("earlier")
        assert made.services.records.trust_endings.last(EMAIL) == NOW
        assert made.services.records.trust_endings.last("alice-name") == NOW
        assert [name for name in made.names if name.startswith("user.")] == [
            "user.profile.clear",
            "user.passkeys.delete_all",
            "user.sessions.sign_out_everywhere",
        ]
        assert ("user.profile.clear", (KEPT,)) in made.calls
        assert made.required == RequiredActions()

    def test_attributes_stay_if_nobody_else_can_have_set_them(self) -> None:
        made = Check({SIGN_IN: SIGNED_IN})

        made.proof.reset(EMAIL, "123456", PASSWORD)

        assert [name for name in made.names if name.startswith("user.")] == ["user.sessions.sign_out_everywhere"]

    @pytest.mark.parametrize(
        ("sign_in", "username"), [(PendingChallenge("SMS_MFA", "cognitos-name"), "cognitos-name"), (UNAVAILABLE, EMAIL)]
    )
    @pytest.mark.parametrize("role", [True, False])
    def test_sessions_end_if_the_password_alone_does_not_sign_in(
        self, sign_in: object, username: str, role: bool
    ) -> None:
        answers: dict[str, Any] = {"admin.users.sub_of": "alice"}
        if not role:
            answers = {"admin.recovery.end_sessions": Misconfigured()}
        made = Check({SIGN_IN: sign_in, **answers})

        made.proof.reset(EMAIL, "123456", PASSWORD)

        assert ("admin.recovery.end_sessions", (username,)) in made.calls
        assert made.services.records.trust_endings.last(username) == NOW
        assert made.is_revoked() is role
        claims = user_claims({"sub": "alice" if role else username, "auth_time": NOW})
        assert made.services.revocations.is_revoked(issued_claims(token(claims)))

    @pytest.mark.parametrize("role", [True, False])
    def test_code_that_confirms_the_address_resets_too(self, role: bool) -> None:
        answers: dict[str, Any] = {"app.password.reset": CodeMismatch(), "app.codes.send_reset_code": UNAVAILABLE}
        made = Check(answers if role else answers | {SET: Misconfigured()})

        if role:
            made.proof.reset(EMAIL, "123456", PASSWORD)
        else:
            with pytest.raises(NewCodeSent):
                made.proof.reset(EMAIL, "123456", PASSWORD)
        assert ("app.sign_up.confirm", (EMAIL, "123456")) in made.calls
        assert ("app.codes.send_reset_code" in made.names) is (not role)
        assert made.required.choose_password is (not role)
