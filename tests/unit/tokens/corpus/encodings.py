"""Non-canonical base64url, and ambiguous JSON."""

from collections.abc import Callable

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import base64url, header, pool_key, sign, to_json, token, user_claims

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _with_stray_bits(segment: str) -> str:
    """The same bytes, encoded with another last character."""
    assert len(segment) % 4 in (2, 3)
    return segment[:-1] + _ALPHABET[_ALPHABET.index(segment[-1]) + 1]


def _sized(segment: int) -> list[str]:
    """Segments of a valid token; the requested segment does not end on a group of four characters."""
    for filler in ("", "x", "xx"):
        claims, changes = user_claims({"filler": filler}), {"filler": filler}
        segments = token(claims, header_changes=changes).split(".")
        if len(segments[segment]) % 4 in (2, 3):
            return segments
    raise AssertionError


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "padded": lambda s: s + "=" * (-len(s) % 4),
    "padded once": lambda s: s + "=",
    "padded four times": lambda s: s + "====",
    "a space before": lambda s: " " + s,
    "a space after": lambda s: s + " ",
    "a newline after": lambda s: s + "\n",
    "a newline within": lambda s: s[:40] + "\r\n" + s[40:],
    "a tab within": lambda s: s[:8] + "\t" + s[8:],
    "a NUL after": lambda s: s + "\x00",
    "an exclamation mark within": lambda s: s[:8] + "!" + s[8:],
    "a plus within": lambda s: s[:8] + "+" + s[9:],
    "a slash within": lambda s: s[:8] + "/" + s[9:],
    "a percent escape": lambda s: s[:8] + "%41" + s[9:],
    "a fullwidth letter": lambda s: s[:8] + "\uff21" + s[9:],
    "a Cyrillic letter": lambda s: s[:8] + "\u0410" + s[9:],
    "a zero-width space": lambda s: s + "\u200b",
    "a byte order mark": lambda s: "\ufeff" + s,
    "a lone surrogate": lambda s: s + "\ud800",
    "an emoji": lambda s: s + "\U0001f600",
    "stray bits": _with_stray_bits,
    "one character more": lambda s: s + "A" * (1 if len(s) % 4 == 0 else 5 - len(s) % 4),
}


def _respelt(segment: int, respell: Callable[[str], str]) -> str:
    segments = _sized(segment)
    return ".".join([*segments[:segment], respell(segments[segment]), *segments[segment + 1 :]])


def _respelt_and_signed(respell: Callable[[str], str]) -> str:
    """A token whose header has this spelling, with a valid signature."""
    message = ".".join([respell(_sized(0)[0]), _sized(0)[1]])
    return f"{message}.{base64url(pool_key().sign(message.encode('utf-8', 'surrogatepass')))}"


