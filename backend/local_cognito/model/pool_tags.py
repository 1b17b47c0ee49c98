"""Which tags a user pool can have."""

from collections.abc import Mapping

from local_cognito.errors import InvalidParameterException

MAX_TAGS = 50
RESERVED_PREFIX = "aws:"


def check(tags: Mapping[str, str]) -> None:
    """Raise InvalidParameterException unless a pool can have these tags."""
    if len(tags) > MAX_TAGS:
        raise InvalidParameterException(f"A user pool has at most {MAX_TAGS} tags.")
    if any(key.lower().startswith(RESERVED_PREFIX) for key in tags):
        raise InvalidParameterException(f"Tag keys cannot begin with {RESERVED_PREFIX}")
