"""The challenge PASSWORD_VERIFIER: the proof of the password in SRP."""

from local_cognito.crypto import passwords
from local_cognito.model import decoys, lockouts
from local_cognito.operations.challenges import custom_flow, srp_exchange
from local_cognito.operations.challenges.attempt import Attempt, Outcome, check_state
from local_cognito.operations.challenges.password_proof import PASSWORD_VERIFIER
from local_cognito.operations.challenges.srp_exchange import Identity


class PasswordVerifier:
    """Asks for PASSWORD_CLAIM_SIGNATURE, PASSWORD_CLAIM_SECRET_BLOCK and TIMESTAMP."""

    name = PASSWORD_VERIFIER

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the proof. Each exchange allows one guess: a wrong proof uses up the session."""
        attempt = srp_exchange.with_session(attempt)
        with attempt.context.storage.read() as db:
            opened, caller = attempt.bound_challenge(db, self.name)
        pool = attempt.client.pool
        username = (
            opened.user.username if opened.user else decoys.username(attempt.context.secret, pool, opened.username)
        )
        identity = Identity(passwords.srp_realm(pool.id), username)
        proven = srp_exchange.is_proven(attempt, opened.state, identity)
        with attempt.context.storage.write() as db:
            opened, caller = attempt.bound_challenge(db, self.name)  # again: it may have been answered meanwhile
            user = caller.user
            lockouts.check(db, caller.subject, attempt.now)
            attempt.close_challenge(db)
            current = passwords.srp_verifier(user.password if user else None)
            if user is None or not proven or current != srp_exchange.verifier_of(opened.state):
                lockouts.record_failure(db, caller.subject, attempt.now)
                raise caller.wrong_credentials()
            lockouts.reset(db, caller.subject)
            check_state(attempt, user)
            carried = {name: value for name, value in opened.state.items() if name != srp_exchange.STATE}
            if custom_flow.HISTORY not in carried:
                return attempt.proceed(db, user, carried)
        entry = custom_flow.result(self.name, is_correct=True)
        return custom_flow.advance(attempt, caller, [*custom_flow.history_of(opened.state), entry])
