"""Text from the pool, made safe for a terminal."""


def printable(text: str) -> str:
    """The text without control characters: names in the pool must not control the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
