"""Proving the password, in plain text or by SRP, which several flows do."""

from local_cognito.crypto import passwords
from local_cognito.model import decoys, lockouts
from local_cognito.operations.challenges import srp_exchange
from local_cognito.operations.challenges.attempt import DEVICE_KEY, Attempt, Outcome, State, check_state

PASSWORD_VERIFIER = "PASSWORD_VERIFIER"  # noqa: S105  the challenge's name


def check(attempt: Attempt, state: State) -> Outcome:
    """Verify PASSWORD. Every error that reveals the user's state needs the correct one."""
    context, password = attempt.context, attempt.parameter("PASSWORD")
    with context.storage.read() as db:
        caller = attempt.caller(db)
        lockouts.check(db, caller.subject, attempt.now)
    stored = caller.user.password if caller.user else None
    correct = context.passwords.verify(stored, password)
    with context.storage.write() as db:
        caller = attempt.caller(db)  # again: the user may have changed during the verification
        user = caller.user
        lockouts.check(db, caller.subject, attempt.now)
        if user is None or not correct or user.password != stored:
            lockouts.record_failure(db, caller.subject, attempt.now)
            raise caller.wrong_credentials()
        lockouts.reset(db, caller.subject)
        check_state(attempt, user)
        attempt.close_challenge(db)
        return attempt.proceed(db, user, state)


def open_challenge(attempt: Attempt, state: State) -> Outcome:
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
        attempt.close_challenge(db)
        carried = {DEVICE_KEY: attempt.parameters.get("DEVICE_KEY"), **state, srp_exchange.STATE: exchange}
        return attempt.open_challenge(
            db,
            PASSWORD_VERIFIER,
            caller.user,
            parameters,
            carried,
            username=caller.username,
            session=parameters["SECRET_BLOCK"],
        )
