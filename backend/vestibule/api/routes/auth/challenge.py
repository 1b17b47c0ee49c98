"""Answer a challenge."""

from functools import partial

from fastapi import APIRouter, Depends

from vestibule.api.deps import ChallengesDep, LimitsDep, PoolDescriptionDep
from vestibule.api.http.problems import problems
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.routes.auth.config import NewUserAttributes
from vestibule.api.routes.auth.next_step import NextStepsDep
from vestibule.api.routes.auth.ownership import OwnershipCheck, OwnershipCheckDep
from vestibule.api.security.audited import Audited
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.app.outcome import ASK_PASSWORD, AuthOutcome, PendingChallenge
from vestibule.cognito.attribute_values import normalize_attributes, without_blank
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.challenges.challenge import ChallengeAnswer
from vestibule.cognito.challenges.factors import MFA_CHALLENGES
from vestibule.cognito.challenges.registry import AnyChallengeAnswer, NextStep
from vestibule.cognito.challenges.sessions import AnyChallenge
from vestibule.errors import (
    CodeMismatch,
    FeatureUnavailable,
    InvalidAttribute,
    InvalidCredentials,
    InvalidRequest,
    PasswordTooWeak,
    SessionInvalid,
    UnknownAttribute,
)
from vestibule.services import Services

router = APIRouter(prefix="/auth", tags=["session"], route_class=UnionRoute, dependencies=[Depends(same_origin)])


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
    ownership: OwnershipCheckDep,
    limits: LimitsDep,
    next_steps: NextStepsDep,
    services: ServicesDep,
) -> NextStep:
    """Answer a challenge: returns tokens, or the next challenge. `kind` is that of the challenge."""
    refuse_unknown(answer.chosen_attributes, allowed)
    answer = answer.with_attributes(without_blank(normalize_attributes(answer.chosen_attributes, pool)))
    challenge = challenges.decrypt(answer)
    if challenge.mails_code(answer):
        limits.admit("resend", challenge.account)
    with limits.attempt(challenge.limit_on(answer), challenge.account) as attempt:
        outcome = _answer(challenge, answer, ownership, services)
        return next_steps.after(outcome, attempt, challenge.account)


def _answer(
    challenge: AnyChallenge, answer: ChallengeAnswer, ownership: OwnershipCheck, services: Services
) -> AuthOutcome:
    """Check the answer, and do what is due when it begins a session."""
    if answer.chosen_recovery_code is not None:
        return _recover(challenge, answer.chosen_recovery_code, services)
    if challenge.proves_address:
        return ownership.sign_in_by_mail(challenge.username, challenge.account, partial(challenge.answer, answer))
    return ownership.check(challenge.answer(answer), challenge.account, answer.chosen_password)


def _recover(challenge: AnyChallenge, code: str, services: Services) -> AuthOutcome:
    """A recovery code turns the lost factor off; the sign-in then goes on with the password."""
    if challenge.proves_address:  # the code replaces second factors only
        raise InvalidRequest(field="recovery_code")
    services.recovery_codes.use(challenge.username, code, MFA_CHALLENGES[challenge.name])
    return PendingChallenge(ASK_PASSWORD, challenge.account)
