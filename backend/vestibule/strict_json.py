"""JSON that every parser reads the same way, or not at all.

Python's own parser takes duplicate members, NaN, lone surrogates and numbers beyond any range, and nesting exhausts
its stack. What cannot be read in one way only is refused here (RFC 8725, section 2.4; RFC 7493).
"""

import json
import math
import re
from typing import NoReturn

from pydantic_core import from_json

DEPTH = 32
"""Levels of nesting that a document may have; a token has two or three."""

_MARK = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


class NotStrictJson(ValueError):
    """The document is not JSON, or can be read in more than one way."""


def parse_object(document: bytes) -> dict[str, object]:
    """The members of a JSON object in UTF-8. The caller has bounded the document's size."""
    return _read_flat(document) or _read_any(document)


def _read_flat(document: bytes) -> dict[str, object] | None:
    """An object of strings, integers and lists of strings, as tokens are; None for what takes a closer look.

    Quick, since this parser keeps the last of duplicates without a word; but then there are more strings in the
    document than in what was read of it.
    """
    try:
        members: object = from_json(document, cache_strings="keys")
    except ValueError:
        return None
    if type(members) is not dict:
        return None
    strings = len(members)
    for value in members.values():
        kind = type(value)
        if kind is str:
            strings += 1
        elif kind is list and [*map(type, value)].count(str) == len(value):
            strings += len(value)
        elif kind is not int:
            return None
    return members if document.count(b'"') == 2 * strings and b"\\" not in document else None


def _read_any(document: bytes) -> dict[str, object]:
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
