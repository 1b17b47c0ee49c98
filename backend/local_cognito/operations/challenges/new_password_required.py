"""The challenge NEW_PASSWORD_REQUIRED: a user with a temporary password chooses their own."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from local_cognito.crypto import passwords
from local_cognito.errors import NotAuthorizedException
from local_cognito.model import attributes, password_history, users
from local_cognito.model.pools import Pool
from local_cognito.model.users import User
from local_cognito.operations.challenges.attempt import Attempt, Outcome, State

PREFIX = "userAttributes."


class NewPasswordRequired:
    """Asks for NEW_PASSWORD and for the required attributes that the user lacks, as `userAttributes.<name>`."""

    name = "NEW_PASSWORD_REQUIRED"

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:  # noqa: ARG002
        """Whether the password is temporary."""
        return user.status == "FORCE_CHANGE_PASSWORD"

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge. Nested values in ChallengeParameters are JSON text."""
        missing = [f"{PREFIX}{name}" for name in attributes.missing(attempt.client.pool, user.attributes)]
        parameters = {
            "USER_ID_FOR_SRP": user.username,
            "requiredAttributes": json.dumps(missing),
            "userAttributes": json.dumps(dict(user.attributes)),
        }
        return attempt.open_challenge(db, self.name, user, parameters, state)

    def respond(self, attempt: Attempt) -> Outcome:
        """Set the password. A password or attribute that is refused leaves the session usable."""
        context, pool, password = attempt.context, attempt.client.pool, attempt.parameter("NEW_PASSWORD")
        with context.storage.read() as db:
            caller = attempt.caller(db)
        passwords.check_policy(pool.policy, password)
        username = caller.user.username if caller.user else caller.username
        password_hash = context.passwords.hash_for(pool.id, username, password)
        values = {
            key.removeprefix(PREFIX): value for key, value in attempt.parameters.items() if key.startswith(PREFIX)
        }
        with context.storage.write() as db:
            opened, user = attempt.opened_challenge(db, self.name)
            password_history.check(context, db, pool, user, password)
            attributes.check_changes(pool, values)
            _check_not_provided(pool, user, values)
            attributes.check_writable(attempt.client, values)
            changed = replace(
                user.with_attributes(values), status="CONFIRMED", password=password_hash, password_expires=None
            )
            attributes.check_required(pool, changed.attributes)
            attributes.check_aliases(db, pool, changed, changed.attributes)
            attempt.close_challenge(db)
            users.save(db, pool, changed, attempt.now)
            return attempt.proceed(db, changed, opened.state)


def _check_not_provided(pool: Pool, user: User, values: Mapping[str, str]) -> None:
    """Raise NotAuthorizedException for a required attribute that has a value: it is not changed in this challenge."""
    for name in values:
        if pool.attributes[name].required and user.attributes.get(name):
            raise NotAuthorizedException(f"Cannot modify an already provided {name}")
