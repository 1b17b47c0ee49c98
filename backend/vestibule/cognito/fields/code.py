"""One-time codes."""

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints


def _ascii_digits(value: object) -> object:
    """Some keyboards type full-width or Arabic digits."""
    if not isinstance(value, str):
        return value
    return "".join(char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in value)


Code = Annotated[str, BeforeValidator(_ascii_digits), StringConstraints(pattern=r"^[0-9]{4,10}$")]
