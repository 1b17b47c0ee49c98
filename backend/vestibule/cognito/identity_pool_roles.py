"""IdentityPoolRoles: which IAM role the credentials of a user have.

GetCredentialsForIdentity does not return it. It follows from the identity pool's settings and from the ID token, by the
rules in Cognito's guide, "Using role-based access control".
"""

import time
from collections.abc import Callable, Mapping
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Literal

import structlog

from vestibule.cognito.admin.role import RoleClient, role_errors
from vestibule.cognito.models import Model
from vestibule.errors import AppError

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

log = structlog.get_logger(__name__)

Claims = Mapping[str, object]

TTL_SECONDS = 300
MAX_WAIT_SECONDS = 1.0  # the role is shown only, so nobody waits long for it

MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda claim, value: claim == value,
    "NotEqual": lambda claim, value: claim != value,
    "StartsWith": str.startswith,
    "Contains": str.__contains__,
}


class Rule(Model):
    """Gives a role to users whose claim matches."""

    claim: str
    match: Literal["Equals", "NotEqual", "StartsWith", "Contains"]
    value: str
    role: str

    def matches(self, claims: Claims) -> bool:
        """Whether the claim is there and matches."""
        claim = claims.get(self.claim)
        return claim is not None and MATCHES[self.match](_text(claim), self.value)


class Roles(Model):
    """The role of authenticated identities, and the role mapping of our app client."""

    authenticated: str | None
    from_token: bool
    rules: tuple[Rule, ...]

    def of(self, claims: Claims) -> str | None:
        """The role of the user with these claims; None if there is none."""
        chosen = _role_of_token(claims) if self.from_token else None
        return chosen or next((rule.role for rule in self.rules if rule.matches(claims)), self.authenticated)


def roles_of(answer: Mapping[str, Any], mapping_key: str) -> Roles:
    """The roles in a response to GetIdentityPoolRoles; LookupError, TypeError or ValueError if it is malformed."""
    mapping = answer.get("RoleMappings", {}).get(mapping_key, {})
    rules = mapping.get("RulesConfiguration", {}).get("Rules", [])
    return Roles(
        authenticated=answer.get("Roles", {}).get("authenticated"),
        from_token=mapping.get("Type") == "Token",
        rules=tuple(
            Rule(claim=rule["Claim"], match=rule["MatchType"], value=rule["Value"], role=rule["RoleARN"])
            for rule in rules
        ),
    )


def _role_of_token(claims: Claims) -> str | None:
    """The preferred role, or the only one."""
    preferred, roles = claims.get("cognito:preferred_role"), claims.get("cognito:roles")
    if isinstance(preferred, str) and preferred:
        return preferred
    return str(roles[0]) if isinstance(roles, list) and len(roles) == 1 else None


class IdentityPoolRoles:
    """The roles of the identity pool, read in the background and cached for five minutes (GetIdentityPoolRoles).

    Our role needs a permission for it. Without, the role of credentials stays unknown.
    """

    def __init__(
        self,
        role: "RoleClient[CognitoIdentityClient]",
        pool_id: str,
        mapping_key: str,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._role = role
        self._pool_id = pool_id
        self._mapping_key = mapping_key
        self._clock = clock
        self._lock = Lock()
        self._refresh_at = 0.0
        self._reader: Thread | None = None
        self._roles: Roles | None = None

    def latest(self) -> Roles | None:
        """The roles as last read; None if they are not known."""
        with self._lock:
            if self._clock() >= self._refresh_at:
                self._refresh_at = self._clock() + TTL_SECONDS
                self._reader = Thread(target=self._read, name="identity-pool-roles", daemon=True)
                self._reader.start()
            reader = self._reader
        if self._roles is None and reader is not None:
            reader.join(MAX_WAIT_SECONDS)
        return self._roles

    def close(self) -> None:
        """Close the connections."""
        self._role.close()

    def _read(self) -> None:
        try:
            with role_errors():
                answer = self._role.get().get_identity_pool_roles(IdentityPoolId=self._pool_id)
                self._roles = roles_of(answer, self._mapping_key)
        except AppError as error:
            log.warning("identity_pool.roles_unknown", reason=error.code)


def _text(claim: object) -> str:
    if isinstance(claim, bool):
        return str(claim).lower()
    return ",".join(map(str, claim)) if isinstance(claim, list) else str(claim)
