"""OwnershipCheck: what a proof of the address does to passwords, sessions and attributes, with and without a role."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.auth.ownership import OwnershipCheck
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, PendingChallenge
from vestibule.errors import (
    AppError,
    CodeMismatch,
    CognitoUnavailable,
    InvalidCredentials,
    Misconfigured,
    NewCodeSent,
    NotFound,
    SessionInvalid,
    TooManyRequests,
)
from vestibule.records import RequiredActions
from vestibule.tokens.issued import issued_claims

EMAIL, HERE, ELSEWHERE = "alice@example.com", "192.0.2.1", "198.51.100.7"
PASSWORD = SecretStr("Correct-horse-9")
CHOOSE = PendingChallenge(PASSWORD_RESET_REQUIRED, EMAIL)
POOL = SimpleNamespace(
    attributes=[SimpleNamespace(name="birthdate", required=True), SimpleNamespace(name="name", required=False)]
)
KEPT = frozenset({"sub", "email", "email_verified", "phone_number_verified", "identities", "birthdate"})
DISABLE, SET, CLEAR = (
    "admin.recovery.disable_password",
    "admin.recovery.set_password",
    "admin.recovery.clear_attributes",
)
REVOKE, SIGN_IN = "app.refresh.revoke", "app.sign_in.with_password"
UNAVAILABLE = CognitoUnavailable()


def session(name: str = "here", *, verified: bool = True, email: str | None = EMAIL) -> Any:
    made = session_of("alice", token(user_claims({"sub": "alice", "origin_jti": name, "auth_time": NOW})), email=email)
    return made.model_copy(update={"user": made.user.model_copy(update={"email_verified": verified})})


SIGNED_IN = session()


class Check(EndpointCall):
    """A request with a proof, or with a password, of alice's address."""

    def __init__(self, answers: dict[str, Any] | None = None, **actions: Any) -> None:
        super().__init__({"pool.current": lambda: POOL, **(answers or {})}, now=NOW)
        self.ownership = self.services.records.ownership
        if actions:
            self.ownership.require_new_password(EMAIL, actions.pop("client_ip", HERE))
            if not actions["choose_password"]:
                self.ownership.password_was_reset(EMAIL)
        self.check = OwnershipCheck(self.request, self.response)

    @property
    def required(self) -> RequiredActions:
        return self.ownership.required_actions(EMAIL)

    def is_revoked(self, name: str = "here") -> bool:
        return self.services.revocations.is_revoked(issued_claims(session(name).access_token))


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
            (False, PASSWORD, UNAVAILABLE, [SIGN_IN]),
            (True, PASSWORD, UNAVAILABLE, [SIGN_IN, SET, CLEAR]),
        ],
    )
    def test_password_that_may_be_somebody_elses_is_replaced(
        self, doubtful: bool, password: SecretStr | None, sign_in: object, calls: list[str]
    ) -> None:
        made = Check({"app.sign_up.confirm": doubtful, SIGN_IN: sign_in})

        made.check.confirm(EMAIL, "123456", password)

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

        made.check.confirm(EMAIL, "123456", password)

        assert made.required.choose_password
        assert made.ownership.must_choose_password(EMAIL, HERE)
        assert not made.ownership.must_choose_password(EMAIL, ELSEWHERE)


class TestReset:
    def test_reset_ends_every_session_before(self) -> None:
        made = Check({SIGN_IN: SIGNED_IN}, choose_password=True)

        made.check.reset(EMAIL, "123456", PASSWORD)

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

        made.check.reset(EMAIL, "123456", PASSWORD)

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

        made.check.reset(EMAIL, "123456", PASSWORD)

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
            made.check.reset(EMAIL, "123456", PASSWORD)
        else:
            with pytest.raises(NewCodeSent):
                made.check.reset(EMAIL, "123456", PASSWORD)
        assert ("app.sign_up.confirm", (EMAIL, "123456")) in made.calls
        assert ("app.codes.send_reset_code" in made.names) is (not role)
        assert made.required.choose_password is (not role)


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
