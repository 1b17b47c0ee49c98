"""One sign-in request, and what every flow and challenge needs to answer it.

A sign-in starts with a flow (InitiateAuth) and continues with answers to challenges (RespondToAuthChallenge). A flow
or an answer that proves the first factor calls `Attempt.proceed`, which issues the next required challenge or tokens.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from local_cognito.context import Context, Output
from local_cognito.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    PasswordResetRequiredException,
    UserNotConfirmedException,
)
from local_cognito.model import callers, challenge_sessions, decoys, devices, refresh_tokens, sessions, tracked_sessions
from local_cognito.model.callers import Caller
from local_cognito.model.challenge_sessions import ChallengeSession
from local_cognito.model.clients import Client
from local_cognito.model.devices import Device
from local_cognito.model.sessions import Session
from local_cognito.model.users import User


@dataclass(frozen=True)
class SignedIn:
    """The end of a sign-in: its session, for which tokens are issued after the transaction.

    A trigger may change the tokens, and it may call this server itself, so no transaction waits for it.
    """

    user: User
    session: Session
    refresh_token: str
    new_device: Device | None = None


Outcome = Output | SignedIn
State = Mapping[str, object]
# State of every sign-in: the key of the device that it comes from, if the client sent one.
DEVICE_KEY = "device_key"


class Challenge(Protocol):
    """A challenge: `respond` answers it."""

    @property
    def name(self) -> str:
        """A ChallengeNameType."""

    def respond(self, attempt: Attempt) -> Outcome:
        """Check the answer. Opens its own transactions, so that slow work can stay outside them."""


class RequiredChallenge(Challenge, Protocol):
    """A challenge that may follow the first factor."""

    def is_required(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> bool:
        """Whether this user must pass it now. `state` is what the attempt has carried from step to step."""

    def issue(self, attempt: Attempt, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """Open the challenge."""


class FirstFactor(Challenge, Protocol):
    """A challenge that a choice-based sign-in can begin with."""

    def begin(self, attempt: Attempt, caller: Caller, state: State) -> Outcome:
        """Open the challenge, or check its answer if that came with the choice. Opens its own transactions."""


@dataclass(frozen=True)
class Attempt:
    """One request of a sign-in.

    `parameters` are AuthParameters or ChallengeResponses; `session` is empty in the first request. `required` are the
    challenges that may follow the first factor, in order; `first_factors` are those of choice-based sign-in, by name.
    Both are the registry's, which this module cannot import: the challenges in it import this module.
    `client_metadata` is for triggers.
    """

    context: Context
    client: Client
    parameters: Mapping[str, str]
    session: str
    required: Sequence[RequiredChallenge]
    first_factors: Mapping[str, FirstFactor]
    client_metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def now(self) -> float:
        """The current time, in seconds since 1970."""
        return self.context.now

    def parameter(self, name: str) -> str:
        """A required parameter; raises InvalidParameterException."""
        if name not in self.parameters:
            raise InvalidParameterException(f"Missing required parameter {name}")
        return self.parameters[name]

    def caller(self, db: sqlite3.Connection) -> Caller:
        """The user named by USERNAME, after checking SECRET_HASH."""
        secret_hash = self.parameters.get("SECRET_HASH")
        return callers.identify(db, self.client.id, self.parameter("USERNAME"), secret_hash)

    def open_challenge(
        self,
        db: sqlite3.Connection,
        name: str,
        user: User | None,
        parameters: Mapping[str, str],
        state: State | None = None,
        *,
        username: str | None = None,
        session: str | None = None,
    ) -> Output:
        """Answer the request with a challenge.

        `user` is None if the challenge simulates a user. `session` is given if it is not random.
        """
        username = username or (user.username if user else self.parameter("USERNAME"))
        opened = ChallengeSession(name, username, user, state or {})
        session = challenge_sessions.create(db, self.client, opened, self.now, session)
        return {"ChallengeName": name, "Session": session, "ChallengeParameters": dict(parameters)}

    def bound_challenge(self, db: sqlite3.Connection, *names: str) -> tuple[ChallengeSession, Caller]:
        """The challenge being answered, which has one of these names and may simulate a user, and the caller.

        Raises NotAuthorizedException unless the session is valid and is for USERNAME.
        """
        opened = challenge_sessions.find(db, self.client, names, self.session, self.now)
        caller = self.caller(db)
        if opened.user is None:
            names = (opened.username, decoys.username(self.context.secret, caller.pool, opened.username))
            is_bound = caller.user is None and caller.username in names
        else:
            is_bound = caller.user is not None and caller.user.sub == opened.user.sub
        if not is_bound:
            raise challenge_sessions.invalid_session()
        return opened, replace(caller, username=opened.username)

    def opened_challenge(self, db: sqlite3.Connection, name: str) -> tuple[ChallengeSession, User]:
        """The challenge being answered, and its user.

        Raises NotAuthorizedException unless the session is valid, is for USERNAME, and the user is enabled.
        """
        opened, _ = self.bound_challenge(db, name)
        if opened.user is None or not opened.user.enabled:
            raise challenge_sessions.invalid_session()
        return opened, opened.user

    def close_challenge(self, db: sqlite3.Connection) -> None:
        """Use up the session of the challenge being answered."""
        challenge_sessions.use(db, self.session)

    def required_challenge(self, name: str) -> RequiredChallenge:
        """The challenge of this name, to issue it as the user's choice."""
        return next(challenge for challenge in self.required if challenge.name == name)

    def proceed(self, db: sqlite3.Connection, user: User, state: State | None = None) -> Outcome:
        """Continue after a proven factor: the next required challenge, or tokens.

        Raises ResourceNotFoundException for a DEVICE_KEY that is not one of the user's.
        """
        state = {**(state or {}), DEVICE_KEY: self._device_key(db, user, state or {})}
        for challenge in self.required:
            if challenge.is_required(self, db, user, state):
                return challenge.issue(self, db, user, state)
        return self.complete(db, user, state)

    def _device_key(self, db: sqlite3.Connection, user: User, state: State) -> str | None:
        key = self.parameters.get("DEVICE_KEY") or state.get(DEVICE_KEY)
        if not key or not self.client.pool.tracks_devices:
            return None
        return devices.get(db, user.sub, str(key)).key

    def complete(self, db: sqlite3.Connection, user: User, state: State) -> Outcome:
        """End the sign-in: create the session, bound to the device; a sign-in without one makes a new device."""
        key, new_device = state[DEVICE_KEY], None
        if key is not None:
            devices.record_sign_in(db, str(key), self.now)
        elif self.client.pool.tracks_devices:
            new_device = devices.create(db, self.client.pool.region, user.sub, self.now)
            key = new_device.key
        validity = self.client.validity("RefreshToken")
        bound_to = None if key is None else str(key)
        session = sessions.create(db, user.sub, self.client.id, self.now, validity, bound_to)
        tracked_sessions.track(self.context, db, self.client.pool, session)
        return SignedIn(user, session, refresh_tokens.create(db, session), new_device)


def check_state(attempt: Attempt, user: User) -> None:
    """Raise if a user who knows the password may not sign in. Call it only after the password was verified."""
    if not user.enabled:
        raise NotAuthorizedException(None if attempt.client.prevents_existence_errors else "User is disabled.")
    if user.status == "UNCONFIRMED":
        raise UserNotConfirmedException
    if user.status == "RESET_REQUIRED":
        raise PasswordResetRequiredException
    if user.password_expires is not None and user.password_expires <= attempt.now:
        raise NotAuthorizedException("Temporary password has expired and must be reset by an administrator.")
