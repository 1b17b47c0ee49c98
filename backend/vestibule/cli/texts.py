"""Texts of the commands, safe for a terminal."""

MAX_LENGTH = 500
"""Of a text with names from a file, in characters."""


def counted(number: int, noun: str = "user") -> str:
    """A number with its noun: `1 user`, `1,200 users`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str, max_length: int | None = None) -> str:
    """The text without control characters: names from a pool or a file must not control the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)[:max_length]
