"""The claims that we read, each with the types that it may have; what is absent is fine here, what is null is not."""

from collections.abc import Mapping
from typing import TypedDict

from vestibule.errors import TokenInvalid

LATEST = 1e11
"""In the year 5138: later is no time, but milliseconds or nonsense."""

Claims = TypedDict(
    "Claims",
    {
        "iss": str,
        "token_use": str,
        "client_id": str,
        "sub": str,
        "username": str,
        "cognito:groups": list[str],
        "scope": str,
        "exp": float,
        "iat": float,
        "nbf": float,
        "auth_time": float,
        "jti": str,
        "origin_jti": str,
    },
    total=False,
)

_TEXT = frozenset({str})
_TIME = frozenset({int, float})
_TYPES: Mapping[str, frozenset[type]] = {
    "sub": _TEXT,
    "username": _TEXT,
    "cognito:groups": frozenset({list}),
    "client_id": _TEXT,
    "scope": _TEXT,
    "exp": _TIME,
    "iat": _TIME,
    "nbf": _TIME,
    "auth_time": _TIME,
    "jti": _TEXT,
    "origin_jti": _TEXT,
}
"""By exact type, for true is an int to Python. `iss` and `token_use` are compared as they are."""


def typed(payload: dict[str, object]) -> Claims:
    """The payload, once every claim that we read has a type that it may have."""
    types_of = _TYPES.get
    for name, value in payload.items():
        types = types_of(name)
        if types is not None and type(value) not in types:
            raise TokenInvalid(f"The claim {name} has the wrong type.")
    return payload  # type: ignore[return-value]  # as was just checked


def scopes(scope: str) -> frozenset[str]:
    """The values in the claim `scope`, which are parted by spaces (RFC 6749, section 3.3)."""
    return frozenset(filter(None, scope.split(" ")))


def groups(claims: Claims) -> tuple[str, ...]:
    """The groups of the user, in order of precedence."""
    names = claims.get("cognito:groups", ())
    try:
        "".join(names)
    except TypeError:
        raise TokenInvalid("The claim cognito:groups has the wrong type.") from None
    return tuple(names)
