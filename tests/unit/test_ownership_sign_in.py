"""Sign-ins to an account whose password or sessions may be somebody else's."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.ownership_request import (
    CHOOSE,
    DISABLE,
    ELSEWHERE,
    EMAIL,
    HERE,
    PASSWORD,
    REVOKE,
    SET,
    SIGN_IN,
    SIGNED_IN,
    UNAVAILABLE,
    Check,
    session,
)
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.errors import (
    AppError,
    CodeMismatch,
    InvalidCredentials,
    Misconfigured,
    NotFound,
    SessionInvalid,
    TooManyRequests,
)
from vestibule.records import RequiredActions


class TestSignIn:
    def test_password_signs_in_within_its_time(self) -> None:
        made = Check({SIGN_IN: SIGNED_IN})

        assert made.check.sign_in(EMAIL, PASSWORD, max_wait=4) is SIGNED_IN
        assert made.check.sign_in(EMAIL, PASSWORD) is SIGNED_IN
        assert made.calls == [(SIGN_IN, (EMAIL, PASSWORD, wait)) for wait in (4, 0)]

    @pytest.mark.parametrize(("client_ip", "asked"), [(HERE, True), (ELSEWHERE, False)])
    def test_client_that_entered_the_code_is_asked_for_a_new_password(self, client_ip: str, asked: bool) -> None:
        made = Check({SIGN_IN: InvalidCredentials()}, choose_password=True, client_ip=client_ip)

        if asked:
            assert made.check.sign_in(EMAIL, PASSWORD) == CHOOSE
        else:
            with pytest.raises(InvalidCredentials):
                made.check.sign_in(EMAIL, PASSWORD)

    def test_session_before_the_new_password_is_ended(self) -> None:
        made = Check({SIGN_IN: SIGNED_IN, REVOKE: UNAVAILABLE}, choose_password=True)

        assert made.check.sign_in(EMAIL, PASSWORD) == CHOOSE
        assert (made.names, made.is_revoked(), made.is_revoked("another")) == ([SIGN_IN, REVOKE], True, False)

    @pytest.mark.parametrize("password", [PASSWORD, None])
    def test_session_after_it_stays_and_earlier_ones_end(self, password: SecretStr | None) -> None:
        made = Check({SIGN_IN: session("again")}, choose_password=False)

        outcome: Any = made.check.check(SIGNED_IN, "name", password)

        kept, gone = ("again", "here") if password else ("here", "again")
        assert outcome.access_token == session(kept).access_token
        assert (made.is_revoked(kept), made.is_revoked(gone), made.is_revoked("earlier")) == (False, True, True)
        assert made.required == RequiredActions()
        assert (SIGN_IN in made.names) is (password is not None)

    def test_challenge_is_no_session_yet(self) -> None:
        made, pending = Check(choose_password=True), PendingChallenge("SMS_MFA", "alice")

        assert made.check.check(pending, EMAIL, PASSWORD) is pending
        assert made.required.choose_password

    @pytest.mark.parametrize(
        ("account", "verified", "email", "known"),
        [
            (EMAIL, True, EMAIL, EMAIL),
            (" Alice@EXAMPLE.com", True, EMAIL, EMAIL),
            ("alice-nickname", True, EMAIL, "alice-nickname"),
            ("other@example.com", True, EMAIL, None),
            (EMAIL, False, EMAIL, None),
        ],
    )
    def test_verified_address_is_remembered_as_proven(
        self, account: str, verified: bool, email: str, known: str | None
    ) -> None:
        made = Check()

        made.check.check(session(verified=verified, email=email), account, None)

        for name in (EMAIL, "other@example.com", "alice-nickname"):
            assert (made.ownership.proven_sub("alice-name", name) == "alice") is (name == known)


class TestSignInByMail:
    def by_mail(self, made: Check, answer: object) -> Any:
        def begin() -> Any:
            if isinstance(answer, AppError):
                raise answer
            return answer

        return made.check.sign_in_by_mail("alice-name", EMAIL, begin)

    @pytest.mark.parametrize("proven", ["by the role", "by us"])
    def test_account_with_a_proven_address_keeps_its_password(self, proven: str) -> None:
        made = Check({"admin.users.sub_if_proven": "alice" if proven == "by the role" else Misconfigured()})
        if proven == "by us":
            made.ownership.signed_in("alice-name", "alice", EMAIL)

        assert self.by_mail(made, SIGNED_IN) is SIGNED_IN
        assert made.calls == [("admin.users.sub_if_proven", ("alice-name", EMAIL))]

    @pytest.mark.parametrize("answer", [None, NotFound(), Misconfigured(), "another"])
    def test_account_without_one_is_taken_over(self, answer: object) -> None:
        made = Check({"admin.users.sub_if_proven": answer, "user.profile.clear": UNAVAILABLE})
        if isinstance(answer, NotFound):  # then our own record is of an account that was deleted
            made.ownership.signed_in("alice-name", "alice", EMAIL)

        assert self.by_mail(made, SIGNED_IN) == CHOOSE
        assert made.required.choose_password
        assert made.is_revoked()
        assert made.is_revoked("earlier")
        assert [name for name in made.names if name in (DISABLE, SET, REVOKE)] == [DISABLE, REVOKE]

    @pytest.mark.parametrize(
        ("error", "proven", "required"),
        [
            (CodeMismatch(), None, False),
            (SessionInvalid(), None, False),
            (TooManyRequests(), None, False),
            (UNAVAILABLE, None, True),
            (UNAVAILABLE, "alice", False),
        ],
    )
    def test_code_that_cognito_may_have_accepted_requires_a_new_password(
        self, error: AppError, proven: str | None, required: bool
    ) -> None:
        made = Check({"admin.users.sub_if_proven": proven})

        with pytest.raises(type(error)):
            self.by_mail(made, error)
        assert made.required.choose_password is required

    def test_challenge_after_the_code_takes_nothing_over(self) -> None:
        made, pending = Check(), PendingChallenge("SMS_MFA", "alice")

        assert self.by_mail(made, pending) is pending
        assert not made.required.choose_password