_GOOD_JSON = to_json(user_claims())
_BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "white space": b"  ",
    "null": b"null",
    "true": b"true",
    "a number": b"1",
    "a string": b'"sub"',
    "a list": b"[]",
    "a list of members": b'[["sub","x"]]',
    "an object in a list": b"[" + _GOOD_JSON + b"]",
    "a string that holds the object": to_json(_GOOD_JSON.decode()),
    "two objects": _GOOD_JSON + _GOOD_JSON,
    "text after": _GOOD_JSON + b"x",
    "a NUL after": _GOOD_JSON + b"\x00",
    "a brace after": _GOOD_JSON + b"}",
    "no closing brace": _GOOD_JSON[:-1],
    "a trailing comma": _GOOD_JSON[:-1] + b",}",
    "a comment": _GOOD_JSON[:-1] + b"/* */}",
    "single quotes": _GOOD_JSON.replace(b'"', b"'"),
    "bare names": _GOOD_JSON.replace(b'"sub"', b"sub"),
    "a byte order mark": b"\xef\xbb\xbf" + _GOOD_JSON,
    "UTF-16": _GOOD_JSON.decode().encode("utf-16"),
    "UTF-16 without a mark": _GOOD_JSON.decode().encode("utf-16-le"),
    "UTF-32": _GOOD_JSON.decode().encode("utf-32"),
    "Latin-1": _GOOD_JSON[:-1] + b', "name": "Andr\xe9"}',
    "an octet that UTF-8 has not": _GOOD_JSON[:-1] + b', "name": "\xff"}',
    "an overlong form": _GOOD_JSON[:-1] + b', "name": "\xc0\x80"}',
    "a surrogate in UTF-8": _GOOD_JSON[:-1] + b', "name": "\xed\xa0\x80"}',
    "a lone surrogate": _GOOD_JSON[:-1] + b', "name": "\\ud800"}',
    "a lone low surrogate": _GOOD_JSON[:-1] + b', "name": "x\\udc00"}',
    "surrogates the wrong way round": _GOOD_JSON[:-1] + b', "name": "\\ude00\\ud83d"}',
    "a lone surrogate in a name": _GOOD_JSON[:-1] + b', "\\ud800": 1}',
    "a newline in a string": _GOOD_JSON[:-1] + b', "name": "a\nb"}',
    "a NUL in a string": _GOOD_JSON[:-1] + b', "name": "a\x00b"}',
    "an escape that is none": _GOOD_JSON[:-1] + b', "name": "\\x41"}',
    "NaN": _GOOD_JSON[:-1] + b', "x": NaN}',
    "Infinity": _GOOD_JSON[:-1] + b', "x": Infinity}',
    "-Infinity": _GOOD_JSON[:-1] + b', "x": -Infinity}',
    "NaN in a list": _GOOD_JSON[:-1] + b', "x": [NaN]}',
    "a number of 5,000 digits": _GOOD_JSON[:-1] + b', "x": ' + b"9" * 5000 + b"}",
    "a leading zero": _GOOD_JSON[:-1] + b', "x": 01}',
    "a leading plus": _GOOD_JSON[:-1] + b', "x": +1}',
    "hexadecimal": _GOOD_JSON[:-1] + b', "x": 0x1}',
    "a bare fraction": _GOOD_JSON[:-1] + b', "x": .5}',
}
_AMBIGUOUS: dict[str, bytes] = {
    "a number beyond range": _GOOD_JSON[:-1] + b', "x": 1e999}',
    "sub twice": b'{"sub": "somebody", ' + _GOOD_JSON[1:],
    "sub twice, the same": _GOOD_JSON[:-1] + b", " + to_json({"sub": user_claims()["sub"]})[1:],
    "sub twice, once escaped": b'{"s\\u0075b": "somebody", ' + _GOOD_JSON[1:],
    "exp twice": _GOOD_JSON[:-1] + b', "exp": 99999999999}',
    "groups twice": _GOOD_JSON[:-1] + b', "cognito:groups": ["root"]}',
    "an unknown claim twice": _GOOD_JSON[:-1] + b', "x": 1, "x": 1}',
    "an unknown claim twice, spaced": _GOOD_JSON[:-1] + b', "x" : 1 , "x"\n: 2}',
    "an empty name twice": _GOOD_JSON[:-1] + b', "": 1, "": 2}',
    "a name twice, deep": _GOOD_JSON[:-1] + b', "x": {"y": [{"z": 1, "z": 2}]}}',
    "a duplicate that a list makes up for": _GOOD_JSON[:-1] + b', "l": [1, 2], "x": "a", "x": "b"}',
    "a duplicate that a text makes up for": _GOOD_JSON[:-1] + b', "l": "\\"\\"", "x": "a", "x": "b"}',
}
"""Refused in a header; in a payload the last member applies."""
_SOUND: dict[str, bytes] = {
    "white space around": b" \t\r\n" + _GOOD_JSON + b" \n",
    "white space within": _GOOD_JSON.replace(b",", b"\n ,\t").replace(b":", b" : ", 1),
    "no white space": _GOOD_JSON.replace(b" ", b""),
    "an escaped name": _GOOD_JSON.replace(b'"sub"', b'"\\u0073ub"'),
    "a surrogate pair": _GOOD_JSON[:-1] + b', "name": "\\ud83d\\ude00"}',
    "an emoji": _GOOD_JSON[:-1] + ', "name": "\U0001f600"}'.encode(),
    "escaped quotes": _GOOD_JSON[:-1] + b', "name": "\\"{[\\\\"}',
    "an escaped NUL": _GOOD_JSON[:-1] + b', "name": "\\u0000"}',
    "a large number": _GOOD_JSON[:-1] + b', "x": 123456789012345678901234567890}',
    "a fraction": _GOOD_JSON[:-1] + b', "x": -1.5e-3}',
    "null, true and false": _GOOD_JSON[:-1] + b', "x": null, "y": true, "z": false}',
    "the same name at two depths": _GOOD_JSON[:-1] + b', "x": {"sub": "other", "x": {"sub": 1}}}',
}
_HEADER_JSON = to_json(header())
_ABOUT_CLAIMS = ("sub", "exp", "groups", "single quotes", "bare names")
_BROKEN_HEADERS = {
    name: document.replace(_GOOD_JSON[:-1], _HEADER_JSON[:-1])
    for name, document in (_BROKEN | _AMBIGUOUS).items()
    if not name.startswith(_ABOUT_CLAIMS)
}
_NAMES = ("header", "payload", "signature")

CASES: list[Case] = [
    *refused(
        {
            f"{_NAMES[segment]}: {name}": lambda segment=segment, respell=respell: _respelt(segment, respell)
            for segment in range(3)
            for name, respell in _SPELLINGS.items()
        }
    ),
    *refused(
        {
            f"signed with a header: {name}": lambda r=respell: _respelt_and_signed(r)
            for name, respell in _SPELLINGS.items()
        }
    ),
    *refused({f"payload is {name}": lambda p=payload: sign(_HEADER_JSON, p) for name, payload in _BROKEN.items()}),
    *refused(
        {f"header is {name}": lambda h=document: sign(h, _GOOD_JSON) for name, document in _BROKEN_HEADERS.items()}
    ),
    *accepted(
        {f"payload with {name}": lambda p=payload: sign(_HEADER_JSON, p) for name, payload in _AMBIGUOUS.items()}
    ),
    *accepted({f"payload with {name}": lambda p=payload: sign(_HEADER_JSON, p) for name, payload in _SOUND.items()}),
]
