"""The flow USER_SRP_AUTH: SRP_A in the request, and PASSWORD_VERIFIER as the challenge."""

from local_cognito.operations.challenges import password_proof
from local_cognito.operations.challenges.attempt import Attempt, Outcome


def start(attempt: Attempt) -> Outcome:
    """Open PASSWORD_VERIFIER. Nothing about the user is revealed before the password is proven."""
    return password_proof.open_challenge(attempt, {})
