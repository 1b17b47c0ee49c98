"""The challenges SMS_MFA and EMAIL_OTP as second factors: a code of six digits, sent by SMS or e-mail."""

import sqlite3

from local_cognito.context import Answer
from local_cognito.mail.delivery import Delivery
from local_cognito.model import mfa_settings, one_time_codes, users
from local_cognito.model.mfa_config import ATTRIBUTES, EMAIL, SMS
from local_cognito.model.users import User
from local_cognito.operations.challenges import second_factor
from local_cognito.operations.challenges.attempt import Attempt, State
from local_cognito.operations.challenges.second_factor import ADDRESS, CODE

DIGITS = 6


class CodeMfa:
    """Asks for `<name>_CODE`. Use its subclasses."""

    name: str

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether this is the factor to ask for."""
        return second_factor.is_due(attempt, db, user, state, self.name)

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Answer:
        """Send a code to the user's address, or to the one that is being set up, and open the challenge."""
        attribute = ATTRIBUTES[self.name]
        delivery = Delivery(attribute, str(state.get(ADDRESS) or user.attributes[attribute]))
        digest = one_time_codes.send(attempt.context, db, user.sub, delivery, DIGITS)
        parameters = one_time_codes.parameters(delivery) | {"USER_ID_FOR_SRP": user.username}
        return attempt.open_challenge(
            db, self.name, user, parameters, {**state, CODE: digest, ADDRESS: delivery.address}
        )

    def respond(self, attempt: Attempt) -> Answer:
        """Check the code; the address that it was sent to is verified with it."""
        given = attempt.parameter(f"{self.name}_CODE")
        with attempt.context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            second_factor.check_attempts(attempt, db, user)
            if not one_time_codes.matches(attempt.context, user.sub, str(opened.state[CODE]), given):
                second_factor.record_failure(attempt, db, user)
                raise second_factor.wrong_code()
            second_factor.reset_attempts(db, user)
            attempt.close_challenge(db)
            verified = self._verify_address(attempt, db, user, str(opened.state[ADDRESS]))
            carried = {name: value for name, value in opened.state.items() if name not in (CODE, ADDRESS)}
            return attempt.proceed(db, verified, {**carried, second_factor.PROVEN: True})

    def _verify_address(self, attempt: Attempt, db: sqlite3.Connection, user: User, address: str) -> User:
        """Mark the address as verified. One that the user did not have is set, and enabled as the factor."""
        attribute = ATTRIBUTES[self.name]
        current = user.attributes.get(attribute)
        if current not in (None, address):
            return user
        if current is None:
            mfa_settings.enable(db, user.sub, self.name)
        verified = user.with_attributes({attribute: address, f"{attribute}_verified": "true"})
        if verified != user:
            users.save(db, attempt.client.pool, verified, attempt.now)
        return verified


class SmsMfa(CodeMfa):
    """Asks for SMS_MFA_CODE."""

    name = SMS


class EmailOtp(CodeMfa):
    """Asks for EMAIL_OTP_CODE."""

    name = EMAIL
