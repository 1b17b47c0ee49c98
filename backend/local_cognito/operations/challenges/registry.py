"""The flows by AuthFlow, the challenges by ChallengeName, and the order of the challenges after the first factor."""

from collections.abc import Callable, Mapping, Sequence

from local_cognito.context import Answer
from local_cognito.operations.challenges import refresh_token, user_password
from local_cognito.operations.challenges.attempt import Attempt, Challenge, RequiredChallenge
from local_cognito.operations.challenges.new_password_required import NewPasswordRequired

Flow = Callable[[Attempt], Answer]

FLOWS: Mapping[str, Flow] = {
    "USER_PASSWORD_AUTH": user_password.start,
    "ADMIN_USER_PASSWORD_AUTH": user_password.start,
    "ADMIN_NO_SRP_AUTH": user_password.start,
    "REFRESH_TOKEN_AUTH": refresh_token.start,
    "REFRESH_TOKEN": refresh_token.start,
}

NEW_PASSWORD_REQUIRED = NewPasswordRequired()

REQUIRED: Sequence[RequiredChallenge] = (NEW_PASSWORD_REQUIRED,)

CHALLENGES: Mapping[str, Challenge] = {challenge.name: challenge for challenge in (NEW_PASSWORD_REQUIRED,)}
