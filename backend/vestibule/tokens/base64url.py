"""base64url as RFC 7515 (section 2) writes it: no padding, and one spelling for each value."""

import string
from binascii import Error, a2b_base64

_LETTERS = (string.ascii_letters + string.digits).encode()
_ALPHABET = bytes(c if c in _LETTERS else {ord("-"): ord("+"), ord("_"): ord("/")}.get(c, ord("!")) for c in range(256))
"""Into the alphabet that the parser knows; all else becomes a character that its strict mode refuses."""

_PADDING = (b"", b"===", b"==", b"=")
_LAST = (_LETTERS + b"-_", b"", b"AQgw", b"AEIMQUYcgkosw048")
"""By the length modulo 4: the last characters that leave no stray bits. No text has a remainder of 1."""


def decode(text: bytes) -> bytes:
    """The value of `text`; ValueError for any spelling but the canonical one."""
    remainder = len(text) % 4
    if text[-1:] not in _LAST[remainder]:
        raise ValueError("not canonical base64url")
    try:
        return a2b_base64(text.translate(_ALPHABET) + _PADDING[remainder], strict_mode=True)
    except Error as error:
        raise ValueError("not base64url") from error
