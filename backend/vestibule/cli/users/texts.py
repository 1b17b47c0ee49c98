"""Texts of the commands."""


def counted(number: int, noun: str = "user") -> str:
    """A number with its noun: `1 user`, `1,200 users`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
