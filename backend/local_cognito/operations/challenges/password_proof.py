"""Opening PASSWORD_VERIFIER, which several flows do."""

from local_cognito.context import Answer
from local_cognito.crypto import passwords
from local_cognito.model import decoys, lockouts
from local_cognito.operations.challenges import srp_exchange
from local_cognito.operations.challenges.attempt import Attempt, State

PASSWORD_VERIFIER = "PASSWORD_VERIFIER"  # noqa: S105  the challenge's name


def open_challenge(attempt: Attempt, state: State) -> Answer:
    """Start SRP with SRP_A. An unknown user gets a challenge that no answer solves, if the client hides users."""
    client_public = srp_exchange.client_public(attempt)
    secret = attempt.context.secret
    with attempt.context.storage.read() as db:
        caller = attempt.caller(db)
        lockouts.check(db, caller.subject, attempt.now)
    caller.check_user_exists()
    username = caller.user.username if caller.user else decoys.username(secret, caller.pool, caller.username)
    verifier = passwords.srp_verifier(caller.user.password if caller.user else None)
    parameters, exchange = srp_exchange.begin(
        client_public, verifier or decoys.srp_verifier(secret, caller.pool, username)
    )
    parameters |= {"USERNAME": username, "USER_ID_FOR_SRP": username}
    with attempt.context.storage.write() as db:
        carried = {**state, srp_exchange.STATE: exchange}
        return attempt.open_challenge(db, PASSWORD_VERIFIER, caller.user, parameters, carried, username=caller.username)
