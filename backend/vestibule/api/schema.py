"""The OpenAPI document: FastAPI's, with the problems that every endpoint can answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from vestibule.api.problems import FieldFault, Problem


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        _, problem = models_json_schema(
            [(Problem, "serialization"), (FieldFault, "serialization")], ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"] |= problem["$defs"]
        app.openapi_schema = document
    return app.openapi_schema
