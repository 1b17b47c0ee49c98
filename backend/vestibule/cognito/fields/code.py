"""One-time codes, and the names of the apps that make them."""

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from vestibule.cognito.fields.invisible import is_invisible


def _ascii_digits(value: object) -> object:
    """The code without spaces and invisible characters, in the digits 0 to 9; some keyboards type others."""
    if not isinstance(value, str):
        return value
    visible = (char for char in value if not is_invisible(char))
    return "".join(char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in visible)


Code = Annotated[
    str, BeforeValidator(_ascii_digits), StringConstraints(pattern=r"^[0-9]{4,10}$"), Field(examples=["123456"])
]
TotpCode = Annotated[
    str, BeforeValidator(_ascii_digits), StringConstraints(pattern=r"^[0-9]{6}$"), Field(examples=["123456"])
]
DeviceName = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _without_separators(value: object) -> object:
    """People type codes with or without hyphens and spaces, in either case."""
    return "".join(value.split()).replace("-", "").lower() if isinstance(value, str) else value


RecoveryCode = Annotated[
    str,
    BeforeValidator(_without_separators),
    StringConstraints(pattern=r"^[0-9a-z]{16}$"),
    Field(examples=["8tm4-jqjv-0et2-4qwm"]),
]
