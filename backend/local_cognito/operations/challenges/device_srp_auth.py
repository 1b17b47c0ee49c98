"""The challenge DEVICE_SRP_AUTH: a remembered device proves its own password in place of the second factor."""

import hmac
import sqlite3
from dataclasses import replace

from local_cognito.model import devices, mfa_preferences
from local_cognito.model.devices import REMEMBERED
from local_cognito.model.mfa_preferences import MFA_SETUP
from local_cognito.model.users import User
from local_cognito.operations.challenges import second_factor, srp_exchange
from local_cognito.operations.challenges.attempt import DEVICE_KEY, Attempt, Outcome, State

DEVICE_PASSWORD_VERIFIER = "DEVICE_PASSWORD_VERIFIER"  # noqa: S105  the next challenge's name


class DeviceSrpAuth:
    """Asks for DEVICE_KEY and SRP_A. Clients may leave out the session: then USERNAME and DEVICE_KEY identify it."""

    name = "DEVICE_SRP_AUTH"

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether the second factor is due, and the device given may replace it."""
        pool, key = attempt.client.pool, state.get(DEVICE_KEY)
        if state.get(second_factor.PROVEN) or not (key and pool.devices_replace_mfa):
            return False
        device = devices.find(db, user.sub, str(key))
        is_remembered = device is not None and device.status == REMEMBERED
        return is_remembered and mfa_preferences.next_challenge(db, pool, user) not in (None, MFA_SETUP)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge. The session is the same for each sign-in of a device, so that it can be left out."""
        session = _session(attempt, user.sub, str(state[DEVICE_KEY]))
        parameters = {"USERNAME": user.username, "DEVICE_KEY": str(state[DEVICE_KEY])}
        return attempt.open_challenge(db, self.name, user, parameters, state, session=session)

    def respond(self, attempt: Attempt) -> Outcome:
        """Start SRP with the device's verifier."""
        key, client_public = attempt.parameter("DEVICE_KEY"), srp_exchange.client_public(attempt)
        with attempt.context.storage.read() as db:
            caller = attempt.caller(db)
            if not attempt.session and caller.user:
                attempt = replace(attempt, session=_session(attempt, caller.user.sub, key))
            _, user = attempt.opened_challenge(db, self.name)
            device = devices.get(db, user.sub, key)
        verifier = device.verifier
        assert verifier is not None  # noqa: S101  devices.get returns confirmed devices
        parameters, exchange = srp_exchange.begin(client_public, verifier)
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            attempt.close_challenge(db)
            state = {**opened.state, srp_exchange.STATE: exchange}
            return attempt.open_challenge(
                db,
                DEVICE_PASSWORD_VERIFIER,
                user,
                parameters | {"USERNAME": user.username, "DEVICE_KEY": key},
                state,
                session=parameters["SECRET_BLOCK"],
            )


def _session(attempt: Attempt, sub: str, key: str) -> str:
    return hmac.digest(attempt.context.secret, f"{attempt.client.id}:{sub}:{key}".encode(), "sha512").hex()
