"""Pace: a bound on how many calls are made in a second."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from vestibule.cognito.transport.aws import Aws, Document


@dataclass
class Pace:
    """Waits before each call, so that calls have equal intervals. Cognito's quotas are for the whole account."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next_at: float = field(default=0.0, init=False)

    def wait(self) -> None:
        """Wait until the next call may be made."""
        now = self.clock()
        if self._next_at > now:
            self.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + 1 / self.per_second


# Calls a second that Cognito allows an account, by its category of quotas. Only some of them can be raised.
QUOTAS = {"UserCreation": 50.0, "UserList": 30.0, "UserAccountRecovery": 30.0, "UserUpdate": 25.0, "pool": 5.0}
CATEGORIES = {
    "AdminCreateUser": "UserCreation",
    "ListUsers": "UserList",
    "ListUsersInGroup": "UserList",
    "AdminSetUserPassword": "UserAccountRecovery",
    "AdminAddUserToGroup": "UserUpdate",
    "AdminDisableUser": "UserUpdate",
    "AdminLinkProviderForUser": "UserUpdate",
}
"""Everything else is about the pool, which allows five calls a second for each operation."""


@dataclass(frozen=True)
class PacedCalls:
    """Signed calls about one pool, at a steady pace that stays within Cognito's quotas. Local Cognito has none."""

    aws: Aws
    pool_id: str
    pace: Pace
    _paces: dict[str, Pace] = field(default_factory=dict, init=False)

    def call(self, operation: str, **request: Any) -> Document:  # noqa: ANN401  AWS's own documents
        """Call an operation on the pool; raises CallFailed."""
        self.pace.wait()
        if not self.aws.is_local:
            self._pace_of(CATEGORIES.get(operation, "pool")).wait()
        return self.aws.call(operation, UserPoolId=self.pool_id, **request)

    def pages(self, operation: str, member: str, **request: Any) -> Iterator[Any]:  # noqa: ANN401  AWS's own documents
        """The items of `member` of every page of a List operation on the pool; raises CallFailed."""
        token: dict[str, str] = {}
        while True:
            answer = self.call(operation, **request, **token)
            yield from answer.get(member, [])
            if not answer.get("NextToken"):
                return
            token = {"NextToken": answer["NextToken"]}

    def _pace_of(self, category: str) -> Pace:
        return self._paces.setdefault(category, Pace(QUOTAS[category], self.pace.clock, self.pace.sleep))
