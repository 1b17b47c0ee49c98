"""Texts of the commands."""

MAX_LENGTH = 500


def counted(number: int, noun: str = "user") -> str:
    """A number with its noun: `1 user`, `1,200 users`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """A text that may have names from a file, without characters that control the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)[:MAX_LENGTH]
