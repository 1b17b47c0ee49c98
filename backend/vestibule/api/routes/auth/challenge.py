"""Answer a challenge."""

from contextlib import suppress
from functools import partial
from typing import Annotated

from fastapi import BackgroundTasks, Depends, Request, Response

from vestibule.api.deps import ChallengesDep, LimitsDep, PoolDescriptionDep
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.routes.auth.config import NewUserAttributes
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import services_of
from vestibule.api.sign_ins.account_sessions import AccountSessions
from vestibule.api.sign_ins.next_step import NextStepsDep
from vestibule.api.sign_ins.ownership import OwnershipCheck
from vestibule.cognito.app.outcome import ASK_PASSWORD, MAILED_CODE, SIMULATED_CODE, AuthOutcome, PendingChallenge
from vestibule.cognito.attribute_values import normalize_attributes, without_blank
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.challenges.challenge import PASSWORD_RESET, AccountChange, ChallengeAnswer
from vestibule.cognito.challenges.factors import MFA_CHALLENGES
from vestibule.cognito.challenges.registry import AnyChallengeAnswer, NextStep
from vestibule.cognito.challenges.sessions import AnyChallenge
from vestibule.cognito.models import SignedIn
from vestibule.errors import (
    AppError,
    CodeMismatch,
    FeatureUnavailable,
    InvalidAttribute,
    InvalidCredentials,
    InvalidRequest,
    PasswordTooWeak,
    SessionInvalid,
    StoreUnavailable,
    UnknownAttribute,
)

router = TopicRouter(prefix="/auth", tags=["session"], route_class=UnionRoute, dependencies=[Depends(same_origin)])


class AnswerCheck:
    """Checks answers. After a correct one, sends mails and applies what the proof of an address requires."""

    errors = OwnershipCheck.errors

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        self._ownership = OwnershipCheck(request, response)
        self._sessions = AccountSessions(request, response)
        self._services = services_of(request)
        self._notifications = Notifications(request, background)

    def check(self, challenge: AnyChallenge, answer: ChallengeAnswer) -> AuthOutcome:
        """The outcome of an answer; SessionInvalid if the session was used before.

        An answer that has a code sent in place of the password uses the session up too, as it does at Cognito. So does
        one for which no code was really sent.
        """
        session, used = answer.session.get_secret_value(), self._services.records.used_sessions
        if used.includes(session):
            raise SessionInvalid(field="session")
        outcome = self._outcome(challenge, answer)
        is_over = isinstance(outcome, SignedIn) or outcome.name in (MAILED_CODE, SIMULATED_CODE)
        if is_over and not used.use(session):
            if isinstance(outcome, SignedIn):
                self._sessions.discard(outcome)
            raise SessionInvalid(field="session")
        return outcome

    def _outcome(self, challenge: AnyChallenge, answer: ChallengeAnswer) -> AuthOutcome:
        if answer.chosen_recovery_code is not None:
            return self._recover(challenge, answer.chosen_recovery_code)
        if challenge.proves_address:
            if answer.trusts_browser:  # in place of a second factor, which this user did not prove
                raise InvalidRequest(field="trust_browser")
            begin = partial(challenge.answer, answer)
            return self._ownership.sign_in_by_mail(challenge.username, challenge.account, begin)
        if challenge.resets_password:
            self._reset_password(challenge, answer)
            outcome = self._sign_in_after_reset(challenge, answer)
        else:
            outcome = challenge.answer(answer)
            if change := challenge.change(outcome):
                self._note(change, challenge)
        return self._ownership.check(
            outcome, challenge.account, answer.chosen_password, was_reset=challenge.resets_password
        )

    def _reset_password(self, challenge: AnyChallenge, answer: ChallengeAnswer) -> None:
        try:
            challenge.reset_password(answer)
        except StoreUnavailable:  # the password is set, but this could not be noted
            self._note(PASSWORD_RESET, challenge)
            if answer.chosen_password is not None:
                self._sessions.end_after_reset(challenge.account, answer.chosen_password)
            raise
        self._note(PASSWORD_RESET, challenge)

    def _sign_in_after_reset(self, challenge: AnyChallenge, answer: ChallengeAnswer) -> AuthOutcome:
        """Earlier sessions end although this one may not begin: the next sign-in does what fails here."""
        outcome: AuthOutcome | None = None
        try:
            outcome = challenge.answer(answer)
        finally:  # throttled, locked out by somebody else's wrong passwords, or asked for a second factor
            if not isinstance(outcome, SignedIn):
                with suppress(AppError):
                    self._sessions.end_without_token(challenge.username)
        return outcome

    def _note(self, change: AccountChange, challenge: AnyChallenge) -> None:
        self._end_trust(challenge)
        self._notifications.notify_username(change.mail, challenge.username, **change.details)

    def _recover(self, challenge: AnyChallenge, code: str) -> AuthOutcome:
        """A recovery code turns the lost factor off; the sign-in then continues with the password."""
        if challenge.proves_address:  # the code replaces second factors only
            raise InvalidRequest(field="recovery_code")
        lost = MFA_CHALLENGES[challenge.name]
        self._services.recovery_codes.use(challenge.username, code, lost)
        self._end_trust(challenge)
        self._notifications.notify_username("recovery_code_used", challenge.username, method=lost)
        return PendingChallenge(ASK_PASSWORD, challenge.account)

    def _end_trust(self, challenge: AnyChallenge) -> None:
        with suppress(StoreUnavailable):  # the answer was right, and cannot be repeated
            self._services.records.trust_endings.end(challenge.username, challenge.account)


@router.post(
    "/challenge",
    dependencies=[Audited],
    responses=problems(
        SessionInvalid,
        UnknownAttribute,
        InvalidAttribute,
        CodeMismatch,
        FeatureUnavailable,
        PasswordTooWeak,
        InvalidCredentials,
    ),
)
def answer_challenge(
    answer: AnyChallengeAnswer,
    challenges: ChallengesDep,
    allowed: NewUserAttributes,
    pool: PoolDescriptionDep,
    answers: Annotated[AnswerCheck, inline_dependency(AnswerCheck)],
    limits: LimitsDep,
    next_steps: NextStepsDep,
) -> NextStep:
    """Answer a challenge: returns tokens, or the next challenge. `kind` is that of the challenge."""
    refuse_unknown(answer.chosen_attributes, allowed)
    answer = answer.with_attributes(without_blank(normalize_attributes(answer.chosen_attributes, pool)))
    challenge = challenges.decrypt(answer)
    with limits.attempt(challenge.limit_on(answer), challenge.account) as attempt:
        if message_limit := challenge.message_limit(answer):
            limits.admit(message_limit, challenge.message_recipient(answer))
        outcome = answers.check(challenge, answer)
        if challenge.asks_again and isinstance(outcome, PendingChallenge) and outcome.name == challenge.name:
            attempt.may_be_wrong()
        trusts = answer.trusts_browser and not challenge.proves_address  # only a second factor can be replaced
        return next_steps.after(outcome, attempt, challenge.account, trust_browser=trusts)
