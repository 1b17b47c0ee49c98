"""Guards: endpoints that require a group or a scope, declared in the signature."""

from collections.abc import Callable, Collection
from functools import partial
from operator import attrgetter
from typing import Literal, get_args

from starlette.requests import HTTPConnection

from vestibule.api.security.bearer import Bearer
from vestibule.errors import AppError, InsufficientScope, MissingGroup
from vestibule.tokens.claims import AccessClaims

Match = Literal["any", "all"]
Granted = Callable[[AccessClaims], Collection[str]]

_groups: Granted = attrgetter("groups")
_scopes: Granted = attrgetter("scopes")


class ClaimGuard(Bearer):
    """Bearer authentication that also requires any or all of some values in a claim.

    `granted` reads the values that a token has; `refuse` makes the error if the required ones are not among them.
    Guards that require the same are equal, so that `dependency_overrides` finds one by another.
    """

    def __init__(
        self,
        required: Collection[str],
        match: Match,
        *,
        granted: Granted,
        refuse: Callable[[], AppError],
        own_pool: bool = False,
    ) -> None:
        super().__init__(own_pool=own_pool)
        # Nothing required would admit everybody, or nobody.
        if {*map(type, required)} != {str} or "" in required:
            raise ValueError("Name at least one group or scope, each a text of its own: 'admins', 'owners'.")
        if match not in get_args(Match):
            raise ValueError(f"match is 'any' or 'all', not {match!r}.")
        self._required = frozenset(required)
        self._match = match
        self._granted = granted
        self._refuse = refuse
        self._key = (granted, self._required, match, own_pool)
        self.errors = (*super().errors, type(refuse()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClaimGuard) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    async def authenticate(self, connection: HTTPConnection) -> AccessClaims:
        """Verify the token of the request, then its claims."""
        claims = await super().authenticate(connection)
        if not self._is_satisfied_by(self._granted(claims)):
            raise self._refuse()
        return claims

    def _is_satisfied_by(self, granted: Collection[str]) -> bool:
        if self._match == "all":
            return self._required.issubset(granted)
        return not self._required.isdisjoint(granted)


def require_group(*groups: str, match: Match = "any", own_pool: bool = False) -> ClaimGuard:
    """`Annotated[AccessClaims, Security(require_group("admins"))]`: only for members (MissingGroup)."""
    return ClaimGuard(groups, match, granted=_groups, refuse=MissingGroup, own_pool=own_pool)


def require_scope(*scopes: str, match: Match = "all", own_pool: bool = False) -> ClaimGuard:
    """`Annotated[AccessClaims, Security(require_scope("reports/read"))]`: only with the scopes (InsufficientScope)."""
    refuse = partial(InsufficientScope, *sorted(scopes))
    return ClaimGuard(scopes, match, granted=_scopes, refuse=refuse, own_pool=own_pool)
