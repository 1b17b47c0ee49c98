"""Reads a verified payload: the claims that are used, with the types that they must have.

An absent claim is fine here; a null one is not. Of duplicate members the last one counts (RFC 7519, section 4).
"""

from collections.abc import Mapping
from typing import TypedDict, cast

from pydantic_core import from_json

from vestibule.errors import TokenInvalid
from vestibule.strict_json import is_nested_deeply

MAX_TIME = 1e11
"""In the year 5138. A later time is in milliseconds, or nonsense."""

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
        "aud": str | list[str],
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
    "aud": frozenset({str, list}),
    "exp": _TIME,
    "iat": _TIME,
    "nbf": _TIME,
    "auth_time": _TIME,
    "jti": _TEXT,
    "origin_jti": _TEXT,
}
"""Exact types, because a bool is an int in Python. `iss` and `token_use` are compared with strings anyway."""

STANDARD = frozenset({*Claims.__annotations__, "event_id", "version", "device_key"})
"""The claims that Cognito issues."""
NO_CLAIMS: Mapping[str, object] = {}


def read_payload(document: bytes) -> Claims:
    """Parse the payload. TokenInvalid if it is not a JSON object, or a claim has the wrong type."""
    if is_nested_deeply(document):
        raise TokenInvalid("Its payload is nested too deeply.")
    try:
        members = from_json(document, allow_inf_nan=False, cache_strings="keys")
    except ValueError:
        raise TokenInvalid("Its payload is not JSON.") from None
    if type(members) is not dict:
        raise TokenInvalid("Its payload is not a JSON object.")
    for name, types in _TYPES.items():
        if name in members and type(members[name]) not in types:
            raise TokenInvalid(f"The claim {name} has the wrong type.")
    return cast("Claims", members)


def scopes(scope: str) -> frozenset[str]:
    """Split the claim `scope` at spaces (RFC 6749, section 3.3)."""
    return frozenset(filter(None, scope.split(" ")))


def groups(claims: Claims) -> tuple[str, ...]:
    """The groups of the user, in order of precedence."""
    return _strings("cognito:groups", claims.get("cognito:groups", ()))


def custom(claims: Claims) -> Mapping[str, object]:
    """The claims that Cognito does not issue by itself. Most tokens have none, and share one empty mapping."""
    if STANDARD.issuperset(claims):
        return NO_CLAIMS
    return {name: value for name, value in claims.items() if name not in STANDARD}


def audience(claims: Claims) -> tuple[str, ...]:
    """The values of `aud`, which is one string or a list of strings (RFC 7519, section 4.1.3)."""
    value = claims.get("aud", ())
    return (value,) if isinstance(value, str) else _strings("aud", value)


def _strings(name: str, values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    try:
        "".join(values)
    except TypeError:
        raise TokenInvalid(f"The claim {name} has the wrong type.") from None
    return tuple(values)
