"""The challenges EMAIL_OTP, SMS_OTP and SMS_MFA: a code sent by e-mail or SMS.

As second factors (EMAIL_OTP, SMS_MFA) codes have six digits, as first factors (EMAIL_OTP, SMS_OTP) eight.
"""

import secrets
import sqlite3
from dataclasses import dataclass, replace

from local_cognito.mail.delivery import Delivery, simulated
from local_cognito.model import attributes, decoys, mfa_preferences, one_time_codes, users
from local_cognito.model.callers import Caller
from local_cognito.model.users import User
from local_cognito.operations.challenges import first_factor, second_factor
from local_cognito.operations.challenges.attempt import DEVICE_KEY, Attempt, Outcome, State
from local_cognito.operations.challenges.first_factor import AVAILABLE
from local_cognito.operations.challenges.second_factor import ADDRESS

FIRST_FACTOR_DIGITS, SECOND_FACTOR_DIGITS = 8, 6
# State of the challenge: the digest of the code, and whether the address is being set up as a factor.
CODE, IS_NEW = "code_digest", "is_new_address"


@dataclass(frozen=True)
class SentCode:
    """Asks for `<name>_CODE`. `attribute` holds the address that codes go to."""

    name: str
    attribute: str

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether this is the second factor to ask for."""
        return second_factor.is_due(attempt, db, user, state, self.name)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """As a second factor: send a code to the user's address, or to the one that is being set up."""
        delivery = Delivery(self.attribute, str(state.get(ADDRESS) or user.attributes[self.attribute]))
        digest = one_time_codes.send(attempt.context, db, user, delivery, SECOND_FACTOR_DIGITS)
        parameters = one_time_codes.parameters(delivery) | {"USER_ID_FOR_SRP": user.username}
        kept = {name: value for name, value in state.items() if name != AVAILABLE}
        opened = {**kept, CODE: digest, ADDRESS: delivery.address, IS_NEW: ADDRESS in state}
        return attempt.open_challenge(db, self.name, user, parameters, opened)

    def begin(self, attempt: Attempt, caller: Caller, state: State) -> Outcome:
        """As a first factor: send a code. Simulated for users who are unknown, disabled or without an address."""
        user = caller.user
        with attempt.context.storage.write() as db:
            first_factor.check_attempts(attempt, db, caller)
            if user is not None and user.enabled and self.attribute in user.attributes:
                delivery = Delivery(self.attribute, user.attributes[self.attribute])
                digest = one_time_codes.send(attempt.context, db, user, delivery, FIRST_FACTOR_DIGITS)
            else:
                delivery, digest = simulated(caller.username), secrets.token_hex(32)
            username = user.username if user else decoys.username(attempt.context.secret, caller.pool, caller.username)
            parameters = one_time_codes.parameters(delivery) | {"USER_ID_FOR_SRP": username, "USERNAME": username}
            opened = {**first_factor.carried(state), CODE: digest, ADDRESS: delivery.address}
            attempt.close_challenge(db)
            answer = attempt.open_challenge(db, self.name, user, parameters, opened, username=caller.username)
        return {**answer, "AvailableChallenges": [self.name]}

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the code. A wrong one leaves the session usable, and counts."""
        given = attempt.parameter(f"{self.name}_CODE")
        with attempt.context.storage.write() as db:
            opened, caller = attempt.bound_challenge(db, self.name)
            matches = one_time_codes.matches(attempt.context, caller.subject, str(opened.state[CODE]), given)
            # The address may have changed since the code was sent: then its reader is not the user any more.
            current = caller.user.attributes.get(self.attribute) if caller.user else None
            expected = None if opened.state.get(IS_NEW) else opened.state[ADDRESS]
            matches = matches and current == expected
            if AVAILABLE in opened.state:
                return self._check_first_factor(attempt, db, caller, opened.state, matches=matches)
            return self._check_second_factor(attempt, db, opened.state, matches=matches)

    def _check_first_factor(
        self, attempt: Attempt, db: sqlite3.Connection, caller: Caller, state: State, *, matches: bool
    ) -> Outcome:
        first_factor.check_attempts(attempt, db, caller)
        user = caller.user
        if user is None or not user.enabled or not matches:
            first_factor.record_failure(attempt, db, caller)
            raise second_factor.wrong_code()
        first_factor.reset_attempts(db, caller)
        user = self._with_verified_address(user, str(state[ADDRESS]))
        if user.status == "UNCONFIRMED":
            user = replace(user, status="CONFIRMED")
        attributes.check_aliases(db, caller.pool, user, user.attributes)
        attempt.close_challenge(db)
        users.save(db, caller.pool, user, attempt.now)
        return attempt.proceed(db, user, {DEVICE_KEY: state.get(DEVICE_KEY)})

    def _check_second_factor(self, attempt: Attempt, db: sqlite3.Connection, state: State, *, matches: bool) -> Outcome:
        opened, user = attempt.opened_challenge(db, self.name)
        second_factor.check_attempts(attempt, db, user)
        if not matches:
            second_factor.record_failure(attempt, db, user)
            raise second_factor.wrong_code()
        second_factor.reset_attempts(db, user)
        verified = self._with_verified_address(user, str(state[ADDRESS]))
        attributes.check_aliases(db, attempt.client.pool, verified, verified.attributes)
        attempt.close_challenge(db)
        if state.get(IS_NEW):
            mfa_preferences.enable(db, user.sub, self.name)
        if verified != user:
            users.save(db, attempt.client.pool, verified, attempt.now)
        carried = {name: value for name, value in opened.state.items() if name not in (CODE, ADDRESS, IS_NEW)}
        return attempt.proceed(db, verified, {**carried, second_factor.PROVEN: True})

    def _with_verified_address(self, user: User, address: str) -> User:
        """The user with the address that the code went to as verified."""
        return user.with_attributes({self.attribute: address, f"{self.attribute}_verified": "true"})


EMAIL_OTP = SentCode("EMAIL_OTP", "email")
SMS_OTP = SentCode("SMS_OTP", "phone_number")
SMS_MFA = SentCode("SMS_MFA", "phone_number")
