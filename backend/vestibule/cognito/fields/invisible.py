"""Invisible characters that are pasted along with a text."""

import unicodedata


def is_invisible(char: str) -> bool:
    """Whether this is white space or a format character, such as a zero-width space or a byte order mark."""
    return char.isspace() or unicodedata.category(char) == "Cf"


def strip_invisible(text: str) -> str:
    """The text without invisible characters at its ends."""
    start, end = 0, len(text)
    while start < end and is_invisible(text[start]):
        start += 1
    while end > start and is_invisible(text[end - 1]):
        end -= 1
    return text[start:end]
