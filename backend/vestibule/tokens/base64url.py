"""base64url as RFC 7515 (section 2) writes it: no padding, and one spelling for each value."""

from binascii import Error, a2b_base64, b2a_base64

_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_TO_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_PADDING = (b"", b"===", b"==", b"=")


def decode(text: bytes) -> bytes:
    """The value of `text`; ValueError for any spelling but the canonical one.

    The parser skips what it does not know, padding and stray bits included, so the value is written again and compared.
    """
    try:
        value = a2b_base64(text.translate(_TO_STANDARD) + _PADDING[len(text) % 4])
    except Error as error:
        raise ValueError("not base64url") from error
    if encode(value) != text:
        raise ValueError("not canonical base64url")
    return value


def encode(value: bytes) -> bytes:
    """The canonical spelling of `value`."""
    return b2a_base64(value, newline=False).translate(_TO_URL_SAFE).rstrip(b"=")
