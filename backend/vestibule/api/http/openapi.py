"""The OpenAPI document: FastAPI's, with the problems that every endpoint can answer."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from vestibule import errors
from vestibule.api.http.models import JSON
from vestibule.api.http.problems import FieldFault, Problem, describe
from vestibule.errors import AppError

Operation = dict[str, Any]
Errors = tuple[type[AppError], ...]

OF_ANY: Errors = (errors.BodyTooLarge, errors.HeadersTooLarge, AppError)
OF_A_BODY: Errors = (errors.UnsupportedMediaType,)
OF_JSON: Errors = (errors.MalformedRequest,)
OF_A_TOKEN: Errors = (
    *(errors.TokenMissing, errors.TokenInvalid, errors.TokenExpired, errors.TokenRevoked),
    *(errors.KeysUnavailable, errors.StoreUnavailable),
)
OF_COGNITO: Errors = (
    *(errors.TooManyRequests, errors.TooManyAttempts, errors.Misconfigured),
    *(errors.CodeDeliveryFailed, errors.CognitoUnavailable, errors.CognitoTimeout),
)
WITHOUT_COGNITO = ("protected", "health")


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
        for operation in _operations(document):
            for kind in _implied(operation):
                describe(operation["responses"].setdefault(str(kind.status), {}), kind)
        app.openapi_schema = document
    return app.openapi_schema


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for methods in document["paths"].values():
        yield from methods.values()


def _implied(operation: Operation) -> Iterator[type[AppError]]:
    """The errors that follow from what an operation takes and asks, which its endpoint need not repeat."""
    yield from OF_ANY
    if body := operation.get("requestBody"):
        yield from OF_A_BODY
        yield from OF_JSON if JSON in body["content"] else ()
    if operation.get("security"):
        yield from OF_A_TOKEN
    if not set(operation.get("tags", ())).intersection(WITHOUT_COGNITO):
        yield from OF_COGNITO
