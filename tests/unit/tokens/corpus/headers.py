"""Header parameters: those that are refused in any form, and those that are ignored (RFC 7515, section 4)."""

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import ABSENT, header, pool_key, sign, signing_key, to_json, token, user_claims

_CRIT = (["exp"], ["b64"], [], "exp", "", None, False, True, 0, {}, ["alg"], ["kid", "alg"], [1], "b64")
_B64 = (False, None, 0, 1, "false", "true", [], {})
_KID = (ABSENT, None, "", 0, 1, True, 1.5, [], ["access-key"], {}, {"access-key": 1})
_OTHER_KIDS = (
    "unknown", "access-key ", " access-key", "ACCESS-KEY", "access-key\x00", "access-ke", "access-key.",
    "../../dev/null", "/etc/passwd", "' OR 1=1 --", "http://127.0.0.1/keys", "*", "a" * 5000, "\u0430ccess-key",
    "__class__", "0", "null",
)  # fmt: skip
_TYP_NOT_STRINGS = (None, 1, True, [], ["JWT"], {})
_EMBEDDED: dict[str, object] = {
    "jwk": signing_key("attacker").jwk,
    "jku": "http://127.0.0.1:1/keys",
    "x5u": "http://127.0.0.1:1/certificate",
    "x5c": ["MIIB"],
}
_EMPTY = (None, "", {}, [], False)
_JWE = {"enc": "A256GCM", "zip": "DEF"}
_IGNORED: dict[str, object] = {
    "typ JWT": {"typ": "JWT"},
    "typ jwt": {"typ": "jwt"},
    "typ at+jwt": {"typ": "at+jwt"},
    "typ application/at+jwt": {"typ": "application/at+jwt"},
    "b64 true, which is the default": {"b64": True},
    "x5t": {"x5t": "abc", "x5t#S256": "abc"},
    "a number": {"foo": 1},
    "null": {"foo": None},
    "an object": {"foo": {"alg": "none", "crit": ["exp"]}},
    "a list": {"foo": ["jwk", "jku"]},
    "a name beyond ASCII": {"clé": "é"},
    "a name in capitals": {"CRIT": ["exp"], "JWK": {}},
    "a prototype": {"__proto__": {"alg": "none"}},
}


def _signed_by_attacker(name: str) -> str:
    """Signed with the key that the header contains."""
    return sign(to_json(header({name: _EMBEDDED[name]})), to_json(user_claims()), signing_key("attacker"))


def _header(changes: dict[str, object]) -> str:
    return token(header_changes=changes)


def _raw(document: bytes) -> str:
    return sign(document, to_json(user_claims()))


_KID_JSON = to_json(pool_key().kid)

CASES: list[Case] = [
    *refused({f"crit {value!r}": lambda value=value: _header({"crit": value}) for value in _CRIT}),
    *refused({f"b64 {value!r}": lambda value=value: _header({"b64": value}) for value in _B64}),
    *refused({"b64 false and crit": lambda: _header({"b64": False, "crit": ["b64"]})}),
    *refused(
        {
            f"kid {value if value is not ABSENT else 'absent'!r}": lambda value=value: _header({"kid": value})
            for value in _KID
        }
    ),
    *refused({f"kid {kid[:40]!r}": lambda kid=kid: _header({"kid": kid}) for kid in _OTHER_KIDS}),
    *refused({f"typ {value!r}": lambda value=value: _header({"typ": value}) for value in _TYP_NOT_STRINGS}),
    *refused({f"{name}, signed by us": lambda name=name: _header({name: _EMBEDDED[name]}) for name in _EMBEDDED}),
    *refused({f"{name}, signed by it": lambda name=name: _signed_by_attacker(name) for name in _EMBEDDED}),
    *refused(
        {
            f"{name} {value!r}": lambda name=name, value=value: _header({name: value})
            for name in _EMBEDDED
            for value in _EMPTY
        }
    ),
    *refused({name: lambda name=name: _header({name: _JWE[name]}) for name in _JWE}),
    *refused(
        {
            "alg twice": lambda: _raw(b'{"alg":"none","kid":' + _KID_JSON + b',"alg":"RS256"}'),
            "alg twice, the same": lambda: _raw(b'{"alg":"RS256","kid":' + _KID_JSON + b',"alg":"RS256"}'),
            "alg twice, once escaped": lambda: _raw(b'{"alg":"RS256","kid":' + _KID_JSON + b',"\\u0061lg":"none"}'),
            "kid twice": lambda: _raw(b'{"alg":"RS256","kid":"x","kid":' + _KID_JSON + b"}"),
            "an unknown parameter twice": lambda: _raw(b'{"alg":"RS256","x":1,"x":2,"kid":' + _KID_JSON + b"}"),
            "a parameter twice, deep": lambda: _raw(b'{"alg":"RS256","x":{"y":1,"y":2},"kid":' + _KID_JSON + b"}"),
        }
    ),
    *accepted({f"ignores {name}": lambda changes=changes: _header(changes) for name, changes in _IGNORED.items()}),
    *accepted({"an escaped name": lambda: _raw(b'{"\\u0061lg":"RS256","kid":' + _KID_JSON + b"}")}),
    *accepted({"white space": lambda: _raw(b' {\n"alg"\t:"RS256" , "kid":\r\n' + _KID_JSON + b" } ")}),
    *accepted({"a braced text": lambda: _raw(b'{"alg":"RS256","x":"}{][","kid":' + _KID_JSON + b"}")}),
]
