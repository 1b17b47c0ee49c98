"""The pool's description, asked for rarely, and known even where it may not be read."""

import math
from collections.abc import Callable
from copy import copy
from threading import Lock

import structlog

from vestibule.cognito.admin.users import UserAdmin
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.errors import AppError, CognitoTimeout, Misconfigured
from vestibule.settings import PoolFacts

log = structlog.get_logger(__name__)

TTL_SECONDS = 300
COOLDOWN_SECONDS = 5


class PoolDescriptions:
    """The description that was read last, read again after five minutes.

    Where reading is refused (no AWS credentials, no permission), the settings say what the pool allows; where
    Cognito is away, the last description goes on being told.
    """

    def __init__(self, user_admin: UserAdmin, facts: PoolFacts, *, patience: float, clock: Callable[[], float]) -> None:
        self._user_admin = user_admin
        self._facts = facts
        self._patience = patience
        self._clock = clock
        self._lock = Lock()
        self._known: PoolDescription | None = None
        self._failure: AppError | None = None
        self._read_again_at = 0.0
        self._give_up_at = math.inf

    def current(self) -> PoolDescription:
        """The description. CognitoUnavailable or CognitoTimeout when it was never read and cannot be.

        One reads it, and whoever comes meanwhile is told what was known; where nothing is known, all wait for the one,
        until `patience` seconds after it began.
        """
        if self._clock() >= self._read_again_at and self._lock.acquire(timeout=self._seconds_to_wait()):
            try:
                if self._clock() >= self._read_again_at:
                    self._read()
            finally:
                self._give_up_at = math.inf
                self._lock.release()
        if self._known is None:
            raise copy(self._failure) if self._failure else CognitoTimeout
        return self._known

    def _seconds_to_wait(self) -> float:
        if self._known is not None:
            return 0
        return max(0, min(self._patience, self._give_up_at - self._clock()))

    def _read(self) -> None:
        self._give_up_at = self._clock() + self._patience
        failure: AppError | None = None
        try:
            self._known = self._user_admin.describe()
        except Misconfigured:
            log.warning("pool.description_from_settings", reason="the pool's description may not be read")
            self._known = described_by(self._facts)
        except AppError as error:
            failure = error
        self._failure = failure
        self._read_again_at = self._clock() + (COOLDOWN_SECONDS if failure else TTL_SECONDS)


def described_by(facts: PoolFacts) -> PoolDescription:
    """What the settings say of the pool."""
    return PoolDescription(
        password_policy=PasswordPolicy(
            minimum_length=facts.password_minimum_length,
            require_lowercase="lowercase" in facts.password_requires,
            require_uppercase="uppercase" in facts.password_requires,
            require_numbers="numbers" in facts.password_requires,
            require_symbols="symbols" in facts.password_requires,
        ),
        attributes=[
            PoolAttribute(name=name, required=name in facts.required_attributes)
            for name in dict.fromkeys([*facts.required_attributes, *facts.editable_attributes])
        ],
        mfa=facts.mfa,
        self_sign_up=facts.self_sign_up,
    )
