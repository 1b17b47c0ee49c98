"""Sign in with a password."""

from fastapi import Depends

from vestibule.api.deps import AppGatewayDep, LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.same_origin import same_origin
from vestibule.api.sign_ins.next_step import NextStepsDep
from vestibule.api.sign_ins.ownership import OwnershipCheckDep
from vestibule.cognito.challenges.registry import NextStep
from vestibule.cognito.fields import PasswordStr, RequestBody, Username
from vestibule.errors import FeatureUnavailable, InvalidCredentials

LOCKOUT_WAIT_SECONDS = 2  # for the end of Cognito's lockout, at a client IP that the account knows

router = TopicRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class SignInRequest(RequestBody):
    """Username and password. `email` may be any name that the pool accepts at sign-in.

    Without a password, the next step is the choice among the factors that the user has, or the challenge `custom` if
    `/auth/config` names no other factor beside the password.
    """

    email: Username
    password: PasswordStr | None = None


@router.post("/sign-in", dependencies=[Audited], responses=problems(InvalidCredentials, FeatureUnavailable))
def sign_in(
    body: SignInRequest,
    ownership: OwnershipCheckDep,
    cognito: AppGatewayDep,
    limits: LimitsDep,
    next_steps: NextStepsDep,
) -> NextStep:
    """Start a session: returns tokens, or the challenge to answer next."""
    with limits.attempt("sign-in" if body.password else "begin", body.email) as attempt:
        if body.password is None:
            if cognito.begins_with_triggers:  # they may send a message
                limits.admit("custom", body.email)
            return next_steps.after(cognito.begin_sign_in(body.email), attempt, body.email)
        max_wait = LOCKOUT_WAIT_SECONDS if attempt.known_address else 0
        outcome = ownership.sign_in(body.email, body.password, max_wait=max_wait)
        return next_steps.after(outcome, attempt, body.email)
