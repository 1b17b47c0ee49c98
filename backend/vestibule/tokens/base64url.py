"""base64url as in RFC 7515, section 2: no padding, and one canonical encoding of each value.

The decoder is pydantic's, through its JSON strings: three times as fast as Python's own, and it rejects trailing bits.
It also accepts `+`, `/`, `=` and JSON escapes, so these are checked separately.
"""

from typing import Final

from pydantic import ConfigDict, TypeAdapter

_PLUS, _SLASH, _PADDING, _ESCAPE = b"+/=\\"

decode_quoted: Final = TypeAdapter(bytes, config=ConfigDict(val_json_bytes="base64")).validator.validate_json
"""Decode `"text"` in quotes. The caller has checked it with `is_not_canonical`. The ValueError quotes the text."""


def is_not_canonical(text: bytes) -> bool:
    """Whether the text has a character that the decoder accepts although base64url does not have it."""
    return _PLUS in text or _SLASH in text or _PADDING in text or _ESCAPE in text


def decode(text: bytes) -> bytes:
    """Decode `text`. ValueError if it is not canonical."""
    try:
        value: bytes = decode_quoted(b'"' + text + b'"')
    except ValueError:
        raise ValueError("not canonical base64url") from None
    if is_not_canonical(text):
        raise ValueError("not canonical base64url")
    return value
