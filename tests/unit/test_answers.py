"""Answers to challenges: each session counts once, and what a right answer causes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.endpoint_call import PROFILE, EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.auth.challenge import AnswerCheck, answer_challenge
from vestibule.cognito.app.outcome import MAILED_CODE, SIMULATED_CODE, PendingChallenge
from vestibule.cognito.challenges.challenge import AccountChange
from vestibule.errors import AppError, CodeMismatch, InvalidRequest, SessionInvalid, UnknownAttribute
from vestibule.limits import Attempt

SESSION = SecretStr("session")
SIGNED_IN = session_of("sub", token(user_claims({"sub": "sub"})))
PASSWORD = SecretStr("chosen")


def challenge_that(outcome: object, **members: Any) -> Any:
    """A challenge whose answer has this outcome."""

    def answer(_answer: object) -> object:
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    usual: dict[str, Any] = {
        "name": "EMAIL_OTP",
        "account": "alice@example.com",
        "username": "alice",
        "proves_address": False,
        "change": lambda _: None,
        "resets_password": False,
        "asks_again": False,
        "answer": answer,
        "limit_on": lambda _: "challenge",
        "message_limit": lambda _: None,
        "message_recipient": lambda _: "recipient",
    }
    return SimpleNamespace(**usual | members)


def answer_with(**members: Any) -> Any:
    usual: dict[str, Any] = {
        "session": SESSION,
        "chosen_recovery_code": None,
        "trusts_browser": False,
        "chosen_password": PASSWORD,
        "chosen_attributes": {},
    }
    found = SimpleNamespace(**usual | members)
    found.with_attributes = lambda attributes: SimpleNamespace(**vars(found) | {"sent": attributes})
    return found


class Checked(EndpointCall):
    """An AnswerCheck, and what it causes."""

    def __init__(self, **options: Any) -> None:
        self.recovered: list[tuple[object, ...]] = []
        codes = SimpleNamespace(use=lambda *about: self.recovered.append(about))
        answers = {"admin.users.read": PROFILE, "admin.users.sub_if_proven": "sub", "admin.users.sub_of": "sub"}
        super().__init__(answers, now=NOW, recovery_codes=codes, **options)
        self.answers = AnswerCheck(self.request, self.response, self.background)

    @property
    def trust_ended(self) -> tuple[bool, bool]:
        """Whether it did for Cognito's name of the user, and for the name that they sign in with."""
        endings = self.services.records.trust_endings
        return endings.last("alice") == NOW, endings.last("alice@example.com") == NOW


class TestSession:
    @pytest.mark.parametrize("outcome", [SIGNED_IN, *(PendingChallenge(n, "a") for n in (MAILED_CODE, SIMULATED_CODE))])
    def test_session_counts_once_when_its_answer_was_right(self, outcome: object) -> None:
        checked = Checked()

        assert checked.answers.check(challenge_that(outcome), answer_with()) is outcome
        with pytest.raises(SessionInvalid) as refused:
            checked.answers.check(challenge_that(outcome), answer_with())
        assert refused.value.field == "session"

    def test_session_can_be_used_again_until_then(self) -> None:
        checked, pending = Checked(), PendingChallenge("SMS_MFA", "alice")

        for _ in range(2):
            assert checked.answers.check(challenge_that(pending), answer_with()) is pending
            with pytest.raises(CodeMismatch):
                checked.answers.check(challenge_that(CodeMismatch()), answer_with())

    @pytest.mark.parametrize(("outcome", "discarded"), [(SIGNED_IN, 1), (PendingChallenge(MAILED_CODE, "alice"), 0)])
    def test_of_two_right_answers_at_once_one_session_is_ended(self, outcome: object, discarded: int) -> None:
        checked = Checked()

        def use_first(_answer: object) -> object:
            assert checked.services.records.used_sessions.use("session")
            return outcome

        with pytest.raises(SessionInvalid):
            checked.answers.check(challenge_that(outcome, answer=use_first), answer_with())
        assert checked.names.count("app.refresh.revoke") == discarded


