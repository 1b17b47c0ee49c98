"""JSON that every parser reads the same way, or not at all.

Python's own parser takes duplicate members, NaN, lone surrogates and numbers beyond any range, and nesting exhausts
its stack. What cannot be read in one way only is refused here (RFC 8725, section 2.4; RFC 7493).
"""

import json
import math
import re
from typing import NoReturn

DEPTH = 32
"""Levels of nesting that a document may have; a token has two or three."""

_MARK = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class NotStrictJson(ValueError):
    """The document is not JSON, or can be read in more than one way."""


def parse_object(document: bytes) -> dict[str, object]:
    """The members of a JSON object in UTF-8. The caller has bounded the document's size."""
    try:
        text = document.decode()
        if text.count("[") + text.count("{") > DEPTH and _is_deep(text):
            raise NotStrictJson("nested too deeply")
        value: object = _DECODER.decode(text)
        if "\\u" in text:
            _refuse_lone_surrogates(value)
    except ValueError as error:  # UnicodeError and JSONDecodeError are ValueErrors; they quote the document
        raise NotStrictJson("not JSON that can be read in one way only") from error
    if type(value) is not dict:
        raise NotStrictJson("not an object")
    return value


def _is_deep(text: str) -> bool:
    """Whether brackets outside of strings nest beyond `DEPTH`: asked before a parser recurses into them."""
    depth = 0
    in_string = False
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == '"':
            in_string = not in_string
        elif not in_string and mark in "[{]}":
            depth += 1 if mark in "[{" else -1
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
