"""Claims that are missing, of another type, or of another pool or client."""

from collections.abc import Iterator

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import (
    ABSENT,
    CLIENT_ID,
    ISSUER,
    OTHER_CLIENT_ID,
    SUB,
    id_claims,
    machine_claims,
    token,
    user_claims,
)  # fmt: skip

_NOT_STRINGS: tuple[object, ...] = (None, True, False, 0, 1, 1.5, [], ["x"], {}, {"x": "y"})
_STRINGS = ("sub", "username", "client_id", "iss", "token_use", "scope", "jti", "origin_jti")
_REQUIRED = ("sub", "username", "client_id", "iss", "token_use", "exp")
_OPTIONAL = ("scope", "auth_time", "cognito:groups", "iat", "jti", "origin_jti", "event_id")
_NOT_GROUPS: tuple[object, ...] = (
    None,
    True,
    1,
    "admins",
    {},
    {"admins": 1},
    [1],
    [None],
    ["admins", 1],
    [["admins"]],
    [{}],
)
_ISSUERS = (
    "", ISSUER + "/", ISSUER + " ", ISSUER.upper(), ISSUER[:-1], ISSUER + "2", ISSUER.replace("https", "http"),
    ISSUER.replace("us-east-1_Vestibule", "us-east-1_Other"), "https://accounts.google.com", ISSUER + "\x00",
    ISSUER + "?", ISSUER.replace("amazonaws.com", "amazonaws.com.example.org"), ISSUER + "#", "us-east-1_Vestibule",
    [ISSUER],
)  # fmt: skip
_CLIENTS = (
    "", "other", CLIENT_ID.upper(), CLIENT_ID + " ", CLIENT_ID[:-1], f"{CLIENT_ID},{OTHER_CLIENT_ID}", "*", [CLIENT_ID],
    {CLIENT_ID: 1},
)  # fmt: skip
_USES = ("id", "refresh", "Access", "ACCESS", "", "access ", "access id", ["access"])


def _changes() -> Iterator[tuple[str, dict[str, object]]]:
    for name in _STRINGS:
        for value in _NOT_STRINGS:
            yield f"{name} is {value!r}", {name: value}
    for claim, values in (("iss", _ISSUERS), ("client_id", _CLIENTS), ("token_use", _USES)):
        for other in values:
            yield f"{claim} is {other!r}", {claim: other}
    for groups in _NOT_GROUPS:
        yield f"cognito:groups is {groups!r}", {"cognito:groups": groups}
    for name in _REQUIRED:
        yield f"no {name}", {name: ABSENT}
    yield "an empty sub", {"sub": ""}
    yield "an empty username", {"username": ""}
    yield "neither sub nor username", {"sub": ABSENT, "username": ABSENT}
    for value in (None, True, 0, 1.5, {}, {"x": "y"}, [1], [None], ["x", 1], [["x"]], [{}]):
        yield f"aud is {value!r}", {"aud": value}
    yield "aud in place of client_id", {"client_id": ABSENT, "aud": CLIENT_ID}
    yield "cognito:username in place of username", {"username": ABSENT, "cognito:username": SUB}


_MACHINES: dict[str, dict[str, object]] = {
    "a machine without scope": {"scope": ABSENT},
    "a machine without sub": {"sub": ABSENT},
    "a machine with another's sub": {"sub": CLIENT_ID},
    "a machine of another pool": {"iss": ISSUER + "2"},
    "a machine of another client": {"client_id": "other", "sub": "other"},
    "a machine with a null username": {"username": None},
    "a machine with an empty username": {"username": ""},
    "a machine with a list of scopes": {"scope": ["reports/read"]},
    "a machine's ID token": {"token_use": "id"},
}
_GOOD: dict[str, dict[str, object]] = {
    **{f"no {name}": {name: ABSENT} for name in _OPTIONAL},
    "none of the optional claims": dict.fromkeys(_OPTIONAL, ABSENT),
    "our other client": {"client_id": OTHER_CLIENT_ID},
    "an empty scope": {"scope": ""},
    "spaces in scope": {"scope": "  a   b "},
    "no groups in the list": {"cognito:groups": []},
    "many groups": {"cognito:groups": [f"group-{n}" for n in range(100)]},
    "a group in another script": {"cognito:groups": ["管理者", "écrivains", "a b"]},
    "a username that is no sub": {"username": "alice"},
    "a username in another script": {"username": "алиса@пример.рф"},
    "a username with quotes": {"username": 'a"b\\c'},
    "a long username": {"username": "a" * 2000},
    "an aud beside client_id": {"aud": "https://api.example.com"},
    "several aud": {"aud": ["https://api.example.com", "https://other.example.com"]},
    "no aud in a list": {"aud": []},
    "unknown claims": {"x": 1, "y": {"z": [1, 2.5, None, True]}, "https://example.com/roles": ["a"]},
    "version": {"version": 2},
    "device_key": {"device_key": "us-east-1_a"},
    "an email that is no business of an access token": {"email": 1},
}

CASES: list[Case] = [
    *refused({name: lambda changes=changes: token(user_claims(changes)) for name, changes in dict(_changes()).items()}),
    *refused({name: lambda changes=changes: token(machine_claims(changes)) for name, changes in _MACHINES.items()}),
    *refused({"an ID token": lambda: token(id_claims()), "no claims": lambda: token({})}),
    *accepted({name: lambda changes=changes: token(user_claims(changes)) for name, changes in _GOOD.items()}),
    *accepted({"a machine": lambda: token(machine_claims())}),
    *accepted({"a machine without auth_time": lambda: token(machine_claims({"auth_time": ABSENT}))}),
]
