"""The flows USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in the request."""

from local_cognito.operations.challenges import password_proof
from local_cognito.operations.challenges.attempt import Attempt, Outcome


def start(attempt: Attempt) -> Outcome:
    """Verify the password."""
    return password_proof.check(attempt, {})
