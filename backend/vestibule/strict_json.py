"""A JSON parser that rejects ambiguous documents (RFC 8725, section 2.4; RFC 7493).

Python's own parser accepts duplicate members, NaN, lone surrogates and infinite numbers, and deep nesting exhausts its
stack.
"""

import json
import math
import re
from typing import NoReturn

DEPTH = 32
"""Maximum nesting; a token has two or three levels."""

_MARK = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)


class NotStrictJson(ValueError):
    """The document is not JSON, or is ambiguous."""


def parse_object(document: bytes) -> dict[str, object]:
    """Parse a JSON object in UTF-8. The caller bounds the size of the document."""
    try:
        text = document.decode()
        if is_nested_deeply(document):
            raise NotStrictJson("nested too deeply")
        value: object = _DECODER.decode(text)
        if "\\u" in text:
            _refuse_lone_surrogates(value)
    except ValueError as error:  # UnicodeError and JSONDecodeError are ValueErrors; they quote the document
        raise NotStrictJson("not unambiguous JSON") from error
    if type(value) is not dict:
        raise NotStrictJson("not an object")
    return value


def is_nested_deeply(document: bytes) -> bool:
    """Whether brackets outside of strings nest beyond DEPTH. Call it before a parser recurses into them."""
    if document.count(b"[") + document.count(b"{") <= DEPTH:
        return False
    depth = 0
    in_string = False
    for match in _MARK.finditer(document):
        mark = match[0]
        if mark == b'"':
            in_string = not in_string
        elif not in_string and mark in b"[{]}":
            depth += 1 if mark in b"[{" else -1
            if depth > DEPTH:
                return True
    return False


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotStrictJson("a member occurs twice")
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotStrictJson("a number is out of range")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise NotStrictJson(f"{name} is not JSON")


def _refuse_lone_surrogates(value: object) -> None:
    json.dumps(value, ensure_ascii=False).encode()


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_float=_finite, parse_constant=_refuse_constant)
