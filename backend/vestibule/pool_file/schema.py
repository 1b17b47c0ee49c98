"""The JSON Schema of `pool.toml`, for editors."""

from typing import Any

from vestibule.pool_file.file import PoolFile
from vestibule.pool_file.loading import LOCAL

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of the file as it is written: with `[local]`, which may have any of the keys."""
    schema = PoolFile.model_json_schema()
    overlay = {
        "type": "object",
        "description": "What local Cognito has differently: merged over the tables above.",
        "properties": schema["properties"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        **schema,
        "properties": {**schema["properties"], LOCAL: overlay},
    }
