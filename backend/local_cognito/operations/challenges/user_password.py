"""The flows USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in the request."""

from local_cognito.context import Answer
from local_cognito.model import lockouts
from local_cognito.operations.challenges.attempt import Attempt, check_state


def start(attempt: Attempt) -> Answer:
    """Verify the password. Every error that reveals the user's state needs the correct one."""
    context, password = attempt.context, attempt.parameter("PASSWORD")
    with context.storage.read() as db:
        caller = attempt.caller(db)
        lockouts.check(db, caller.subject, attempt.now)
    password_hash = caller.user.password if caller.user else None
    correct = context.passwords.verify(password_hash, password)
    with context.storage.write() as db:
        caller = attempt.caller(db)  # again: the user may have changed during the verification
        user = caller.user
        lockouts.check(db, caller.subject, attempt.now)
        if user is None or not correct or user.password != password_hash:
            lockouts.record_failure(db, caller.subject, attempt.now)
            raise caller.wrong_credentials()
        lockouts.reset(db, caller.subject)
        check_state(attempt, user)
        return attempt.proceed(db, user)
