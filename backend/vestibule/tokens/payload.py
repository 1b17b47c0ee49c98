"""A verified payload, read strictly: the claims that we use, each with the types that it may have.

What is absent is fine here; what is null is not.
"""

from collections.abc import Mapping
from types import NoneType
from typing import TypedDict, cast

from pydantic_core import from_json

from vestibule.errors import TokenInvalid
from vestibule.strict_json import NotStrictJson, parse_object

LATEST = 1e11
"""In the year 5138: later is no time, but milliseconds or nonsense."""

MOST_SHAPES = 64

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

_QUOTE, _ESCAPE = b'"\\'
_GROUPS = "cognito:groups"
_TEXT = frozenset({str})
_TIME = frozenset({int, float})
_TYPES: Mapping[str, frozenset[type]] = {
    "sub": _TEXT,
    "username": _TEXT,
    _GROUPS: frozenset({list}),
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

_SIMPLE = frozenset({str, int, bool, NoneType})
"""What every parser reads alike."""

Shape = tuple[object, ...]
"""The names of the members, and then the types of their values."""


class PayloadReader:
    """Reads payloads, and those quickly that have the shape of one that was read before: a pool's have few.

    The quick parser keeps the last of duplicate members without a word; but then there are more strings in the document
    than a payload of this shape has. A shape is known once a payload of it was read closely, name by name.
    """

    __slots__ = ("_strings",)

    def __init__(self) -> None:
        self._strings: dict[Shape, int] = {}

    def read(self, document: bytes) -> Claims:
        """The claims; TokenInvalid where there is more than one way to read them, or one has a type it may not have."""
        try:
            members: object = from_json(document, cache_strings="keys")
        except ValueError:
            members = None
        if type(members) is dict and (strings := self._strings.get((*members, *map(type, members.values())))):
            strings += [*map(type, members.get(_GROUPS, ()))].count(str)
            if document.count(_QUOTE) == 2 * strings and _ESCAPE not in document:
                return cast("Claims", members)
        return self._read_closely(document)

    def _read_closely(self, document: bytes) -> Claims:
        try:
            members = parse_object(document)
        except NotStrictJson:
            raise TokenInvalid("It holds what is not JSON that can be read in one way only.") from None
        for name, value in members.items():
            if name in _TYPES and type(value) not in _TYPES[name]:
                raise TokenInvalid(f"The claim {name} has the wrong type.")
        self._remember(members)
        return cast("Claims", members)

    def _remember(self, members: dict[str, object]) -> None:
        kinds = [type(value) for name, value in members.items() if name != _GROUPS]
        if len(self._strings) < MOST_SHAPES and _SIMPLE.issuperset(kinds):
            self._strings[*members, *map(type, members.values())] = len(members) + kinds.count(str)


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
