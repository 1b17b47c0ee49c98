"""Whether a secret key can be guessed."""

import re
import unicodedata

DEVELOPMENT_SECRET = "a-well-known-secret-for-development-only"  # noqa: S105  production refuses it
MIN_LENGTH = 32
MIN_DIFFERENT_CHARACTERS = 10
_PLACEHOLDER = re.compile(
    r"change.{0,3}me|secret|passw(?:or)?d|example|default|replace|todo|insert|your.?key|vestibule|qwerty|123456|abcdef",
    re.IGNORECASE,
)


def is_guessable(secret: str) -> bool:
    """Whether the secret is short, blank, repetitive, or contains a word of placeholders. Random ones pass."""
    text = "".join(char for char in secret if unicodedata.category(char) != "Cf").strip()
    is_periodic = text in (text + text)[1:-1]
    return (
        len(text) < MIN_LENGTH
        or len(set(text.casefold())) < MIN_DIFFERENT_CHARACTERS
        or is_periodic
        or _PLACEHOLDER.search(text) is not None
    )
