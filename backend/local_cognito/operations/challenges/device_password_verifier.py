"""The challenge DEVICE_PASSWORD_VERIFIER: the proof of a device's password in SRP."""

from local_cognito.errors import NotAuthorizedException
from local_cognito.model import devices
from local_cognito.operations.challenges import second_factor, srp_exchange
from local_cognito.operations.challenges.attempt import DEVICE_KEY, Attempt, Outcome
from local_cognito.operations.challenges.srp_exchange import Identity


class DevicePasswordVerifier:
    """Asks for PASSWORD_CLAIM_SIGNATURE, PASSWORD_CLAIM_SECRET_BLOCK, TIMESTAMP and DEVICE_KEY."""

    name = "DEVICE_PASSWORD_VERIFIER"

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the proof. A wrong one uses up the session, and counts."""
        attempt = srp_exchange.with_session(attempt)
        with attempt.context.storage.read() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            device = devices.get(db, user.sub, str(opened.state[DEVICE_KEY]))
        proven = srp_exchange.is_proven(attempt, opened.state, Identity(device.group_key, device.key))
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)  # again: it may have been answered meanwhile
            second_factor.check_attempts(attempt, db, user)
            attempt.close_challenge(db)
            if not proven or attempt.parameters.get("DEVICE_KEY", device.key) != device.key:
                second_factor.record_failure(attempt, db, user)
                raise NotAuthorizedException
            second_factor.reset_attempts(db, user)
            carried = {name: value for name, value in opened.state.items() if name != srp_exchange.STATE}
            return attempt.proceed(db, user, {**carried, second_factor.PROVEN: True})
