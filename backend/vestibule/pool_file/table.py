"""Table: the base of every table of `pool.toml`, and the types of its values."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Arn = Annotated[str, Field(pattern=r"^arn:aws[\w-]*:[\w-]+:[\w-]*:\d{0,12}:.+$", max_length=2048)]
Url = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$", max_length=1024)]
AttributeName = Annotated[str, Field(pattern=r"^(custom:)?[A-Za-z0-9_.-]{1,25}$")]
"""An attribute by Cognito's name: `email`, or `custom:agentName`."""


class Table(BaseModel):
    """A table of the file: no unknown keys, and no conversions between types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)
