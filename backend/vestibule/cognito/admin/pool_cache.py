"""PoolCache: the pool's description, cached, and available even if the pool cannot be read."""

import math
from collections.abc import Callable
from copy import copy
from threading import Lock, Thread

import structlog

from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.errors import AppError, CognitoTimeout, Misconfigured
from vestibule.settings import PoolFacts

log = structlog.get_logger(__name__)

TTL_SECONDS = 300
COOLDOWN_SECONDS = 5


class PoolCache:
    """The pool's last description, refreshed after five minutes.

    If the role may not read the pool (no AWS credentials, no permission), the description comes from the settings. If
    Cognito is unavailable, the last description stays in use.
    """

    def __init__(
        self,
        describe: Callable[[], PoolDescription],
        facts: PoolFacts,
        *,
        max_wait: float,
        clock: Callable[[], float],
    ) -> None:
        self._describe = describe
        self._facts = facts
        self._max_wait = max_wait
        self._clock = clock
        self._lock = Lock()
        self._description: PoolDescription | None = None
        self._failure: AppError | None = None
        self._refresh_at = 0.0
        self._waiters_give_up_at = math.inf

    def current(self) -> PoolDescription:
        """The description; CognitoUnavailable or CognitoTimeout if it was never read and cannot be.

        One thread reads it. The others use the previous description; if there is none, they wait for that thread, for
        at most `max_wait` seconds after it started.
        """
        if self._clock() >= self._refresh_at and self._lock.acquire(timeout=self._seconds_to_wait()):
            try:
                if self._clock() >= self._refresh_at:
                    self._refresh()
            finally:
                self._waiters_give_up_at = math.inf
                self._lock.release()
        if self._description is None:
            raise copy(self._failure) if self._failure else CognitoTimeout
        return self._description

    def latest(self) -> PoolDescription:
        """The last description, also if it is old; it is then read again in the background.

        For requests that should not wait for it. Only the first one does, as with `current`.
        """
        description = self._description
        if description is None:
            return self.current()
        if self._clock() >= self._refresh_at and not self._lock.locked():
            Thread(target=self.current, name="pool-description", daemon=True).start()
        return description

    @property
    def known(self) -> PoolDescription | None:
        """The last description, if it was read already; nothing is contacted."""
        return self._description

    def _seconds_to_wait(self) -> float:
        if self._description is not None:
            return 0
        return max(0, min(self._max_wait, self._waiters_give_up_at - self._clock()))

    def _refresh(self) -> None:
        self._waiters_give_up_at = self._clock() + self._max_wait
        failure: AppError | None = None
        try:
            self._description = self._describe()
        except Misconfigured:
            log.warning("pool.description_from_settings", reason="the role may not describe the pool")
            self._description = description_from_settings(self._facts)
        except AppError as error:
            failure = error
        self._failure = failure
        self._refresh_at = self._clock() + (COOLDOWN_SECONDS if failure else TTL_SECONDS)


def description_from_settings(facts: PoolFacts) -> PoolDescription:
    """The description that the settings give."""
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
        mfa_methods=[] if facts.mfa == "off" else list(facts.mfa_methods),
        factors=list(facts.first_factors),
        self_sign_up=facts.self_sign_up,
        password_sign_in=facts.password_sign_in,
        identity_providers=list(facts.identity_providers),
        device_tracking=facts.device_tracking,
        refresh_token_seconds=facts.refresh_token_seconds,
    )
