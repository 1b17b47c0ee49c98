"""The JSON Schema of `pool.toml`, for editors."""

from typing import Any

from vestibule.pool_file.file import PoolFile
from vestibule.pool_file.loading import LOCAL

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = "#/$defs/"
PREFIX = "Local"
"""Before the names of the definitions that `[local]` uses."""
NOT_PARTIAL = ("required", "minProperties", "discriminator")


def json_schema() -> dict[str, Any]:
    """The schema of the file as it is written: with `[local]`, which may have any part of each table."""
    schema = PoolFile.model_json_schema()
    overlay = {
        "type": "object",
        "description": "What local Cognito has differently: merged over the tables above.",
        "properties": _partial(schema["properties"]),
        "additionalProperties": False,
    }
    partial = {f"{PREFIX}{name}": _partial(definition) for name, definition in schema["$defs"].items()}
    return {
        "$schema": DIALECT,
        **schema,
        "$defs": {**schema["$defs"], **partial},
        "properties": {**schema["properties"], LOCAL: overlay},
    }


def _partial(schema: Any) -> Any:  # noqa: ANN401  any part of a JSON document
    """The schema for a part of a table: nothing is required, and so several alternatives may fit."""
    if isinstance(schema, list):
        return [_partial(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _partial(value) for name, value in schema.items() if name not in NOT_PARTIAL}
    if "oneOf" in found:
        found["anyOf"] = found.pop("oneOf")
    if "$ref" in found:
        found["$ref"] = found["$ref"].replace(DEFINITIONS, f"{DEFINITIONS}{PREFIX}")
    return found
