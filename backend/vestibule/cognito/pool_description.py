"""The pool's description, asked for rarely, and known even where it may not be read."""

from collections.abc import Callable
from threading import Lock

import structlog

from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.cognito.user_admin import UserAdmin
from vestibule.errors import AppError, Misconfigured
from vestibule.settings import PoolFacts

log = structlog.get_logger(__name__)

TTL_SECONDS = 300


class PoolDescriptions:
    """The description that was read last, read again after five minutes.

    Where reading is refused (no AWS credentials, no permission), the settings say what the pool allows; where
    Cognito is away, the last description goes on being told.
    """

    def __init__(self, user_admin: UserAdmin, facts: PoolFacts, *, clock: Callable[[], float]) -> None:
        self._user_admin = user_admin
        self._facts = facts
        self._clock = clock
        self._lock = Lock()
        self._known: PoolDescription | None = None
        self._read_again_at = 0.0

    def current(self) -> PoolDescription:
        """The description; blocks while it is read. CognitoUnavailable when it was never read and cannot be."""
        with self._lock:
            if self._known is None or self._clock() >= self._read_again_at:
                self._known = self._read()
                self._read_again_at = self._clock() + TTL_SECONDS
            return self._known

    def _read(self) -> PoolDescription:
        try:
            return self._user_admin.describe()
        except Misconfigured:
            log.warning("pool.description_from_settings", reason="the pool's description may not be read")
            return described_by(self._facts)
        except AppError:
            if self._known is None:
                raise
            return self._known


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
