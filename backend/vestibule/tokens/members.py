"""Reads single claims, each of the one type that it may have: what is absent is None, what is null is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from vestibule.errors import TokenInvalid

Claims = dict[str, object]

LATEST = 1e11
"""In the year 5138: later is no time, but milliseconds or nonsense."""

_NO_GROUPS: tuple[str, ...] = ()

_TRUTHS: dict[object, bool] = {True: True, False: False, "true": True, "false": False}

_ATTRIBUTES = frozenset(
    {
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
        "website", "gender", "birthdate", "zoneinfo", "locale", "phone_number",
    }
)  # fmt: skip


def text(claims: Claims, name: str) -> str:
    """A string that says something."""
    value = claims.get(name)
    if type(value) is not str or not value:
        raise TokenInvalid(f"The claim {name} must be a string.")
    return value


def optional_text(claims: Claims, name: str) -> str | None:
    """A string, or nothing."""
    return text(claims, name) if name in claims else None


def time(claims: Claims, name: str) -> float:
    """A NumericDate (RFC 7519, section 2): true is no number, nor are NaN and infinity."""
    value = claims.get(name)
    if (type(value) is not int and type(value) is not float) or not 0 <= value <= LATEST:
        raise TokenInvalid(f"The claim {name} must be a time.")
    return value


def optional_time(claims: Claims, name: str) -> float | None:
    """A NumericDate, or nothing."""
    return time(claims, name) if name in claims else None


def scopes(claims: Claims) -> frozenset[str]:
    """The values of `scope`, which are parted by spaces (RFC 6749, section 3.3)."""
    value = claims.get("scope", "")
    if type(value) is not str:
        raise TokenInvalid("The claim scope must be a string.")
    return frozenset(filter(None, value.split(" ")))


def groups(claims: Claims) -> tuple[str, ...]:
    """The groups of the user, in order of precedence."""
    value = claims.get("cognito:groups", _NO_GROUPS)
    if value is _NO_GROUPS:
        return _NO_GROUPS
    if type(value) is not list or not all(type(group) is str for group in value):
        raise TokenInvalid("The claim cognito:groups must be a list of strings.")
    return tuple(value)


def truth(claims: Claims, name: str) -> bool:
    """A boolean, false where it is absent; Cognito spells it as a string in some tokens."""
    value = claims.get(name, False)
    if type(value) not in (bool, str) or value not in _TRUTHS:
        raise TokenInvalid(f"The claim {name} must be true or false.")
    return _TRUTHS[value]


def attributes(claims: Claims) -> Mapping[str, str]:
    """The user's own attributes in an ID token: custom ones, and those of OpenID Connect."""
    return MappingProxyType(
        {
            name: value
            for name, value in claims.items()
            if type(value) is str and (name.startswith("custom:") or name in _ATTRIBUTES)
        }
    )
