"""Names and values of user attributes."""

from typing import Annotated

from pydantic import StringConstraints

AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
AttributeValue = Annotated[str, StringConstraints(max_length=2048, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
