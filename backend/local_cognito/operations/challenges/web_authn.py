"""The challenge WEB_AUTHN: a passkey as the first factor, or as both factors at once."""

import json
import secrets
import sqlite3
from base64 import b64decode, b64encode

from local_cognito.crypto import webauthn
from local_cognito.crypto.webauthn import Assertion
from local_cognito.errors import NotAuthorizedException
from local_cognito.model import mfa_preferences, passkeys
from local_cognito.model.callers import Caller
from local_cognito.model.users import User
from local_cognito.operations.challenges import first_factor, second_factor
from local_cognito.operations.challenges.attempt import DEVICE_KEY, Attempt, Outcome, State, check_state

# State of the challenge: the random bytes that the passkey signs, in base64.
CHALLENGE = "webauthn_challenge"


class WebAuthn:
    """Asks for CREDENTIAL, the browser's answer to CREDENTIAL_REQUEST_OPTIONS. Both are JSON text."""

    name = first_factor.WEB_AUTHN

    def begin(self, attempt: Attempt, caller: Caller, state: State) -> Outcome:
        """Send the options. An answer to earlier options of the same sign-in may come with the choice."""
        if "CREDENTIAL" in attempt.parameters and CHALLENGE in state:
            return self.respond(attempt)
        challenge = secrets.token_bytes(webauthn.CHALLENGE_BYTES)
        with attempt.context.storage.write() as db:
            first_factor.check_attempts(attempt, db, caller)
            user = caller.user
            allowed = [passkey.id for passkey in passkeys.of_user(db, user.sub)] if user else []
            options = webauthn.request_options(passkeys.relying_party(caller.pool), challenge, allowed)
            username = user.username if user else caller.username
            parameters = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps(options), "USERNAME": username}
            opened = {**first_factor.carried(state), CHALLENGE: b64encode(challenge).decode()}
            attempt.close_challenge(db)
            answer = attempt.open_challenge(db, self.name, user, parameters, opened, username=caller.username)
        return {**answer, "AvailableChallenges": [self.name]}

    def respond(self, attempt: Attempt) -> Outcome:
        """Verify the assertion. A wrong one counts."""
        credential = webauthn.parse_credential(attempt.parameter("CREDENTIAL"))
        with attempt.context.storage.write() as db:
            opened, caller = attempt.bound_challenge(db, self.name)
            first_factor.check_attempts(attempt, db, caller)
            challenge = b64decode(str(opened.state[CHALLENGE]))
            try:
                assertion = _verify(db, caller, credential, challenge)
            except NotAuthorizedException:
                first_factor.record_failure(attempt, db, caller)
                raise
            user = opened.user
            if user is None:
                raise caller.wrong_credentials()
            first_factor.reset_attempts(db, caller)
            check_state(attempt, user)
            attempt.close_challenge(db)
            proven = assertion.user_verified and _counts_as_two_factors(db, caller, user)
            state = {DEVICE_KEY: opened.state.get(DEVICE_KEY)}
            return attempt.proceed(db, user, {**state, second_factor.PROVEN: True} if proven else state)


def _verify(db: sqlite3.Connection, caller: Caller, credential: dict[str, object], challenge: bytes) -> Assertion:
    passkey = passkeys.find(db, caller.pool.id, str(credential.get("id")))
    if passkey is None or caller.user is None or passkey.sub != caller.user.sub:
        raise NotAuthorizedException("Invalid WebAuthn credential.")
    if webauthn.names_another_user(credential, passkey.sub):
        raise NotAuthorizedException("Invalid WebAuthn credential.")
    party = passkeys.relying_party(caller.pool)
    assertion = webauthn.verify_assertion(party, challenge, credential, passkey.public_key, passkey.sign_count)
    passkeys.update_sign_count(db, passkey, assertion.sign_count)
    return assertion


def _counts_as_two_factors(db: sqlite3.Connection, caller: Caller, user: User) -> bool:
    return passkeys.are_multi_factor(caller.pool) and mfa_preferences.find(db, user.sub).webauthn
