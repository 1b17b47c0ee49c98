"""RequestBody: the base class of every JSON request body."""

from pydantic import BaseModel, ConfigDict


class RequestBody(BaseModel):
    """Accepts exactly its members, of exactly their types; its repr and its errors never contain the input."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, frozen=True)