class TestOutcome:
    def test_password_of_the_answer_signs_in_again_when_all_sessions_had_to_end(self) -> None:
        checked = Checked()
        assert checked.answers.check(challenge_that(SIGNED_IN), answer_with()) is SIGNED_IN
        assert (checked.names, checked.mails, checked.trust_ended) == ([], [], (False, False))
        checked.cognito.answers["app.sign_in.with_password"] = SIGNED_IN
        checked.services.records.ownership.password_was_reset("alice@example.com")

        checked.answers.check(challenge_that(SIGNED_IN), answer_with(session=SecretStr("another")))

        assert checked.calls[-1] == ("app.sign_in.with_password", ("alice@example.com", PASSWORD))

    def test_answer_that_proves_the_address_signs_in_by_mail_and_trusts_no_browser(self) -> None:
        checked = Checked()
        challenge = challenge_that(SIGNED_IN, proves_address=True)

        for members in ({"trusts_browser": True}, {"chosen_recovery_code": "code"}):
            with pytest.raises(InvalidRequest) as refused:
                checked.answers.check(challenge, answer_with(**members))
            assert refused.value.field in ("trust_browser", "recovery_code")
        assert checked.answers.check(challenge, answer_with()) is SIGNED_IN
        assert checked.calls == [("admin.users.sub_if_proven", ("alice", "alice@example.com"))]

    @pytest.mark.parametrize(("name", "method"), [("SOFTWARE_TOKEN_MFA", "totp"), ("SMS_MFA", "sms")])
    def test_recovery_code_replaces_the_factor_and_continues_with_the_password(self, name: str, method: str) -> None:
        checked = Checked()

        outcome = checked.answers.check(challenge_that(SIGNED_IN, name=name), answer_with(chosen_recovery_code="code"))

        assert outcome == PendingChallenge("password", "alice@example.com")
        assert checked.recovered == [("alice", "code", method)]
        assert checked.mails == [("recovery_code_used", "alice@example.com", method)]
        assert checked.trust_ended == (True, True)

    @pytest.mark.parametrize(
        ("change", "sent"),
        [
            (AccountChange("password_reset"), [("password_reset", "alice@example.com")]),
            (
                AccountChange("factor_turned_on", {"method": "totp"}),
                [("factor_turned_on", "alice@example.com", "totp")],
            ),
            (None, []),
        ],
    )
    def test_change_of_the_account_is_notified_and_ends_the_trust(
        self, change: AccountChange | None, sent: list[tuple[str, ...]]
    ) -> None:
        checked = Checked()
        outcomes = list[object]()

        def change_of(outcome: object) -> AccountChange | None:
            outcomes.append(outcome)
            return change

        checked.answers.check(challenge_that(SIGNED_IN, change=change_of), answer_with())

        assert outcomes == [SIGNED_IN]
        assert checked.mails == sent
        assert checked.calls == [("admin.users.read", ("alice",))] * len(sent)
        assert checked.trust_ended == (bool(sent), bool(sent))

    def test_reset_of_the_password_is_notified_and_ends_the_trust(self) -> None:
        checked, pending = Checked(), PendingChallenge("SMS_MFA", "alice")

        checked.answers.check(
            challenge_that(pending, resets_password=True, reset_password=lambda _: None), answer_with()
        )

        assert checked.mails == [("password_reset", "alice@example.com")]
        assert checked.trust_ended == (True, True)


class TestEndpoint:
    """`answer_challenge`, called with the challenge that a session contains."""

    def call(self, challenge: Any, answer: Any, outcome: Any, *, allowed: frozenset[str] = frozenset()) -> Any:
        self.attempt, self.limited, self.admitted = Attempt(), list[object](), list[object]()

        @contextmanager
        def attempt(*about: object) -> Iterator[Attempt]:
            self.limited += about
            yield self.attempt

        limits: Any = SimpleNamespace(attempt=attempt, admit=lambda *about: self.admitted.extend(about))
        challenges: Any = SimpleNamespace(decrypt=lambda sent: (setattr(self, "decrypted", sent), challenge)[1])
        answers: Any = SimpleNamespace(check=lambda *_: outcome)
        steps: Any = SimpleNamespace(after=lambda *about, trust_browser: (*about, trust_browser))
        pool: Any = SimpleNamespace(attributes=[])
        return answer_challenge(answer, challenges, allowed, pool, answers, limits, steps)

    @pytest.mark.parametrize(
        ("asks_again", "outcome", "wrong"),
        [
            (True, PendingChallenge("EMAIL_OTP", "alice"), True),
            (True, PendingChallenge("SMS_MFA", "alice"), False),
            (False, PendingChallenge("EMAIL_OTP", "alice"), False),
            (True, SIGNED_IN, False),
        ],
    )
    def test_same_challenge_again_may_mean_a_wrong_answer(self, asks_again: bool, outcome: object, wrong: bool) -> None:
        step = self.call(challenge_that(None, asks_again=asks_again), answer_with(), outcome)

        assert step == (outcome, self.attempt, "alice@example.com", False)
        assert self.attempt.wrong is wrong
        assert (self.limited, self.admitted) == (["challenge", "alice@example.com"], [])

    @pytest.mark.parametrize(
        ("trusts", "proves_address", "trusted"), [(True, False, True), (True, True, False), (False, False, False)]
    )
    def test_only_a_second_factor_is_replaced_by_trust(self, trusts: bool, proves_address: bool, trusted: bool) -> None:
        challenge = challenge_that(None, proves_address=proves_address)

        assert self.call(challenge, answer_with(trusts_browser=trusts), SIGNED_IN)[-1] is trusted

    def test_message_that_an_answer_causes_is_limited(self) -> None:
        self.call(challenge_that(None, message_limit=lambda _: "resend"), answer_with(), SIGNED_IN)

        assert self.admitted == ["resend", "recipient"]

    def test_attributes_that_users_may_set_are_sent_without_blank_ones(self) -> None:
        answer = answer_with(chosen_attributes={"name": " Alice ", "locale": " "})

        self.call(challenge_that(None), answer, SIGNED_IN, allowed=frozenset({"name", "locale"}))
        assert self.decrypted.sent == {"name": "Alice"}
        with pytest.raises(UnknownAttribute):
            self.call(challenge_that(None), answer, SIGNED_IN, allowed=frozenset({"name"}))


def test_trust_that_cannot_be_ended_does_not_undo_a_right_answer(tmp_path: Path) -> None:
    checked = Checked(settings={"store_url": f"sqlite:///{tmp_path}/vestibule.sqlite3"})
    (tmp_path / "vestibule.sqlite3").unlink()
    challenge = challenge_that(SIGNED_IN, change=lambda _: AccountChange("password_reset"))

    assert checked.answers.check(challenge, answer_with()) is SIGNED_IN
