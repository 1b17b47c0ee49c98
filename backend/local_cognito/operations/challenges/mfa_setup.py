"""The challenge MFA_SETUP: a user without a second factor sets one up, where the pool requires MFA."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from local_cognito.errors import InvalidParameterException, InvalidUserPoolConfigurationException
from local_cognito.model import attribute_schema, challenge_sessions, mfa_preferences
from local_cognito.model.challenge_sessions import ChallengeSession
from local_cognito.model.clients import Client
from local_cognito.model.mfa_config import EMAIL, TOTP
from local_cognito.model.mfa_preferences import MFA_SETUP
from local_cognito.model.users import User
from local_cognito.operations.challenges import second_factor
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State

# State of a set-up in progress: {"secret": …} after AssociateSoftwareToken, {"verified": …} after VerifySoftwareToken.
PROGRESS = "mfa_setup"


class MfaSetup:
    """Waits for AssociateSoftwareToken and VerifySoftwareToken, or asks for EMAIL."""

    name = MFA_SETUP

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether MFA is required and the user has no factor."""
        return second_factor.is_due(attempt, db, user, state, self.name)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge. Raises InvalidUserPoolConfigurationException if an administrator must add a factor."""
        choices = mfa_preferences.can_set_up(attempt.client.pool, user)
        if not choices:
            raise InvalidUserPoolConfigurationException("The user has no MFA factor, and cannot set one up.")
        parameters = {"MFAS_CAN_SETUP": json.dumps(choices), "USER_ID_FOR_SRP": user.username}
        return attempt.open_challenge(db, self.name, user, parameters, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Finish the set-up of an authenticator app, or send a code to EMAIL and continue with EMAIL_OTP."""
        email = attempt.parameters.get("EMAIL") or attempt.parameters.get("email")
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            carried = {name: value for name, value in opened.state.items() if name != PROGRESS}
            if email:
                return self._send_code(attempt, db, user, carried, email)
            if progress(opened).get("verified") != TOTP:
                raise InvalidParameterException("The software token of this session is not verified.")
            mfa_preferences.enable(db, user.sub, TOTP)
            attempt.close_challenge(db)
            return attempt.proceed(db, user, {**carried, second_factor.PROVEN: True})

    def _send_code(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State, email: str) -> Outcome:
        if EMAIL not in mfa_preferences.can_set_up(attempt.client.pool, user):
            raise InvalidParameterException(f"{EMAIL} cannot be set up for this user.")
        attribute_schema.check_format("email", email)
        attempt.close_challenge(db)
        return attempt.required_challenge(EMAIL).issue(attempt, db, user, {**state, second_factor.ADDRESS: email})


def opened(db: sqlite3.Connection, session: str, now: float) -> tuple[Client, ChallengeSession, User]:
    """The open MFA_SETUP challenge of a session, for operations that name no client; raises NotAuthorizedException."""
    client = challenge_sessions.client_of(db, session)
    found = challenge_sessions.find(db, client, [MFA_SETUP], session, now)
    if found.user is None or not found.user.enabled:
        raise challenge_sessions.invalid_session()
    return client, found, found.user


def progress(challenge: ChallengeSession) -> Mapping[str, str]:
    """How far the set-up of an authenticator app is."""
    return cast("Mapping[str, str]", challenge.state.get(PROGRESS, {}))


def with_progress(challenge: ChallengeSession, reached: Mapping[str, str]) -> ChallengeSession:
    """The same challenge, one step further."""
    return replace(challenge, state={**challenge.state, PROGRESS: dict(reached)})
