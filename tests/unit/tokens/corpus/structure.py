"""Segments, sizes and nesting."""

from tests.unit.tokens.case import Case, accepted, refused
from tests.unit.tokens.forge import base64url, header, sign, to_json, token, user_claims


def _segments() -> list[str]:
    return token().split(".")


def _of_length(length: int) -> str:
    """A valid token of this many characters, or a few less."""
    empty = len(token(user_claims({"padding": ""})))
    filled = token(user_claims({"padding": "x" * ((length - empty) * 3 // 4)}))
    assert length - 4 < len(filled) <= length
    return filled


def _nested(depth: int, opening: str, closing: str) -> bytes:
    value = opening * depth + closing * depth
    return to_json(user_claims())[:-1] + b', "nested": ' + value.encode() + b"}"


_SHAPES = {
    "the empty string": lambda: "",
    "one dot": lambda: ".",
    "two dots": lambda: "..",
    "three dots": lambda: "...",
    "a thousand dots": lambda: "." * 1000,
    "a word": lambda: "token",
    "header alone": lambda: _segments()[0],
    "no signature segment": lambda: ".".join(_segments()[:2]),
    "an empty header": lambda: ".".join(["", *_segments()[1:]]),
    "an empty payload": lambda: ".".join([_segments()[0], "", _segments()[2]]),
    "an empty signature": lambda: ".".join([*_segments()[:2], ""]),
    "a fourth segment": lambda: token() + ".x",
    "an empty fourth segment": lambda: token() + ".",
    "a leading dot": lambda: "." + token(),
    "five segments, as a JWE has": lambda: token() + ".x.y",
    "segments swapped": lambda: ".".join(reversed(_segments())),
    "header twice": lambda: ".".join([_segments()[0], _segments()[0], _segments()[2]]),
    "token twice": lambda: token() + token(),
    "with its scheme": lambda: "Bearer " + token(),
    "JSON serialization": lambda: to_json(
        dict(zip(("protected", "payload", "signature"), _segments(), strict=True))
    ).decode(),
    "quoted": lambda: f'"{token()}"',
    "a signature cut by one": lambda: token()[:-1],
    "a signature cut by four": lambda: token()[:-4],
    "a signature with more": lambda: token() + "AAAA",
    "a signature of zeros": lambda: ".".join([*_segments()[:2], base64url(bytes(256))]),
    "a signature of ones": lambda: ".".join([*_segments()[:2], base64url(b"\xff" * 256)]),
    "a signature of one octet": lambda: ".".join([*_segments()[:2], "AA"]),
    "another token's signature": lambda: ".".join([*_segments()[:2], token(user_claims({"jti": "2"})).split(".")[2]]),
    "another token's payload": lambda: ".".join(
        [_segments()[0], base64url(to_json(user_claims({"sub": "other"}))), _segments()[2]]
    ),
    "a header changed after signing": lambda: ".".join([base64url(to_json(header({"x": 1}))), *_segments()[1:]]),
    "17,000 characters": lambda: _of_length(17_000),
    "16 kB and a little": lambda: _of_length(16_384 + 8),
    "a million characters": lambda: "a" * 1_000_000,
    "a million characters in the payload": lambda: f"{_segments()[0]}.{'a' * 1_000_000}.{_segments()[2]}",
}

_DEEP = {
    f"{depth} nested {name} in the {where}": (
        lambda depth=depth, brackets=brackets, where=where: _deep(depth, brackets, where)
    )
    for depth in (40, 500, 990, 1100, 3000)
    for name, brackets in {"arrays": ("[", "]"), "objects": ('{"a":', "}"), "unclosed arrays": ("[", "")}.items()
    for where in ("header", "payload")
}


def _deep(depth: int, brackets: tuple[str, str], where: str) -> str:
    opening, closing = brackets
    inner = "1" if closing == "}" else ""
    value = (opening * depth + inner + closing * depth).encode()
    if where == "payload":
        return sign(to_json(header()), to_json(user_claims())[:-1] + b', "nested": ' + value + b"}")
    return sign(to_json(header())[:-1] + b', "nested": ' + value + b"}", to_json(user_claims()))


_GOOD = {
    "as Cognito makes it": token,
    "15,000 characters": lambda: _of_length(15_000),
    "16 kB": lambda: _of_length(16_384),
    "a claim with some depth": lambda: sign(to_json(header()), _nested(5, "[", "]")),
    "a claim that holds brackets in text": lambda: token(user_claims({"note": "[" * 2000})),
    "a claim that holds brackets and quotes in text": lambda: token(user_claims({"note": '"[{' * 500})),
    "many objects side by side": lambda: token(user_claims({"list": [{}] * 200})),
}

CASES: list[Case] = [*refused(_SHAPES), *refused(_DEEP), *accepted(_GOOD)]
