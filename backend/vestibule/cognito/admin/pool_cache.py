"""PoolCache: the pool's description, cached, and available even if the pool cannot be read."""

import math
from collections.abc import Callable
from copy import copy
from threading import Lock, Thread

import structlog

from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.errors import AppError, CognitoTimeout, Misconfigured
from vestibule.settings import PoolDefaults

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
        defaults: PoolDefaults,
        *,
        max_wait: float,
        clock: Callable[[], float],
    ) -> None:
        self._describe = describe
        self._defaults = defaults
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
            self._description = description_from_settings(self._defaults)
        except AppError as error:
            failure = error
        self._failure = failure
        self._refresh_at = self._clock() + (COOLDOWN_SECONDS if failure else TTL_SECONDS)


def description_from_settings(defaults: PoolDefaults) -> PoolDescription:
    """The description that the settings give."""
    return PoolDescription(
        password_policy=PasswordPolicy(
            minimum_length=defaults.password_minimum_length,
            require_lowercase="lowercase" in defaults.password_requires,
            require_uppercase="uppercase" in defaults.password_requires,
            require_numbers="numbers" in defaults.password_requires,
            require_symbols="symbols" in defaults.password_requires,
        ),
        attributes=[
            PoolAttribute(name=name, required=name in defaults.required_attributes)
            for name in dict.fromkeys([*defaults.required_attributes, *defaults.editable_attributes])
        ],
        mfa=defaults.mfa,
        mfa_methods=[] if defaults.mfa == "off" else list(defaults.mfa_methods),
        factors=list(defaults.first_factors),
        self_sign_up=defaults.self_sign_up,
        password_sign_in=defaults.password_sign_in,
        identity_providers=list(defaults.identity_providers),
        device_tracking=defaults.device_tracking,
        refresh_token_seconds=defaults.refresh_token_seconds,
    )
